// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of resource/v1; `SchemaText` tells the format.
    static let resourceV1 = #"""
        AllocatedDeviceStatus
         driver 1 string zero !
         pool 2 string zero !
         device 3 string zero !
         conditions 4 []meta/v1.Condition map:type
         data 5 raw
         networkData 6 NetworkDeviceData
         shareID 7 string omit
        AllocationResult
         devices 1 DeviceAllocationResult
         nodeSelector 3 core/v1.NodeSelector
         allocationTimestamp 5 time
        CELDeviceSelector
         expression 1 string zero !
        CapacityRequestPolicy
         default 1 quantity
         validValues 3 []quantity atomic
         validRange 4 CapacityRequestPolicyRange
        CapacityRequestPolicyRange
         min 1 quantity !
         max 2 quantity
         step 3 quantity
        CapacityRequirements
         requests 1 {}quantity
        Counter
         value 1 quantity !
        CounterSet
         name 1 string zero !
         counters 2 {}Counter !
        Device
         name 1 string zero !
         attributes 2 {}DeviceAttribute
         capacity 3 {}DeviceCapacity
         consumesCounters 4 []DeviceCounterConsumption atomic
         nodeName 5 string omit
         nodeSelector 6 core/v1.NodeSelector
         allNodes 7 bool
         taints 8 []DeviceTaint atomic
         bindsToNode 9 bool
         bindingConditions 10 []string atomic
         bindingFailureConditions 11 []string atomic
         allowMultipleAllocations 12 bool
         nodeAllocatableResourceMappings 13 {}NodeAllocatableResourceMapping
        DeviceAllocationConfiguration
         source 1 string zero ! enum:FromClaim|FromClass
         requests 2 []string atomic
         opaque 3/1 OpaqueDeviceConfiguration
        DeviceAllocationResult
         results 1 []DeviceRequestAllocationResult atomic
         config 2 []DeviceAllocationConfiguration atomic
        DeviceAttribute
         int 2 int64
         bool 3 bool
         string 4 string omit
         version 5 string omit
         ints 6 []int64 atomic
         bools 7 []bool atomic
         strings 8 []string atomic
         versions 9 []string atomic
        DeviceCapacity
         value 1 quantity !
         requestPolicy 2 CapacityRequestPolicy
        DeviceClaim
         requests 1 []DeviceRequest atomic
         constraints 2 []DeviceConstraint atomic
         config 3 []DeviceClaimConfiguration atomic
        DeviceClaimConfiguration
         requests 1 []string atomic
         opaque 2/1 OpaqueDeviceConfiguration
        DeviceClass
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 DeviceClassSpec !
        DeviceClassConfiguration
         opaque 1/1 OpaqueDeviceConfiguration
        DeviceClassList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []DeviceClass !
        DeviceClassSpec
         selectors 1 []DeviceSelector atomic
         config 2 []DeviceClassConfiguration atomic
         extendedResourceName 4 string omit
        DeviceConstraint
         requests 1 []string atomic
         matchAttribute 2 string omit
         distinctAttribute 3 string omit
        DeviceCounterConsumption
         counterSet 1 string zero !
         counters 2 {}Counter !
        DeviceRequest
         name 1 string zero !
         exactly 2 ExactDeviceRequest
         firstAvailable 3 []DeviceSubRequest atomic
        DeviceRequestAllocationResult
         request 1 string zero !
         driver 2 string zero !
         pool 3 string zero !
         device 4 string zero !
         adminAccess 5 bool
         tolerations 6 []DeviceToleration atomic
         bindingConditions 7 []string atomic
         bindingFailureConditions 8 []string atomic
         shareID 9 string omit
         consumedCapacity 10 {}quantity
        DeviceSelector
         cel 1 CELDeviceSelector
        DeviceSubRequest
         name 1 string zero !
         deviceClassName 2 string zero !
         selectors 3 []DeviceSelector atomic
         allocationMode 4 string omit enum:All|ExactCount
         count 5 int64 omit
         tolerations 6 []DeviceToleration atomic
         capacity 7 CapacityRequirements
        DeviceTaint
         key 1 string zero !
         value 2 string omit
         effect 3 string zero ! enum:NoExecute|NoSchedule|None
         timeAdded 4 time
        DeviceToleration
         key 1 string omit
         operator 2 string omit enum:Equal|Exists
         value 3 string omit
         effect 4 string omit enum:NoExecute|NoSchedule|None
         tolerationSeconds 5 int64
        ExactDeviceRequest
         deviceClassName 1 string zero !
         selectors 2 []DeviceSelector atomic
         allocationMode 3 string omit enum:All|ExactCount
         count 4 int64 omit
         adminAccess 5 bool
         tolerations 6 []DeviceToleration atomic
         capacity 7 CapacityRequirements
        NetworkDeviceData
         interfaceName 1 string omit
         ips 2 []string atomic
         hardwareAddress 3 string omit
        NodeAllocatableResourceMapping
         capacityKey 1 string omit
         allocationMultiplier 2 quantity
        OpaqueDeviceConfiguration
         driver 1 string zero !
         parameters 2 raw !
        ResourceClaim
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 ResourceClaimSpec !
         status 3 ResourceClaimStatus zero
        ResourceClaimConsumerReference
         apiGroup 1 string omit
         resource 3 string zero !
         name 4 string zero !
         uid 5 string zero !
        ResourceClaimList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ResourceClaim !
        ResourceClaimSpec
         devices 1 DeviceClaim
        ResourceClaimStatus
         allocation 1 AllocationResult
         reservedFor 2 []ResourceClaimConsumerReference map:uid patch:merge:uid
         devices 4 []AllocatedDeviceStatus map:driver,device,pool,shareID
        ResourceClaimTemplate
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 ResourceClaimTemplateSpec !
        ResourceClaimTemplateList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ResourceClaimTemplate !
        ResourceClaimTemplateSpec
         metadata 1 meta/v1.ObjectMeta
         spec 2 ResourceClaimSpec !
        ResourcePool
         name 1 string zero !
         generation 2 int64 zero !
         resourceSliceCount 3 int64 zero !
        ResourceSlice
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 ResourceSliceSpec !
        ResourceSliceList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ResourceSlice !
        ResourceSliceSpec
         driver 1 string zero !
         pool 2 ResourcePool !
         nodeName 3 string omit
         nodeSelector 4 core/v1.NodeSelector
         allNodes 5 bool
         devices 6 []Device atomic
         perDeviceNodeSelection 7 bool
         sharedCounters 8 []CounterSet atomic
        """#
}
