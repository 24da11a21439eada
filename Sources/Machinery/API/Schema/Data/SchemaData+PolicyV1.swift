// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of policy/v1; `SchemaText` tells the format.
    static let policyV1 = #"""
        Eviction
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         deleteOptions 2 meta/v1.DeleteOptions
        PodDisruptionBudget
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 PodDisruptionBudgetSpec zero
         status 3 PodDisruptionBudgetStatus zero
        PodDisruptionBudgetList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []PodDisruptionBudget !
        PodDisruptionBudgetSpec
         minAvailable 1 intOrString
         selector 2 meta/v1.LabelSelector patch:replace
         maxUnavailable 3 intOrString
         unhealthyPodEvictionPolicy 4 string omit enum:AlwaysAllow|IfHealthyBudget
        PodDisruptionBudgetStatus
         observedGeneration 1 int64 omit
         disruptedPods 2 {}time
         disruptionsAllowed 3 int32 zero
         currentHealthy 4 int32 zero
         desiredHealthy 5 int32 zero
         expectedPods 6 int32 zero
         conditions 7 []meta/v1.Condition map:type patch:merge:type
        """#
}
