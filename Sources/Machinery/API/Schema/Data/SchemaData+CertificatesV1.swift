// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of certificates/v1; `SchemaText` tells the format.
    static let certificatesV1 = #"""
        CertificateSigningRequest
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 CertificateSigningRequestSpec !
         status 3 CertificateSigningRequestStatus zero
        CertificateSigningRequestCondition
         type 1 string zero !
         reason 2 string omit
         message 3 string omit
         lastUpdateTime 4 time
         lastTransitionTime 5 time
         status 6 string zero !
        CertificateSigningRequestList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []CertificateSigningRequest !
        CertificateSigningRequestSpec
         request 1 bytes !
         signerName 7 string zero !
         expirationSeconds 8 int32
         usages 5 []string atomic
         username 2 string omit
         uid 3 string omit
         groups 4 []string atomic
         extra 6 {}[]string
        CertificateSigningRequestStatus
         conditions 1 []CertificateSigningRequestCondition map:type
         certificate 2 bytes
        """#
}
