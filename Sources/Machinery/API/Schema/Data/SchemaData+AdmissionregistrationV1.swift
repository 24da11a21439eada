// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of admissionregistration/v1; `SchemaText` tells the format.
    static let admissionregistrationV1 = #"""
        ApplyConfiguration
         expression 1 string omit
        AuditAnnotation
         key 1 string zero !
         valueExpression 2 string zero !
        ExpressionWarning
         fieldRef 2 string zero !
         warning 3 string zero !
        JSONPatch
         expression 1 string omit
        MatchCondition
         name 1 string zero !
         expression 2 string zero !
        MatchResources whole
         namespaceSelector 1 meta/v1.LabelSelector
         objectSelector 2 meta/v1.LabelSelector
         resourceRules 3 []NamedRuleWithOperations atomic
         excludeResourceRules 4 []NamedRuleWithOperations atomic
         matchPolicy 7 string omit enum:Equivalent|Exact
        MutatingAdmissionPolicy
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 MutatingAdmissionPolicySpec zero
        MutatingAdmissionPolicyBinding
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 MutatingAdmissionPolicyBindingSpec zero
        MutatingAdmissionPolicyBindingList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []MutatingAdmissionPolicyBinding !
        MutatingAdmissionPolicyBindingSpec
         policyName 1 string omit
         paramRef 2 ParamRef
         matchResources 3 MatchResources
        MutatingAdmissionPolicyList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []MutatingAdmissionPolicy !
        MutatingAdmissionPolicySpec
         paramKind 1 ParamKind
         matchConstraints 2 MatchResources
         variables 3 []Variable atomic
         mutations 4 []Mutation atomic
         failurePolicy 5 string omit enum:Fail|Ignore
         matchConditions 6 []MatchCondition map:name patch:merge:name
         reinvocationPolicy 7 string omit enum:IfNeeded|Never
        MutatingWebhook
         name 1 string zero !
         clientConfig 2 WebhookClientConfig !
         rules 3 []RuleWithOperations atomic
         failurePolicy 4 string omit enum:Fail|Ignore
         namespaceSelector 5 meta/v1.LabelSelector
         sideEffects 6 string zero ! enum:None|NoneOnDryRun|Some|Unknown
         timeoutSeconds 7 int32 omit
         admissionReviewVersions 8 []string ! atomic
         matchPolicy 9 string omit enum:Equivalent|Exact
         reinvocationPolicy 10 string omit enum:IfNeeded|Never
         objectSelector 11 meta/v1.LabelSelector
         matchConditions 12 []MatchCondition map:name patch:merge:name
        MutatingWebhookConfiguration
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         webhooks 2 []MutatingWebhook map:name patch:merge:name
        MutatingWebhookConfigurationList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []MutatingWebhookConfiguration !
        Mutation
         patchType 2 string zero ! enum:ApplyConfiguration|JSONPatch
         applyConfiguration 3 ApplyConfiguration
         jsonPatch 4 JSONPatch
        NamedRuleWithOperations whole
         resourceNames 1 []string atomic
         operations 2/1 []string atomic
         apiGroups 2/2/1 []string atomic
         apiVersions 2/2/2 []string atomic
         resources 2/2/3 []string atomic
         scope 2/2/4 string omit enum:*|Cluster|Namespaced
        ParamKind whole
         apiVersion 1 string omit
         kind 2 string omit
        ParamRef whole
         name 1 string omit
         namespace 2 string omit
         selector 3 meta/v1.LabelSelector
         parameterNotFoundAction 4 string omit
        RuleWithOperations
         operations 1 []string atomic
         apiGroups 2/1 []string atomic
         apiVersions 2/2 []string atomic
         resources 2/3 []string atomic
         scope 2/4 string omit enum:*|Cluster|Namespaced
        ServiceReference
         namespace 1 string zero !
         name 2 string zero !
         path 3 string omit
         port 4 int32
        TypeChecking
         expressionWarnings 1 []ExpressionWarning atomic
        ValidatingAdmissionPolicy
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 ValidatingAdmissionPolicySpec zero
         status 3 ValidatingAdmissionPolicyStatus zero
        ValidatingAdmissionPolicyBinding
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 ValidatingAdmissionPolicyBindingSpec !
        ValidatingAdmissionPolicyBindingList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ValidatingAdmissionPolicyBinding !
        ValidatingAdmissionPolicyBindingSpec
         policyName 1 string zero !
         paramRef 2 ParamRef
         matchResources 3 MatchResources
         validationActions 4 []string ! set
        ValidatingAdmissionPolicyList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ValidatingAdmissionPolicy !
        ValidatingAdmissionPolicySpec
         paramKind 1 ParamKind
         matchConstraints 2 MatchResources
         validations 3 []Validation atomic
         failurePolicy 4 string omit enum:Fail|Ignore
         auditAnnotations 5 []AuditAnnotation atomic
         matchConditions 6 []MatchCondition map:name patch:merge:name
         variables 7 []Variable map:name patch:merge:name
        ValidatingAdmissionPolicyStatus
         observedGeneration 1 int64 omit
         typeChecking 2 TypeChecking
         conditions 3 []meta/v1.Condition map:type
        ValidatingWebhook
         name 1 string zero !
         clientConfig 2 WebhookClientConfig !
         rules 3 []RuleWithOperations atomic
         failurePolicy 4 string omit enum:Fail|Ignore
         namespaceSelector 5 meta/v1.LabelSelector
         sideEffects 6 string zero ! enum:None|NoneOnDryRun|Some|Unknown
         timeoutSeconds 7 int32 omit
         admissionReviewVersions 8 []string ! atomic
         matchPolicy 9 string omit enum:Equivalent|Exact
         objectSelector 10 meta/v1.LabelSelector
         matchConditions 11 []MatchCondition map:name patch:merge:name
        ValidatingWebhookConfiguration
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         webhooks 2 []ValidatingWebhook map:name patch:merge:name
        ValidatingWebhookConfigurationList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ValidatingWebhookConfiguration !
        Validation
         expression 1 string zero !
         message 2 string omit
         reason 3 string omit
         messageExpression 4 string omit
        Variable
         name 1 string zero !
         expression 2 string zero !
        WebhookClientConfig
         service 1 ServiceReference
         caBundle 2 bytes
         url 3 string omit
        """#
}
