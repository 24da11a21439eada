// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of coordination/v1; `SchemaText` tells the format.
    static let coordinationV1 = #"""
        Lease
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 LeaseSpec zero
        LeaseList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []Lease !
        LeaseSpec
         holderIdentity 1 string
         leaseDurationSeconds 2 int32
         acquireTime 3 microTime
         renewTime 4 microTime
         leaseTransitions 5 int32
         strategy 6 string
         preferredHolder 7 string omit
        """#
}
