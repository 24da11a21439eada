// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of node/v1; `SchemaText` tells the format.
    static let nodeV1 = #"""
        Overhead
         podFixed 1 {}quantity
        RuntimeClass
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         handler 2 string zero !
         overhead 3 Overhead
         scheduling 4 Scheduling
        RuntimeClassList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []RuntimeClass !
        Scheduling
         nodeSelector 1 {}string whole
         tolerations 2 []core/v1.Toleration atomic
        """#
}
