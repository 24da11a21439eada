// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of authentication/v1; `SchemaText` tells the format.
    static let authenticationV1 = #"""
        BoundObjectReference
         kind 1 string omit
         apiVersion 2 string omit
         name 3 string omit
         uid 4 string omit
        SelfSubjectReview
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         status 2 SelfSubjectReviewStatus zero
        SelfSubjectReviewStatus
         userInfo 1 UserInfo
        TokenRequest
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 TokenRequestSpec zero
         status 3 TokenRequestStatus zero
        TokenRequestSpec
         audiences 1 []string atomic
         expirationSeconds 4 int64
         boundObjectRef 3 BoundObjectReference
        TokenRequestStatus
         token 1 string omit
         expirationTimestamp 2 time zero
        TokenReview
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 TokenReviewSpec !
         status 3 TokenReviewStatus zero
        TokenReviewSpec
         token 1 string zero !
         audiences 2 []string atomic
        TokenReviewStatus
         authenticated 1 bool omit
         user 2 UserInfo
         error 3 string omit
         audiences 4 []string atomic
        UserInfo
         username 1 string omit
         uid 2 string omit
         groups 3 []string atomic
         extra 4 {}[]string
        """#
}
