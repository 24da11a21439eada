// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of admissionregistration/v1; `SchemaText` tells the format.
    static let admissionregistrationV1 = #"""
        ApplyConfiguration
         expression 1 string
        AuditAnnotation
         key 1 string !
         valueExpression 2 string !
        ExpressionWarning
         fieldRef 2 string !
         warning 3 string !
        JSONPatch
         expression 1 string
        MatchCondition
         name 1 string !
         expression 2 string !
        MatchResources whole
         namespaceSelector 1 meta/v1.LabelSelector
         objectSelector 2 meta/v1.LabelSelector
         resourceRules 3 []NamedRuleWithOperations atomic
         excludeResourceRules 4 []NamedRuleWithOperations atomic
         matchPolicy 7 string enum:Equivalent|Exact
        MutatingAdmissionPolicy
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 MutatingAdmissionPolicySpec
        MutatingAdmissionPolicyBinding
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 MutatingAdmissionPolicyBindingSpec
        MutatingAdmissionPolicyBindingList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []MutatingAdmissionPolicyBinding !
        MutatingAdmissionPolicyBindingSpec
         policyName 1 string
         paramRef 2 ParamRef
         matchResources 3 MatchResources
        MutatingAdmissionPolicyList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []MutatingAdmissionPolicy !
        MutatingAdmissionPolicySpec
         paramKind 1 ParamKind
         matchConstraints 2 MatchResources
         variables 3 []Variable atomic
         mutations 4 []Mutation atomic
         failurePolicy 5 string enum:Fail|Ignore
         matchConditions 6 []MatchCondition map:name patch:merge:name
         reinvocationPolicy 7 string enum:IfNeeded|Never
        MutatingWebhook
         name 1 string !
         clientConfig 2 WebhookClientConfig !
         rules 3 []RuleWithOperations atomic
         failurePolicy 4 string enum:Fail|Ignore
         namespaceSelector 5 meta/v1.LabelSelector
         sideEffects 6 string ! enum:None|NoneOnDryRun|Some|Unknown
         timeoutSeconds 7 int32
         admissionReviewVersions 8 []string ! atomic
         matchPolicy 9 string enum:Equivalent|Exact
         reinvocationPolicy 10 string enum:IfNeeded|Never
         objectSelector 11 meta/v1.LabelSelector
         matchConditions 12 []MatchCondition map:name patch:merge:name
        MutatingWebhookConfiguration
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         webhooks 2 []MutatingWebhook map:name patch:merge:name
        MutatingWebhookConfigurationList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []MutatingWebhookConfiguration !
        Mutation
         patchType 2 string ! enum:ApplyConfiguration|JSONPatch
         applyConfiguration 3 ApplyConfiguration
         jsonPatch 4 JSONPatch
        NamedRuleWithOperations whole
         resourceNames 1 []string atomic
         operations 2/1 []string atomic
         apiGroups 2/2/1 []string atomic
         apiVersions 2/2/2 []string atomic
         resources 2/2/3 []string atomic
         scope 2/2/4 string enum:*|Cluster|Namespaced
        ParamKind whole
         apiVersion 1 string
         kind 2 string
        ParamRef whole
         name 1 string
         namespace 2 string
         selector 3 meta/v1.LabelSelector
         parameterNotFoundAction 4 string
        RuleWithOperations
         operations 1 []string atomic
         apiGroups 2/1 []string atomic
         apiVersions 2/2 []string atomic
         resources 2/3 []string atomic
         scope 2/4 string enum:*|Cluster|Namespaced
        ServiceReference
         namespace 1 string !
         name 2 string !
         path 3 string
         port 4 int32
        TypeChecking
         expressionWarnings 1 []ExpressionWarning atomic
        ValidatingAdmissionPolicy
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 ValidatingAdmissionPolicySpec
         status 3 ValidatingAdmissionPolicyStatus
        ValidatingAdmissionPolicyBinding
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 ValidatingAdmissionPolicyBindingSpec !
        ValidatingAdmissionPolicyBindingList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []ValidatingAdmissionPolicyBinding !
        ValidatingAdmissionPolicyBindingSpec
         policyName 1 string !
         paramRef 2 ParamRef
         matchResources 3 MatchResources
         validationActions 4 []string ! set
        ValidatingAdmissionPolicyList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []ValidatingAdmissionPolicy !
        ValidatingAdmissionPolicySpec
         paramKind 1 ParamKind
         matchConstraints 2 MatchResources
         validations 3 []Validation atomic
         failurePolicy 4 string enum:Fail|Ignore
         auditAnnotations 5 []AuditAnnotation atomic
         matchConditions 6 []MatchCondition map:name patch:merge:name
         variables 7 []Variable map:name patch:merge:name
        ValidatingAdmissionPolicyStatus
         observedGeneration 1 int64
         typeChecking 2 TypeChecking
         conditions 3 []meta/v1.Condition map:type
        ValidatingWebhook
         name 1 string !
         clientConfig 2 WebhookClientConfig !
         rules 3 []RuleWithOperations atomic
         failurePolicy 4 string enum:Fail|Ignore
         namespaceSelector 5 meta/v1.LabelSelector
         sideEffects 6 string ! enum:None|NoneOnDryRun|Some|Unknown
         timeoutSeconds 7 int32
         admissionReviewVersions 8 []string ! atomic
         matchPolicy 9 string enum:Equivalent|Exact
         objectSelector 10 meta/v1.LabelSelector
         matchConditions 11 []MatchCondition map:name patch:merge:name
        ValidatingWebhookConfiguration
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         webhooks 2 []ValidatingWebhook map:name patch:merge:name
        ValidatingWebhookConfigurationList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []ValidatingWebhookConfiguration !
        Validation
         expression 1 string !
         message 2 string
         reason 3 string
         messageExpression 4 string
        Variable
         name 1 string !
         expression 2 string !
        WebhookClientConfig
         service 1 ServiceReference
         caBundle 2 bytes
         url 3 string
        """#
}
