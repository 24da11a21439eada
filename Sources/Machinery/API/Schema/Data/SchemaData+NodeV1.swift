// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of node/v1; `SchemaText` tells the format.
    static let nodeV1 = #"""
        Overhead
         podFixed 1 {}quantity
        RuntimeClass
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         handler 2 string !
         overhead 3 Overhead
         scheduling 4 Scheduling
        RuntimeClassList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []RuntimeClass !
        Scheduling
         nodeSelector 1 {}string whole
         tolerations 2 []core/v1.Toleration atomic
        """#
}
