// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of meta/v1; `SchemaText` tells the format.
    static let metaV1 = #"""
        APIGroup
         kind - string omit
         apiVersion - string omit
         name 1 string zero !
         versions 2 []GroupVersionForDiscovery ! atomic
         preferredVersion 3 GroupVersionForDiscovery
         serverAddressByClientCIDRs 4 []ServerAddressByClientCIDR atomic
        APIGroupList
         kind - string omit
         apiVersion - string omit
         groups 1 []APIGroup ! atomic
        APIResource
         name 1 string zero !
         singularName 6 string zero !
         namespaced 2 bool zero !
         group 8 string omit
         version 9 string omit
         kind 3 string zero !
         verbs 4 []string !
         shortNames 5 []string atomic
         categories 7 []string atomic
         storageVersionHash 10 string omit
        APIResourceList
         kind - string omit
         apiVersion - string omit
         groupVersion 1 string zero !
         resources 2 []APIResource ! atomic
        APIVersions
         kind - string omit
         apiVersion - string omit
         versions 1 []string ! atomic
         serverAddressByClientCIDRs 2 []ServerAddressByClientCIDR ! atomic
        Condition
         type 1 string zero !
         status 2 string zero !
         observedGeneration 3 int64 omit
         lastTransitionTime 4 time !
         reason 5 string zero !
         message 6 string zero !
        DeleteOptions
         kind - string omit
         apiVersion - string omit
         gracePeriodSeconds 1 int64
         preconditions 2 Preconditions
         orphanDependents 3 bool
         propagationPolicy 4 string omit
         dryRun 5 []string atomic
         ignoreStoreReadErrorWithClusterBreakingPotential 6 bool
        FieldSelectorRequirement
         key 1 string zero !
         operator 2 string zero !
         values 3 []string atomic
        GroupVersionForDiscovery
         groupVersion 1 string zero !
         version 2 string zero !
        LabelSelector whole
         matchLabels 1 {}string
         matchExpressions 2 []LabelSelectorRequirement atomic
        LabelSelectorRequirement
         key 1 string zero !
         operator 2 string zero !
         values 3 []string atomic
        ListMeta
         selfLink 1 string omit
         resourceVersion 2 string omit
         continue 3 string omit
         remainingItemCount 4 int64
         shardInfo 5 ShardInfo
        ManagedFieldsEntry
         manager 1 string omit
         operation 2 string omit
         apiVersion 3 string omit
         time 4 time
         fieldsType 6 string omit
         fieldsV1 7 fieldsV1
         subresource 8 string omit
        ObjectMeta
         name 1 string omit
         generateName 2 string omit
         namespace 3 string omit
         selfLink 4 string omit
         uid 5 string omit
         resourceVersion 6 string omit
         generation 7 int64 omit
         creationTimestamp 8 time
         deletionTimestamp 9 time
         deletionGracePeriodSeconds 10 int64
         labels 11 {}string
         annotations 12 {}string
         ownerReferences 13 []OwnerReference map:uid patch:merge:uid
         finalizers 14 []string set patch:merge
         managedFields 17 []ManagedFieldsEntry atomic
        OwnerReference whole
         kind 1 string zero !
         name 3 string zero !
         uid 4 string zero !
         apiVersion 5 string zero !
         controller 6 bool
         blockOwnerDeletion 7 bool
        Preconditions
         uid 1 string omit
         resourceVersion 2 string omit
        ServerAddressByClientCIDR
         clientCIDR 1 string zero !
         serverAddress 2 string zero !
        ShardInfo
         selector 1 string zero !
        Status
         kind - string omit
         apiVersion - string omit
         metadata 1 ListMeta zero
         status 2 string omit
         message 3 string omit
         reason 4 string omit
         details 5 StatusDetails
         code 6 int32 omit
        StatusCause
         reason 1 string omit
         message 2 string omit
         field 3 string omit
        StatusDetails
         name 1 string omit
         group 2 string omit
         kind 3 string omit
         causes 4 []StatusCause atomic
         retryAfterSeconds 5 int32 omit
         uid 6 string omit
        WatchEvent
         type 1 string zero !
         object 2 raw !
        """#
}
