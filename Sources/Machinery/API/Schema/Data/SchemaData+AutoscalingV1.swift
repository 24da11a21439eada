// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of autoscaling/v1; `SchemaText` tells the format.
    static let autoscalingV1 = #"""
        CrossVersionObjectReference whole
         kind 1 string !
         name 2 string !
         apiVersion 3 string
        HorizontalPodAutoscaler
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 HorizontalPodAutoscalerSpec !
         status 3 HorizontalPodAutoscalerStatus
        HorizontalPodAutoscalerList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []HorizontalPodAutoscaler !
        HorizontalPodAutoscalerSpec
         scaleTargetRef 1 CrossVersionObjectReference !
         minReplicas 2 int32
         maxReplicas 3 int32 !
         targetCPUUtilizationPercentage 4 int32
        HorizontalPodAutoscalerStatus
         observedGeneration 1 int64
         lastScaleTime 2 time
         currentReplicas 3 int32 !
         desiredReplicas 4 int32 !
         currentCPUUtilizationPercentage 5 int32
        Scale
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 ScaleSpec
         status 3 ScaleStatus
        ScaleSpec
         replicas 1 int32
        ScaleStatus whole
         replicas 1 int32 !
         selector 2 string
        """#
}
