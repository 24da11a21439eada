// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of authentication/v1; `SchemaText` tells the format.
    static let authenticationV1 = #"""
        BoundObjectReference
         kind 1 string
         apiVersion 2 string
         name 3 string
         uid 4 string
        SelfSubjectReview
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         status 2 SelfSubjectReviewStatus
        SelfSubjectReviewStatus
         userInfo 1 UserInfo
        TokenRequest
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 TokenRequestSpec
         status 3 TokenRequestStatus
        TokenRequestSpec
         audiences 1 []string atomic
         expirationSeconds 4 int64
         boundObjectRef 3 BoundObjectReference
        TokenRequestStatus
         token 1 string
         expirationTimestamp 2 time
        TokenReview
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 TokenReviewSpec !
         status 3 TokenReviewStatus
        TokenReviewSpec
         token 1 string !
         audiences 2 []string atomic
        TokenReviewStatus
         authenticated 1 bool
         user 2 UserInfo
         error 3 string
         audiences 4 []string atomic
        UserInfo
         username 1 string
         uid 2 string
         groups 3 []string atomic
         extra 4 {}[]string
        """#
}
