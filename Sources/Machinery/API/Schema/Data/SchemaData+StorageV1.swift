// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of storage/v1; `SchemaText` tells the format.
    static let storageV1 = #"""
        CSIDriver
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 CSIDriverSpec !
        CSIDriverList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []CSIDriver !
        CSIDriverSpec
         attachRequired 1 bool
         podInfoOnMount 2 bool
         volumeLifecycleModes 3 []string set
         storageCapacity 4 bool
         fsGroupPolicy 5 string omit
         tokenRequests 6 []TokenRequest atomic
         requiresRepublish 7 bool
         seLinuxMount 8 bool
         nodeAllocatableUpdatePeriodSeconds 9 int64
         serviceAccountTokenInSecrets 10 bool
         preventPodSchedulingIfMissing 11 bool
        CSINode
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 CSINodeSpec !
        CSINodeDriver
         name 1 string zero !
         nodeID 2 string zero !
         topologyKeys 3 []string atomic
         allocatable 4 VolumeNodeResources
        CSINodeList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []CSINode !
        CSINodeSpec
         drivers 1 []CSINodeDriver ! map:name patch:merge:name
        CSIStorageCapacity
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         nodeTopology 2 meta/v1.LabelSelector
         storageClassName 3 string zero !
         capacity 4 quantity
         maximumVolumeSize 5 quantity
        CSIStorageCapacityList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []CSIStorageCapacity !
        StorageClass
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         provisioner 2 string zero !
         parameters 3 {}string
         reclaimPolicy 4 string omit enum:Delete|Recycle|Retain
         mountOptions 5 []string atomic
         allowVolumeExpansion 6 bool
         volumeBindingMode 7 string omit enum:Immediate|WaitForFirstConsumer
         allowedTopologies 8 []core/v1.TopologySelectorTerm atomic
        StorageClassList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []StorageClass !
        TokenRequest
         audience 1 string zero !
         expirationSeconds 2 int64
        VolumeAttachment
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 VolumeAttachmentSpec !
         status 3 VolumeAttachmentStatus zero
        VolumeAttachmentList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []VolumeAttachment !
        VolumeAttachmentSource
         persistentVolumeName 1 string omit
         inlineVolumeSpec 2 core/v1.PersistentVolumeSpec
        VolumeAttachmentSpec
         attacher 1 string zero !
         source 2 VolumeAttachmentSource !
         nodeName 3 string zero !
        VolumeAttachmentStatus
         attached 1 bool zero !
         attachmentMetadata 2 {}string
         attachError 3 VolumeError
         detachError 4 VolumeError
        VolumeAttributesClass
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         driverName 2 string zero !
         parameters 3 {}string
        VolumeAttributesClassList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []VolumeAttributesClass !
        VolumeError
         time 1 time
         message 2 string omit
         errorCode 3 int32
        VolumeNodeResources
         count 1 int32 omit
        """#
}
