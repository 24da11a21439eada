// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of meta/v1; `SchemaText` tells the format.
    static let metaV1 = #"""
        APIGroup
         kind - string
         apiVersion - string
         name 1 string !
         versions 2 []GroupVersionForDiscovery ! atomic
         preferredVersion 3 GroupVersionForDiscovery
         serverAddressByClientCIDRs 4 []ServerAddressByClientCIDR atomic
        APIGroupList
         kind - string
         apiVersion - string
         groups 1 []APIGroup ! atomic
        APIResource
         name 1 string !
         singularName 6 string !
         namespaced 2 bool !
         group 8 string
         version 9 string
         kind 3 string !
         verbs 4 []string !
         shortNames 5 []string atomic
         categories 7 []string atomic
         storageVersionHash 10 string
        APIResourceList
         kind - string
         apiVersion - string
         groupVersion 1 string !
         resources 2 []APIResource ! atomic
        APIVersions
         kind - string
         apiVersion - string
         versions 1 []string ! atomic
         serverAddressByClientCIDRs 2 []ServerAddressByClientCIDR ! atomic
        Condition
         type 1 string !
         status 2 string !
         observedGeneration 3 int64
         lastTransitionTime 4 time !
         reason 5 string !
         message 6 string !
        DeleteOptions
         kind - string
         apiVersion - string
         gracePeriodSeconds 1 int64
         preconditions 2 Preconditions
         orphanDependents 3 bool
         propagationPolicy 4 string
         dryRun 5 []string atomic
         ignoreStoreReadErrorWithClusterBreakingPotential 6 bool
        FieldSelectorRequirement
         key 1 string !
         operator 2 string !
         values 3 []string atomic
        GroupVersionForDiscovery
         groupVersion 1 string !
         version 2 string !
        LabelSelector whole
         matchLabels 1 {}string
         matchExpressions 2 []LabelSelectorRequirement atomic
        LabelSelectorRequirement
         key 1 string !
         operator 2 string !
         values 3 []string atomic
        ListMeta
         selfLink 1 string
         resourceVersion 2 string
         continue 3 string
         remainingItemCount 4 int64
         shardInfo 5 ShardInfo
        ManagedFieldsEntry
         manager 1 string
         operation 2 string
         apiVersion 3 string
         time 4 time
         fieldsType 6 string
         fieldsV1 7 fieldsV1
         subresource 8 string
        ObjectMeta
         name 1 string
         generateName 2 string
         namespace 3 string
         selfLink 4 string
         uid 5 string
         resourceVersion 6 string
         generation 7 int64
         creationTimestamp 8 time
         deletionTimestamp 9 time
         deletionGracePeriodSeconds 10 int64
         labels 11 {}string
         annotations 12 {}string
         ownerReferences 13 []OwnerReference map:uid patch:merge:uid
         finalizers 14 []string set patch:merge
         managedFields 17 []ManagedFieldsEntry atomic
        OwnerReference whole
         kind 1 string !
         name 3 string !
         uid 4 string !
         apiVersion 5 string !
         controller 6 bool
         blockOwnerDeletion 7 bool
        Preconditions
         uid 1 string
         resourceVersion 2 string
        ServerAddressByClientCIDR
         clientCIDR 1 string !
         serverAddress 2 string !
        ShardInfo
         selector 1 string !
        Status
         kind - string
         apiVersion - string
         metadata 1 ListMeta
         status 2 string
         message 3 string
         reason 4 string
         details 5 StatusDetails
         code 6 int32
        StatusCause
         reason 1 string
         message 2 string
         field 3 string
        StatusDetails
         name 1 string
         group 2 string
         kind 3 string
         causes 4 []StatusCause atomic
         retryAfterSeconds 5 int32
         uid 6 string
        WatchEvent
         type 1 string !
         object 2 raw !
        """#
}
