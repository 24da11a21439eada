// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of scheduling/v1; `SchemaText` tells the format.
    static let schedulingV1 = #"""
        PriorityClass
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         value 2 int32
         globalDefault 3 bool omit
         description 4 string omit
         preemptionPolicy 5 string omit enum:Never|PreemptLowerPriority
        PriorityClassList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []PriorityClass !
        """#
}
