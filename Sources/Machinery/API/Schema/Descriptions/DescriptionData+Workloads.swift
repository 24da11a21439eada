extension DescriptionData {
    static let apps = """
        Deployment Keeps a number of like pods running and replaces them when the template changes.
        DeploymentSpec How many pods, which, and how they are replaced.
         replicas How many pods there should be, 1 by default.
         selector The pods that it manages; it must fit the template and cannot be changed.
         template What the pods look like; a change of it starts a rollout.
         strategy How old pods are replaced by new ones.
         paused Whether changes of the template wait.
         progressDeadlineSeconds Seconds without progress that count as failure, 600 by default.
         revisionHistoryLimit How many old ReplicaSets are kept to roll back to, 10 by default.
        DeploymentStrategy How old pods are replaced by new ones.
         type RollingUpdate, or Recreate, which ends all old ones first.
         rollingUpdate How many at a time.
        RollingUpdateDeployment How many pods are replaced at a time.
         maxSurge How many pods, or what share, there may be above the wanted number.
         maxUnavailable How many pods, or what share, may be missing meanwhile.
        DeploymentStatus How the rollout is going.
         replicas How many pods there are.
         updatedReplicas How many of them have the newest template.
         readyReplicas How many of them are ready.
         availableReplicas How many have been ready for minReadySeconds.
         unavailableReplicas How many are still missing.
         terminatingReplicas How many are ending.
        ReplicaSet Keeps a number of like pods running; a Deployment makes one for each revision.
        ReplicaSetSpec How many pods, and which.
         selector The pods that it manages; it cannot be changed.
        ReplicaSetStatus How many pods there are.
         fullyLabeledReplicas How many have all labels of the template.
         readyReplicas How many are ready.
         availableReplicas How many have been ready for minReadySeconds.
         terminatingReplicas How many are ending.
        StatefulSet Keeps pods with fixed names and volumes of their own running, in order.
        StatefulSetSpec How many pods, which, and with which volumes.
         serviceName The headless service that gives the pods their DNS names.
         volumeClaimTemplates For each of them every pod gets a claim of its own.
         podManagementPolicy OrderedReady, one after the other, or Parallel.
         updateStrategy How pods are replaced: RollingUpdate or OnDelete.
         ordinals With which number the pods' names begin.
         persistentVolumeClaimRetentionPolicy What becomes of the claims without their pods.
        StatefulSetStatus How many pods there are, of which revision.
         currentReplicas How many have the current revision.
         updatedReplicas How many have the new revision.
         readyReplicas How many are ready.
         availableReplicas How many have been ready for minReadySeconds.
         currentRevision The revision that is being replaced.
         updateRevision The revision that is being rolled out.
        RollingUpdateStatefulSetStrategy How pods are replaced.
         partition Only pods with this number or above are replaced.
         maxUnavailable How many may be missing meanwhile.
        DaemonSet Runs one pod on every node, or on every node that fits.
        DaemonSetSpec Which pod, and how it is replaced.
         updateStrategy How pods are replaced: RollingUpdate or OnDelete.
        DaemonSetStatus On how many nodes the pod runs.
         desiredNumberScheduled On how many nodes it should run.
         currentNumberScheduled On how many of those it runs.
         numberMisscheduled On how many nodes it runs where it should not.
         numberReady How many are ready.
         numberAvailable How many have been ready for minReadySeconds.
         numberUnavailable How many are missing.
         updatedNumberScheduled How many have the newest template.
        ControllerRevision A revision of a DaemonSet or StatefulSet, kept to roll back to.
         data What the template was.
         revision The number of the revision.
        """
    static let batch = """
        Job Runs pods until enough of them have ended well.
        JobSpec Which pods, how many, and what counts as done.
         template What the pods look like; restartPolicy must be Never or OnFailure.
         completions How many pods must end well.
         parallelism How many pods run at the same time.
         backoffLimit How many failures make the job fail, 6 by default.
         activeDeadlineSeconds Seconds after which the job fails.
         ttlSecondsAfterFinished Seconds after the end until the job is deleted.
         completionMode NonIndexed, or Indexed: each pod has a number of its own.
         suspend Whether no pods run for now.
         selector The job's pods; the server sets it.
         manualSelector Whether you set the selector yourself.
         podFailurePolicy What a failure counts for, by exit code or condition.
         successPolicy When an indexed job has succeeded before all have ended.
         podReplacementPolicy When a pod is replaced: once it is ending, or once it has failed.
         backoffLimitPerIndex How many failures each index may have.
         maxFailedIndexes How many indexes may fail.
         managedBy Who manages the job instead of the job controller.
        JobStatus How far the job is.
         active How many pods are pending or running.
         ready How many pods are ready.
         succeeded How many pods have ended well.
         failed How many pods have failed.
         terminating How many pods are ending.
         startTime When the job began.
         completionTime When the job was done.
         completedIndexes The indexes that have ended well: 1,3-5.
         failedIndexes The indexes that have failed.
         uncountedTerminatedPods Pods that have ended but are not counted yet.
        JobTemplateSpec What the jobs look like.
        CronJob Makes jobs at fixed times.
        CronJobSpec When, and which job.
         schedule When, as in cron: minute hour day month weekday.
         timeZone The time zone of the schedule, such as Asia/Shanghai.
         concurrencyPolicy What to do while the last job still runs: Allow, Forbid or Replace.
         startingDeadlineSeconds How many seconds late a job may start.
         suspend Whether no jobs are made for now.
         jobTemplate What the jobs look like.
         successfulJobsHistoryLimit How many jobs that ended well are kept, 3 by default.
         failedJobsHistoryLimit How many failed jobs are kept, 1 by default.
        CronJobStatus What was made when.
         active The jobs that are running.
         lastScheduleTime When a job was last made.
         lastSuccessfulTime When a job last ended well.
        """
    static let autoscalingV1 = """
        Scale How many replicas an object has, in the same form for every kind.
        ScaleSpec How many replicas are wanted.
         replicas How many replicas there should be.
        ScaleStatus How many replicas there are.
         selector The selector of the pods, as text.
        HorizontalPodAutoscaler Changes the number of pods with their load.
        HorizontalPodAutoscalerSpec What is scaled, within which limits.
         minReplicas The least number of pods.
         maxReplicas The greatest number of pods.
         scaleTargetRef What is scaled.
         targetCPUUtilizationPercentage The share of the requested CPU that is aimed at.
        """
    static let autoscalingV2 = """
        HorizontalPodAutoscaler Changes the number of pods with their load.
        HorizontalPodAutoscalerSpec What is scaled, by what, within which limits.
         minReplicas The least number of pods.
         maxReplicas The greatest number of pods.
         scaleTargetRef What is scaled.
         metrics What is measured, and what is aimed at.
         behavior How fast the number may change.
        """
}
