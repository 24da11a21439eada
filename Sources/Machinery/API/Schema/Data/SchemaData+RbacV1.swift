// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of rbac/v1; `SchemaText` tells the format.
    static let rbacV1 = #"""
        AggregationRule
         clusterRoleSelectors 1 []meta/v1.LabelSelector atomic
        ClusterRole
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         rules 2 []PolicyRule atomic
         aggregationRule 3 AggregationRule
        ClusterRoleBinding
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         subjects 2 []Subject atomic
         roleRef 3 RoleRef !
        ClusterRoleBindingList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ClusterRoleBinding !
        ClusterRoleList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ClusterRole !
        PolicyRule
         verbs 1 []string ! atomic
         apiGroups 2 []string atomic
         resources 3 []string atomic
         resourceNames 4 []string atomic
         nonResourceURLs 5 []string atomic
        Role
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         rules 2 []PolicyRule atomic
        RoleBinding
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         subjects 2 []Subject atomic
         roleRef 3 RoleRef !
        RoleBindingList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []RoleBinding !
        RoleList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []Role !
        RoleRef whole
         apiGroup 1 string omit
         kind 2 string zero !
         name 3 string zero !
        Subject whole
         kind 1 string zero !
         apiGroup 2 string omit
         name 3 string zero !
         namespace 4 string omit
        """#
}
