// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of batch/v1; `SchemaText` tells the format.
    static let batchV1 = #"""
        CronJob
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 CronJobSpec !
         status 3 CronJobStatus zero
        CronJobList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []CronJob !
        CronJobSpec
         schedule 1 string zero !
         timeZone 8 string
         startingDeadlineSeconds 2 int64
         concurrencyPolicy 3 string omit enum:Allow|Forbid|Replace
         suspend 4 bool
         jobTemplate 5 JobTemplateSpec !
         successfulJobsHistoryLimit 6 int32
         failedJobsHistoryLimit 7 int32
        CronJobStatus
         active 1 []core/v1.ObjectReference atomic
         lastScheduleTime 4 time
         lastSuccessfulTime 5 time
        Job
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 JobSpec zero
         status 3 JobStatus zero
        JobCondition
         type 1 string zero !
         status 2 string zero !
         lastProbeTime 3 time zero
         lastTransitionTime 4 time zero
         reason 5 string omit
         message 6 string omit
        JobList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []Job !
        JobSpec
         parallelism 1 int32
         completions 2 int32
         activeDeadlineSeconds 3 int64
         podFailurePolicy 11 PodFailurePolicy
         successPolicy 16 SuccessPolicy
         backoffLimit 7 int32
         backoffLimitPerIndex 12 int32
         maxFailedIndexes 13 int32
         selector 4 meta/v1.LabelSelector
         manualSelector 5 bool
         template 6 core/v1.PodTemplateSpec !
         ttlSecondsAfterFinished 8 int32
         completionMode 9 string omit enum:Indexed|NonIndexed
         suspend 10 bool
         podReplacementPolicy 14 string omit enum:Failed|TerminatingOrFailed
         managedBy 15 string omit
        JobStatus
         conditions 1 []JobCondition atomic patch:merge:type
         startTime 2 time
         completionTime 3 time
         active 4 int32 omit
         succeeded 5 int32 omit
         failed 6 int32 omit
         terminating 11 int32
         completedIndexes 7 string omit
         failedIndexes 10 string omit
         uncountedTerminatedPods 8 UncountedTerminatedPods
         ready 9 int32
        JobTemplateSpec
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 JobSpec zero
        PodFailurePolicy
         rules 1 []PodFailurePolicyRule ! atomic
        PodFailurePolicyOnExitCodesRequirement
         containerName 1 string omit
         operator 2 string zero ! enum:In|NotIn
         values 3 []int32 ! set
        PodFailurePolicyOnPodConditionsPattern
         type 1 string zero !
         status 2 string omit
        PodFailurePolicyRule
         action 1 string zero ! enum:Count|FailIndex|FailJob|Ignore
         onExitCodes 2 PodFailurePolicyOnExitCodesRequirement
         onPodConditions 3 []PodFailurePolicyOnPodConditionsPattern atomic
        SuccessPolicy
         rules 1 []SuccessPolicyRule ! atomic
        SuccessPolicyRule
         succeededIndexes 1 string omit
         succeededCount 2 int32
        UncountedTerminatedPods
         succeeded 1 []string set
         failed 2 []string set
        """#
}
