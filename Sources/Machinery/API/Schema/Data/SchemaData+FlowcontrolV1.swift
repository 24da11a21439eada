// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of flowcontrol/v1; `SchemaText` tells the format.
    static let flowcontrolV1 = #"""
        ExemptPriorityLevelConfiguration
         nominalConcurrencyShares 1 int32
         lendablePercent 2 int32
        FlowDistinguisherMethod
         type 1 string zero !
        FlowSchema
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 FlowSchemaSpec zero
         status 3 FlowSchemaStatus zero
        FlowSchemaCondition
         type 1 string omit
         status 2 string omit
         lastTransitionTime 3 time
         reason 4 string omit
         message 5 string omit
        FlowSchemaList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []FlowSchema !
        FlowSchemaSpec
         priorityLevelConfiguration 1 PriorityLevelConfigurationReference !
         matchingPrecedence 2 int32
         distinguisherMethod 3 FlowDistinguisherMethod
         rules 4 []PolicyRulesWithSubjects atomic
        FlowSchemaStatus
         conditions 1 []FlowSchemaCondition map:type patch:merge:type
        GroupSubject
         name 1 string zero !
        LimitResponse
         type 1 string zero !
         queuing 2 QueuingConfiguration
        LimitedPriorityLevelConfiguration
         nominalConcurrencyShares 1 int32
         limitResponse 2 LimitResponse
         lendablePercent 3 int32
         borrowingLimitPercent 4 int32
        NonResourcePolicyRule
         verbs 1 []string ! set
         nonResourceURLs 6 []string ! set
        PolicyRulesWithSubjects
         subjects 1 []Subject ! atomic
         resourceRules 2 []ResourcePolicyRule atomic
         nonResourceRules 3 []NonResourcePolicyRule atomic
        PriorityLevelConfiguration
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 PriorityLevelConfigurationSpec zero
         status 3 PriorityLevelConfigurationStatus zero
        PriorityLevelConfigurationCondition
         type 1 string omit
         status 2 string omit
         lastTransitionTime 3 time
         reason 4 string omit
         message 5 string omit
        PriorityLevelConfigurationList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []PriorityLevelConfiguration !
        PriorityLevelConfigurationReference
         name 1 string zero !
        PriorityLevelConfigurationSpec
         type 1 string zero !
         limited 2 LimitedPriorityLevelConfiguration
         exempt 3 ExemptPriorityLevelConfiguration
        PriorityLevelConfigurationStatus
         conditions 1 []PriorityLevelConfigurationCondition map:type patch:merge:type
        QueuingConfiguration
         queues 1 int32
         handSize 2 int32
         queueLengthLimit 3 int32
        ResourcePolicyRule
         verbs 1 []string ! set
         apiGroups 2 []string ! set
         resources 3 []string ! set
         clusterScope 4 bool
         namespaces 5 []string set
        ServiceAccountSubject
         namespace 1 string zero !
         name 2 string zero !
        Subject
         kind 1 string zero !
         user 2 UserSubject
         group 3 GroupSubject
         serviceAccount 4 ServiceAccountSubject
        UserSubject
         name 1 string zero !
        """#
}
