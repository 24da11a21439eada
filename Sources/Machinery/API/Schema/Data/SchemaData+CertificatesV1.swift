// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of certificates/v1; `SchemaText` tells the format.
    static let certificatesV1 = #"""
        CertificateSigningRequest
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 CertificateSigningRequestSpec !
         status 3 CertificateSigningRequestStatus
        CertificateSigningRequestCondition
         type 1 string !
         reason 2 string
         message 3 string
         lastUpdateTime 4 time
         lastTransitionTime 5 time
         status 6 string !
        CertificateSigningRequestList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []CertificateSigningRequest !
        CertificateSigningRequestSpec
         request 1 bytes !
         signerName 7 string !
         expirationSeconds 8 int32
         usages 5 []string atomic
         username 2 string
         uid 3 string
         groups 4 []string atomic
         extra 6 {}[]string
        CertificateSigningRequestStatus
         conditions 1 []CertificateSigningRequestCondition map:type
         certificate 2 bytes
        """#
}
