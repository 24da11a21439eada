// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of autoscaling/v1; `SchemaText` tells the format.
    static let autoscalingV1 = #"""
        CrossVersionObjectReference whole
         kind 1 string zero !
         name 2 string zero !
         apiVersion 3 string omit
        HorizontalPodAutoscaler
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 HorizontalPodAutoscalerSpec !
         status 3 HorizontalPodAutoscalerStatus zero
        HorizontalPodAutoscalerList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []HorizontalPodAutoscaler !
        HorizontalPodAutoscalerSpec
         scaleTargetRef 1 CrossVersionObjectReference !
         minReplicas 2 int32
         maxReplicas 3 int32 zero !
         targetCPUUtilizationPercentage 4 int32
        HorizontalPodAutoscalerStatus
         observedGeneration 1 int64 omit
         lastScaleTime 2 time
         currentReplicas 3 int32 zero !
         desiredReplicas 4 int32 zero !
         currentCPUUtilizationPercentage 5 int32
        Scale
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 ScaleSpec zero
         status 3 ScaleStatus zero
        ScaleSpec
         replicas 1 int32
        ScaleStatus whole
         replicas 1 int32 zero !
         selector 2 string omit
        """#
}
