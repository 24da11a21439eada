// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of authorization/v1; `SchemaText` tells the format.
    static let authorizationV1 = #"""
        FieldSelectorAttributes
         rawSelector 1 string omit
         requirements 2 []meta/v1.FieldSelectorRequirement atomic
        LabelSelectorAttributes
         rawSelector 1 string omit
         requirements 2 []meta/v1.LabelSelectorRequirement atomic
        LocalSubjectAccessReview
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 SubjectAccessReviewSpec !
         status 3 SubjectAccessReviewStatus zero
        NonResourceAttributes
         path 1 string omit
         verb 2 string omit
        NonResourceRule
         verbs 1 []string ! atomic
         nonResourceURLs 2 []string atomic
        ResourceAttributes
         namespace 1 string omit
         verb 2 string omit
         group 3 string omit
         version 4 string omit
         resource 5 string omit
         subresource 6 string omit
         name 7 string omit
         fieldSelector 8 FieldSelectorAttributes
         labelSelector 9 LabelSelectorAttributes
        ResourceRule
         verbs 1 []string ! atomic
         apiGroups 2 []string atomic
         resources 3 []string atomic
         resourceNames 4 []string atomic
        SelfSubjectAccessReview
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 SelfSubjectAccessReviewSpec !
         status 3 SubjectAccessReviewStatus zero
        SelfSubjectAccessReviewSpec
         resourceAttributes 1 ResourceAttributes
         nonResourceAttributes 2 NonResourceAttributes
        SelfSubjectRulesReview
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 SelfSubjectRulesReviewSpec !
         status 3 SubjectRulesReviewStatus zero
        SelfSubjectRulesReviewSpec
         namespace 1 string omit
        SubjectAccessReview
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 SubjectAccessReviewSpec !
         status 3 SubjectAccessReviewStatus zero
        SubjectAccessReviewSpec
         resourceAttributes 1 ResourceAttributes
         nonResourceAttributes 2 NonResourceAttributes
         user 3 string omit
         groups 4 []string atomic
         extra 5 {}[]string
         uid 6 string omit
        SubjectAccessReviewStatus
         allowed 1 bool zero !
         denied 4 bool omit
         reason 2 string omit
         evaluationError 3 string omit
        SubjectRulesReviewStatus
         resourceRules 1 []ResourceRule ! atomic
         nonResourceRules 2 []NonResourceRule ! atomic
         incomplete 3 bool zero !
         evaluationError 4 string omit
        """#
}
