// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of rbac/v1; `SchemaText` tells the format.
    static let rbacV1 = #"""
        AggregationRule
         clusterRoleSelectors 1 []meta/v1.LabelSelector atomic
        ClusterRole
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         rules 2 []PolicyRule atomic
         aggregationRule 3 AggregationRule
        ClusterRoleBinding
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         subjects 2 []Subject atomic
         roleRef 3 RoleRef !
         kind 3/2 string
        ClusterRoleBindingList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []ClusterRoleBinding !
        ClusterRoleList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []ClusterRole !
        PolicyRule
         verbs 1 []string ! atomic
         apiGroups 2 []string atomic
         resources 3 []string atomic
         resourceNames 4 []string atomic
         nonResourceURLs 5 []string atomic
        Role
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         rules 2 []PolicyRule atomic
        RoleBinding
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         subjects 2 []Subject atomic
         roleRef 3 RoleRef !
         kind 3/2 string
        RoleBindingList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []RoleBinding !
        RoleList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []Role !
        RoleRef whole
         apiGroup 1 string
         kind 2 string !
         name 3 string !
        Subject whole
         kind 1 string !
         apiGroup 2 string
         name 3 string !
         namespace 4 string
        """#
}
