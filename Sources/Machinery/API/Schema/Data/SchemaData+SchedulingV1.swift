// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of scheduling/v1; `SchemaText` tells the format.
    static let schedulingV1 = #"""
        PriorityClass
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         value 2 int32
         globalDefault 3 bool
         description 4 string
         preemptionPolicy 5 string enum:Never|PreemptLowerPriority
        PriorityClassList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []PriorityClass !
        """#
}
