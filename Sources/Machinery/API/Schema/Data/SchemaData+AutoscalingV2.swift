// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of autoscaling/v2; `SchemaText` tells the format.
    static let autoscalingV2 = #"""
        ContainerResourceMetricSource
         name 1 string zero !
         target 2 MetricTarget !
         container 3 string zero !
        ContainerResourceMetricStatus
         name 1 string zero !
         current 2 MetricValueStatus !
         container 3 string zero !
        CrossVersionObjectReference
         kind 1 string zero !
         name 2 string zero !
         apiVersion 3 string omit
        ExternalMetricSource
         metric 1 MetricIdentifier !
         target 2 MetricTarget !
        ExternalMetricStatus
         metric 1 MetricIdentifier !
         current 2 MetricValueStatus !
        HPAScalingPolicy
         type 1 string zero !
         value 2 int32 zero !
         periodSeconds 3 int32 zero !
        HPAScalingRules
         selectPolicy 1 string omit
         policies 2 []HPAScalingPolicy atomic
         stabilizationWindowSeconds 3 int32
         tolerance 4 quantity
        HorizontalPodAutoscaler
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 HorizontalPodAutoscalerSpec !
         status 3 HorizontalPodAutoscalerStatus zero
        HorizontalPodAutoscalerBehavior
         scaleUp 1 HPAScalingRules
         scaleDown 2 HPAScalingRules
        HorizontalPodAutoscalerCondition
         type 1 string zero !
         status 2 string zero !
         lastTransitionTime 3 time
         reason 4 string omit
         message 5 string omit
        HorizontalPodAutoscalerList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []HorizontalPodAutoscaler !
        HorizontalPodAutoscalerSpec
         scaleTargetRef 1 CrossVersionObjectReference !
         minReplicas 2 int32
         maxReplicas 3 int32 zero !
         metrics 4 []MetricSpec atomic
         behavior 5 HorizontalPodAutoscalerBehavior
        HorizontalPodAutoscalerStatus
         observedGeneration 1 int64 omit
         lastScaleTime 2 time
         currentReplicas 3 int32 omit
         desiredReplicas 4 int32 zero !
         currentMetrics 5 []MetricStatus atomic
         conditions 6 []HorizontalPodAutoscalerCondition map:type patch:merge:type
        MetricIdentifier
         name 1 string zero !
         selector 2 meta/v1.LabelSelector
        MetricSpec
         type 1 string zero !
         object 2 ObjectMetricSource
         pods 3 PodsMetricSource
         resource 4 ResourceMetricSource
         external 5 ExternalMetricSource
         containerResource 7 ContainerResourceMetricSource
        MetricStatus
         type 1 string zero !
         object 2 ObjectMetricStatus
         pods 3 PodsMetricStatus
         resource 4 ResourceMetricStatus
         external 5 ExternalMetricStatus
         containerResource 7 ContainerResourceMetricStatus
        MetricTarget
         type 1 string zero !
         value 2 quantity
         averageValue 3 quantity
         averageUtilization 4 int32
        MetricValueStatus
         value 1 quantity
         averageValue 2 quantity
         averageUtilization 3 int32
        ObjectMetricSource
         describedObject 1 CrossVersionObjectReference !
         target 2 MetricTarget !
         metric 3 MetricIdentifier !
        ObjectMetricStatus
         metric 1 MetricIdentifier !
         current 2 MetricValueStatus !
         describedObject 3 CrossVersionObjectReference !
        PodsMetricSource
         metric 1 MetricIdentifier !
         target 2 MetricTarget !
        PodsMetricStatus
         metric 1 MetricIdentifier !
         current 2 MetricValueStatus !
        ResourceMetricSource
         name 1 string zero !
         target 2 MetricTarget !
        ResourceMetricStatus
         name 1 string zero !
         current 2 MetricValueStatus !
        """#
}
