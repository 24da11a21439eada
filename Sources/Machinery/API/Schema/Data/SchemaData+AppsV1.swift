// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of apps/v1; `SchemaText` tells the format.
    static let appsV1 = #"""
        ControllerRevision
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         data 2 raw
         revision 3 int64 zero !
        ControllerRevisionList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ControllerRevision !
        DaemonSet
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 DaemonSetSpec zero
         status 3 DaemonSetStatus zero
        DaemonSetCondition
         type 1 string zero !
         status 2 string zero !
         lastTransitionTime 3 time
         reason 4 string omit
         message 5 string omit
        DaemonSetList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []DaemonSet !
        DaemonSetSpec
         selector 1 meta/v1.LabelSelector !
         template 2 core/v1.PodTemplateSpec !
         updateStrategy 3 DaemonSetUpdateStrategy zero
         minReadySeconds 4 int32 omit
         revisionHistoryLimit 6 int32
        DaemonSetStatus
         currentNumberScheduled 1 int32 zero !
         numberMisscheduled 2 int32 zero !
         desiredNumberScheduled 3 int32 zero !
         numberReady 4 int32 zero !
         observedGeneration 5 int64 omit
         updatedNumberScheduled 6 int32 omit
         numberAvailable 7 int32 omit
         numberUnavailable 8 int32 omit
         collisionCount 9 int32
         conditions 10 []DaemonSetCondition map:type patch:merge:type
        DaemonSetUpdateStrategy
         type 1 string omit enum:OnDelete|RollingUpdate
         rollingUpdate 2 RollingUpdateDaemonSet
        Deployment
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 DeploymentSpec zero
         status 3 DeploymentStatus zero
        DeploymentCondition
         type 1 string zero !
         status 2 string zero !
         lastUpdateTime 6 time zero
         lastTransitionTime 7 time zero
         reason 4 string omit
         message 5 string omit
        DeploymentList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []Deployment !
        DeploymentSpec
         replicas 1 int32
         selector 2 meta/v1.LabelSelector !
         template 3 core/v1.PodTemplateSpec !
         strategy 4 DeploymentStrategy zero patch:retainKeys
         minReadySeconds 5 int32 omit
         revisionHistoryLimit 6 int32
         paused 7 bool omit
         progressDeadlineSeconds 9 int32
        DeploymentStatus
         observedGeneration 1 int64 omit
         replicas 2 int32 omit
         updatedReplicas 3 int32 omit
         readyReplicas 7 int32 omit
         availableReplicas 4 int32 omit
         unavailableReplicas 5 int32 omit
         terminatingReplicas 9 int32
         conditions 6 []DeploymentCondition map:type patch:merge:type
         collisionCount 8 int32
        DeploymentStrategy
         type 1 string omit enum:Recreate|RollingUpdate
         rollingUpdate 2 RollingUpdateDeployment
        ReplicaSet
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 ReplicaSetSpec zero
         status 3 ReplicaSetStatus zero
        ReplicaSetCondition
         type 1 string zero !
         status 2 string zero !
         lastTransitionTime 3 time
         reason 4 string omit
         message 5 string omit
        ReplicaSetList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ReplicaSet !
        ReplicaSetSpec
         replicas 1 int32
         minReadySeconds 4 int32 omit
         selector 2 meta/v1.LabelSelector !
         template 3 core/v1.PodTemplateSpec
        ReplicaSetStatus
         replicas 1 int32 zero !
         fullyLabeledReplicas 2 int32 omit
         readyReplicas 4 int32 omit
         availableReplicas 5 int32 omit
         terminatingReplicas 7 int32
         observedGeneration 3 int64 omit
         conditions 6 []ReplicaSetCondition map:type patch:merge:type
        RollingUpdateDaemonSet
         maxUnavailable 1 intOrString
         maxSurge 2 intOrString
        RollingUpdateDeployment
         maxUnavailable 1 intOrString
         maxSurge 2 intOrString
        RollingUpdateStatefulSetStrategy
         partition 1 int32
         maxUnavailable 2 intOrString
        StatefulSet
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 StatefulSetSpec zero
         status 3 StatefulSetStatus zero
        StatefulSetCondition
         type 1 string zero !
         status 2 string zero !
         lastTransitionTime 3 time
         reason 4 string omit
         message 5 string omit
        StatefulSetList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []StatefulSet !
        StatefulSetOrdinals
         start 1 int32
        StatefulSetPersistentVolumeClaimRetentionPolicy
         whenDeleted 1 string omit
         whenScaled 2 string omit
        StatefulSetSpec
         replicas 1 int32
         selector 2 meta/v1.LabelSelector !
         template 3 core/v1.PodTemplateSpec !
         volumeClaimTemplates 4 []core/v1.PersistentVolumeClaim atomic
         serviceName 5 string omit
         podManagementPolicy 6 string omit enum:OrderedReady|Parallel
         updateStrategy 7 StatefulSetUpdateStrategy zero
         revisionHistoryLimit 8 int32
         minReadySeconds 9 int32 omit
         persistentVolumeClaimRetentionPolicy 10 StatefulSetPersistentVolumeClaimRetentionPolicy
         ordinals 11 StatefulSetOrdinals
        StatefulSetStatus
         observedGeneration 1 int64 omit
         replicas 2 int32 zero !
         readyReplicas 3 int32 omit
         currentReplicas 4 int32 omit
         updatedReplicas 5 int32 omit
         currentRevision 6 string omit
         updateRevision 7 string omit
         collisionCount 9 int32
         conditions 10 []StatefulSetCondition map:type patch:merge:type
         availableReplicas 11 int32 omit
        StatefulSetUpdateStrategy
         type 1 string omit enum:OnDelete|RollingUpdate
         rollingUpdate 2 RollingUpdateStatefulSetStrategy
        """#
}
