// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of discovery/v1; `SchemaText` tells the format.
    static let discoveryV1 = #"""
        Endpoint
         addresses 1 []string ! set
         conditions 2 EndpointConditions
         hostname 3 string
         targetRef 4 core/v1.ObjectReference
         deprecatedTopology 5 {}string
         nodeName 6 string
         zone 7 string
         hints 8 EndpointHints
        EndpointConditions
         ready 1 bool
         serving 2 bool
         terminating 3 bool
        EndpointHints
         forZones 1 []ForZone atomic
         forNodes 2 []ForNode atomic
        EndpointPort whole
         name 1 string
         protocol 2 string omit enum:SCTP|TCP|UDP
         port 3 int32
         appProtocol 4 string
        EndpointSlice
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         addressType 4 string zero ! enum:FQDN|IPv4|IPv6
         endpoints 2 []Endpoint atomic
         ports 3 []EndpointPort atomic
        EndpointSliceList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []EndpointSlice !
        ForNode
         name 1 string zero !
        ForZone
         name 1 string zero !
        """#
}
