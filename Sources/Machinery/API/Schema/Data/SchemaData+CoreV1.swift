// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of core/v1; `SchemaText` tells the format.
    static let coreV1 = #"""
        AWSElasticBlockStoreVolumeSource
         volumeID 1 string !
         fsType 2 string
         partition 3 int32
         readOnly 4 bool
        Affinity
         nodeAffinity 1 NodeAffinity
         podAffinity 2 PodAffinity
         podAntiAffinity 3 PodAntiAffinity
        AppArmorProfile
         type 1 string ! enum:Localhost|RuntimeDefault|Unconfined
         localhostProfile 2 string
        AttachedVolume
         name 1 string !
         devicePath 2 string !
        AzureDiskVolumeSource
         diskName 1 string !
         diskURI 2 string !
         cachingMode 3 string enum:None|ReadOnly|ReadWrite
         fsType 4 string
         readOnly 5 bool
         kind 6 string enum:Dedicated|Managed|Shared
        AzureFilePersistentVolumeSource
         secretName 1 string !
         shareName 2 string !
         readOnly 3 bool
         secretNamespace 4 string
        AzureFileVolumeSource
         secretName 1 string !
         shareName 2 string !
         readOnly 3 bool
        Binding
         metadata 1 meta/v1.ObjectMeta
         target 2 ObjectReference !
         kind 2/1 string
         apiVersion 2/5 string
        CSIPersistentVolumeSource
         driver 1 string !
         volumeHandle 2 string !
         readOnly 3 bool
         fsType 4 string
         volumeAttributes 5 {}string
         controllerPublishSecretRef 6 SecretReference
         nodeStageSecretRef 7 SecretReference
         nodePublishSecretRef 8 SecretReference
         controllerExpandSecretRef 9 SecretReference
         nodeExpandSecretRef 10 SecretReference
        CSIVolumeSource
         driver 1 string !
         readOnly 2 bool
         fsType 3 string
         volumeAttributes 4 {}string
         nodePublishSecretRef 5 LocalObjectReference
        Capabilities
         add 1 []string atomic
         drop 2 []string atomic
        CephFSPersistentVolumeSource
         monitors 1 []string ! atomic
         path 2 string
         user 3 string
         secretFile 4 string
         secretRef 5 SecretReference
         readOnly 6 bool
        CephFSVolumeSource
         monitors 1 []string ! atomic
         path 2 string
         user 3 string
         secretFile 4 string
         secretRef 5 LocalObjectReference
         readOnly 6 bool
        CinderPersistentVolumeSource
         volumeID 1 string !
         fsType 2 string
         readOnly 3 bool
         secretRef 4 SecretReference
        CinderVolumeSource
         volumeID 1 string !
         fsType 2 string
         readOnly 3 bool
         secretRef 4 LocalObjectReference
        ClientIPConfig
         timeoutSeconds 1 int32
        ClusterTrustBundleProjection
         name 1 string
         signerName 2 string
         labelSelector 3 meta/v1.LabelSelector
         path 4 string !
         optional 5 bool
        ComponentCondition
         type 1 string !
         status 2 string !
         message 3 string
         error 4 string
        ComponentStatus
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         conditions 2 []ComponentCondition map:type patch:merge:type
        ComponentStatusList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []ComponentStatus !
        ConfigMap
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         immutable 4 bool
         data 2 {}string
         binaryData 3 {}bytes
        ConfigMapEnvSource
         name 1/1 string
         optional 2 bool
        ConfigMapKeySelector whole
         name 1/1 string
         key 2 string !
         optional 3 bool
        ConfigMapList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []ConfigMap !
        ConfigMapNodeConfigSource
         namespace 1 string !
         name 2 string !
         uid 3 string
         resourceVersion 4 string
         kubeletConfigKey 5 string !
        ConfigMapProjection
         name 1/1 string
         items 2 []KeyToPath atomic
         optional 4 bool
        ConfigMapVolumeSource
         name 1/1 string
         items 2 []KeyToPath atomic
         defaultMode 3 int32
         optional 4 bool
        Container
         name 1 string !
         image 2 string
         command 3 []string atomic
         args 4 []string atomic
         workingDir 5 string
         ports 6 []ContainerPort map:containerPort,protocol patch:merge:containerPort
         envFrom 19 []EnvFromSource atomic
         env 7 []EnvVar map:name patch:merge:name
         resources 8 ResourceRequirements
         resizePolicy 23 []ContainerResizePolicy atomic
         restartPolicy 24 string
         restartPolicyRules 25 []ContainerRestartRule atomic
         volumeMounts 9 []VolumeMount map:mountPath patch:merge:mountPath
         volumeDevices 21 []VolumeDevice map:devicePath patch:merge:devicePath
         livenessProbe 10 Probe
         readinessProbe 11 Probe
         startupProbe 22 Probe
         lifecycle 12 Lifecycle
         terminationMessagePath 13 string
         terminationMessagePolicy 20 string enum:FallbackToLogsOnError|File
         imagePullPolicy 14 string enum:Always|IfNotPresent|Never
         securityContext 15 SecurityContext
         stdin 16 bool
         stdinOnce 17 bool
         tty 18 bool
        ContainerExtendedResourceRequest
         containerName 1 string !
         resourceName 2 string !
         requestName 3 string !
        ContainerImage
         names 1 []string atomic
         sizeBytes 2 int64
        ContainerPort
         name 1 string
         hostPort 2 int32
         containerPort 3 int32 !
         protocol 4 string enum:SCTP|TCP|UDP
         hostIP 5 string
        ContainerResizePolicy
         resourceName 1 string !
         restartPolicy 2 string !
        ContainerRestartRule
         action 1 string !
         exitCodes 2 ContainerRestartRuleOnExitCodes
        ContainerRestartRuleOnExitCodes
         operator 1 string !
         values 2 []int32 set
        ContainerState
         waiting 1 ContainerStateWaiting
         running 2 ContainerStateRunning
         terminated 3 ContainerStateTerminated
        ContainerStateRunning
         startedAt 1 time
        ContainerStateTerminated
         exitCode 1 int32 !
         signal 2 int32
         reason 3 string
         message 4 string
         startedAt 5 time
         finishedAt 6 time
         containerID 7 string
        ContainerStateWaiting
         reason 1 string
         message 2 string
        ContainerStatus
         name 1 string !
         state 2 ContainerState
         lastState 3 ContainerState
         ready 4 bool !
         restartCount 5 int32 !
         image 6 string !
         imageID 7 string !
         containerID 8 string
         started 9 bool
         allocatedResources 10 {}quantity
         resources 11 ResourceRequirements
         volumeMounts 12 []VolumeMountStatus map:mountPath patch:merge:mountPath
         user 13 ContainerUser
         allocatedResourcesStatus 14 []ResourceStatus map:name patch:merge:name
         stopSignal 15 string enum:SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ
        ContainerUser
         linux 1 LinuxContainerUser
        DaemonEndpoint
         Port 1 int32 !
        DownwardAPIProjection
         items 1 []DownwardAPIVolumeFile atomic
        DownwardAPIVolumeFile
         path 1 string !
         fieldRef 2 ObjectFieldSelector
         resourceFieldRef 3 ResourceFieldSelector
         mode 4 int32
        DownwardAPIVolumeSource
         items 1 []DownwardAPIVolumeFile atomic
         defaultMode 2 int32
        EmptyDirVolumeSource
         medium 1 string
         sizeLimit 2 quantity
        EndpointAddress whole
         ip 1 string !
         hostname 3 string
         nodeName 4 string
         targetRef 2 ObjectReference
        EndpointPort whole
         name 1 string
         port 2 int32 !
         protocol 3 string enum:SCTP|TCP|UDP
         appProtocol 4 string
        EndpointSubset
         addresses 1 []EndpointAddress atomic
         notReadyAddresses 2 []EndpointAddress atomic
         ports 3 []EndpointPort atomic
        Endpoints
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         subsets 2 []EndpointSubset atomic
        EndpointsList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []Endpoints !
        EnvFromSource
         prefix 1 string
         configMapRef 2 ConfigMapEnvSource
         secretRef 3 SecretEnvSource
        EnvVar
         name 1 string !
         value 2 string
         valueFrom 3 EnvVarSource
        EnvVarSource
         fieldRef 1 ObjectFieldSelector
         resourceFieldRef 2 ResourceFieldSelector
         configMapKeyRef 3 ConfigMapKeySelector
         secretKeyRef 4 SecretKeySelector
         fileKeyRef 5 FileKeySelector
        EphemeralContainer
         name 1/1 string !
         image 1/2 string
         command 1/3 []string atomic
         args 1/4 []string atomic
         workingDir 1/5 string
         ports 1/6 []ContainerPort map:containerPort,protocol patch:merge:containerPort
         envFrom 1/19 []EnvFromSource atomic
         env 1/7 []EnvVar map:name patch:merge:name
         resources 1/8 ResourceRequirements
         resizePolicy 1/23 []ContainerResizePolicy atomic
         restartPolicy 1/24 string
         restartPolicyRules 1/25 []ContainerRestartRule atomic
         volumeMounts 1/9 []VolumeMount map:mountPath patch:merge:mountPath
         volumeDevices 1/21 []VolumeDevice map:devicePath patch:merge:devicePath
         livenessProbe 1/10 Probe
         readinessProbe 1/11 Probe
         startupProbe 1/22 Probe
         lifecycle 1/12 Lifecycle
         terminationMessagePath 1/13 string
         terminationMessagePolicy 1/20 string enum:FallbackToLogsOnError|File
         imagePullPolicy 1/14 string enum:Always|IfNotPresent|Never
         securityContext 1/15 SecurityContext
         stdin 1/16 bool
         stdinOnce 1/17 bool
         tty 1/18 bool
         targetContainerName 2 string
        EphemeralVolumeSource
         volumeClaimTemplate 1 PersistentVolumeClaimTemplate
        Event
         metadata 1 meta/v1.ObjectMeta !
         involvedObject 2 ObjectReference !
         reason 3 string
         message 4 string
         source 5 EventSource
         firstTimestamp 6 time
         lastTimestamp 7 time
         count 8 int32
         type 9 string
         eventTime 10 microTime
         series 11 EventSeries
         action 12 string
         related 13 ObjectReference
         kind 13/1 string
         apiVersion 13/5 string
         reportingComponent 14 string
         reportingInstance 15 string
        EventList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []Event !
        EventSeries
         count 1 int32
         lastObservedTime 2 microTime
        EventSource
         component 1 string
         host 2 string
        ExecAction
         command 1 []string atomic
        FCVolumeSource
         targetWWNs 1 []string atomic
         lun 2 int32
         fsType 3 string
         readOnly 4 bool
         wwids 5 []string atomic
        FileKeySelector whole
         volumeName 1 string !
         path 2 string !
         key 3 string !
         optional 4 bool
        FlexPersistentVolumeSource
         driver 1 string !
         fsType 2 string
         secretRef 3 SecretReference
         readOnly 4 bool
         options 5 {}string
        FlexVolumeSource
         driver 1 string !
         fsType 2 string
         secretRef 3 LocalObjectReference
         readOnly 4 bool
         options 5 {}string
        FlockerVolumeSource
         datasetName 1 string
         datasetUUID 2 string
        GCEPersistentDiskVolumeSource
         pdName 1 string !
         fsType 2 string
         partition 3 int32
         readOnly 4 bool
        GRPCAction
         port 1 int32 !
         service 2 string
        GitRepoVolumeSource
         repository 1 string !
         revision 2 string
         directory 3 string
        GlusterfsPersistentVolumeSource
         endpoints 1 string !
         path 2 string !
         readOnly 3 bool
         endpointsNamespace 4 string
        GlusterfsVolumeSource
         endpoints 1 string !
         path 2 string !
         readOnly 3 bool
        HTTPGetAction
         path 1 string
         port 2 intOrString !
         host 3 string
         scheme 4 string enum:HTTP|HTTPS
         httpHeaders 5 []HTTPHeader atomic
        HTTPHeader
         name 1 string !
         value 2 string !
        HostAlias
         ip 1 string !
         hostnames 2 []string atomic
        HostIP
         ip 1 string !
        HostPathVolumeSource
         path 1 string !
         type 2 string enum:|BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket
        ISCSIPersistentVolumeSource
         targetPortal 1 string !
         iqn 2 string !
         lun 3 int32 !
         iscsiInterface 4 string
         fsType 5 string
         readOnly 6 bool
         portals 7 []string atomic
         chapAuthDiscovery 8 bool
         secretRef 10 SecretReference
         chapAuthSession 11 bool
         initiatorName 12 string
        ISCSIVolumeSource
         targetPortal 1 string !
         iqn 2 string !
         lun 3 int32 !
         iscsiInterface 4 string
         fsType 5 string
         readOnly 6 bool
         portals 7 []string atomic
         chapAuthDiscovery 8 bool
         secretRef 10 LocalObjectReference
         chapAuthSession 11 bool
         initiatorName 12 string
        ImageVolumeSource
         reference 1 string
         pullPolicy 2 string enum:Always|IfNotPresent|Never
        ImageVolumeStatus
         imageRef 1 string !
        KeyToPath
         key 1 string !
         path 2 string !
         mode 3 int32
        Lifecycle
         postStart 1 LifecycleHandler
         preStop 2 LifecycleHandler
         stopSignal 3 string enum:SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ
        LifecycleHandler
         exec 1 ExecAction
         httpGet 2 HTTPGetAction
         tcpSocket 3 TCPSocketAction
         sleep 4 SleepAction
        LimitRange
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 LimitRangeSpec
        LimitRangeItem
         type 1 string !
         max 2 {}quantity
         min 3 {}quantity
         default 4 {}quantity
         defaultRequest 5 {}quantity
         maxLimitRequestRatio 6 {}quantity
        LimitRangeList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []LimitRange !
        LimitRangeSpec
         limits 1 []LimitRangeItem ! atomic
        LinuxContainerUser
         uid 1 int64 !
         gid 2 int64 !
         supplementalGroups 3 []int64 atomic
        LoadBalancerIngress
         ip 1 string
         hostname 2 string
         ipMode 3 string
         ports 4 []PortStatus atomic
        LoadBalancerStatus
         ingress 1 []LoadBalancerIngress atomic
        LocalObjectReference whole
         name 1 string
        LocalVolumeSource
         path 1 string !
         fsType 2 string
        ModifyVolumeStatus
         targetVolumeAttributesClassName 1 string
         status 2 string ! enum:InProgress|Infeasible|Pending
        NFSVolumeSource
         server 1 string !
         path 2 string !
         readOnly 3 bool
        Namespace
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 NamespaceSpec
         status 3 NamespaceStatus
        NamespaceCondition
         type 1 string !
         status 2 string !
         lastTransitionTime 4 time
         reason 5 string
         message 6 string
        NamespaceList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []Namespace !
        NamespaceSpec
         finalizers 1 []string atomic
        NamespaceStatus
         phase 1 string enum:Active|Terminating
         conditions 2 []NamespaceCondition map:type patch:merge:type
        Node
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 NodeSpec
         status 3 NodeStatus
        NodeAddress
         type 1 string !
         address 2 string !
        NodeAffinity
         requiredDuringSchedulingIgnoredDuringExecution 1 NodeSelector
         preferredDuringSchedulingIgnoredDuringExecution 2 []PreferredSchedulingTerm atomic
        NodeAllocatableResourceClaimStatus
         resourceClaimName 1 string !
         containers 2 []string set
         resources 3 {}quantity !
        NodeCondition
         type 1 string !
         status 2 string !
         lastHeartbeatTime 3 time
         lastTransitionTime 4 time
         reason 5 string
         message 6 string
        NodeConfigSource
         configMap 2 ConfigMapNodeConfigSource
        NodeConfigStatus
         assigned 1 NodeConfigSource
         active 2 NodeConfigSource
         lastKnownGood 3 NodeConfigSource
         error 4 string
        NodeDaemonEndpoints
         kubeletEndpoint 1 DaemonEndpoint
        NodeFeatures
         supplementalGroupsPolicy 1 bool
        NodeList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []Node !
        NodeRuntimeHandler
         name 1 string
         features 2 NodeRuntimeHandlerFeatures
        NodeRuntimeHandlerFeatures
         recursiveReadOnlyMounts 1 bool
         userNamespaces 2 bool
        NodeSelector whole
         nodeSelectorTerms 1 []NodeSelectorTerm ! atomic
        NodeSelectorRequirement
         key 1 string !
         operator 2 string ! enum:DoesNotExist|Exists|Gt|In|Lt|NotIn
         values 3 []string atomic
        NodeSelectorTerm whole
         matchExpressions 1 []NodeSelectorRequirement atomic
         matchFields 2 []NodeSelectorRequirement atomic
        NodeSpec
         podCIDR 1 string
         podCIDRs 7 []string set patch:merge
         providerID 3 string
         unschedulable 4 bool
         taints 5 []Taint atomic
         configSource 6 NodeConfigSource
         externalID 2 string
        NodeStatus
         capacity 1 {}quantity
         allocatable 2 {}quantity
         phase 3 string enum:Pending|Running|Terminated
         conditions 4 []NodeCondition map:type patch:merge:type
         addresses 5 []NodeAddress map:type patch:merge:type
         daemonEndpoints 6 NodeDaemonEndpoints
         nodeInfo 7 NodeSystemInfo
         images 8 []ContainerImage atomic
         volumesInUse 9 []string atomic
         volumesAttached 10 []AttachedVolume atomic
         config 11 NodeConfigStatus
         runtimeHandlers 12 []NodeRuntimeHandler atomic
         features 13 NodeFeatures
         declaredFeatures 14 []string atomic
        NodeSwapStatus
         capacity 1 int64
        NodeSystemInfo
         machineID 1 string !
         systemUUID 2 string !
         bootID 3 string !
         kernelVersion 4 string !
         osImage 5 string !
         containerRuntimeVersion 6 string !
         kubeletVersion 7 string !
         kubeProxyVersion 8 string !
         operatingSystem 9 string !
         architecture 10 string !
         swap 11 NodeSwapStatus
        ObjectFieldSelector whole
         apiVersion 1 string
         fieldPath 2 string !
        ObjectReference whole
         kind 1 string
         namespace 2 string
         name 3 string
         uid 4 string
         apiVersion 5 string
         resourceVersion 6 string
         fieldPath 7 string
        PersistentVolume
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 PersistentVolumeSpec
         status 3 PersistentVolumeStatus
        PersistentVolumeClaim
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 PersistentVolumeClaimSpec
         status 3 PersistentVolumeClaimStatus
        PersistentVolumeClaimCondition
         type 1 string !
         status 2 string !
         lastProbeTime 3 time
         lastTransitionTime 4 time
         reason 5 string
         message 6 string
        PersistentVolumeClaimList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []PersistentVolumeClaim !
        PersistentVolumeClaimSpec
         accessModes 1 []string atomic
         selector 4 meta/v1.LabelSelector
         resources 2 VolumeResourceRequirements
         volumeName 3 string
         storageClassName 5 string
         volumeMode 6 string enum:Block|Filesystem
         dataSource 7 TypedLocalObjectReference
         dataSourceRef 8 TypedObjectReference
         volumeAttributesClassName 9 string
        PersistentVolumeClaimStatus
         phase 1 string enum:Bound|Lost|Pending
         accessModes 2 []string atomic
         capacity 3 {}quantity
         conditions 4 []PersistentVolumeClaimCondition map:type patch:merge:type
         allocatedResources 5 {}quantity
         allocatedResourceStatuses 7 {}string
         currentVolumeAttributesClassName 8 string
         modifyVolumeStatus 9 ModifyVolumeStatus
        PersistentVolumeClaimTemplate
         metadata 1 meta/v1.ObjectMeta
         spec 2 PersistentVolumeClaimSpec !
        PersistentVolumeClaimVolumeSource
         claimName 1 string !
         readOnly 2 bool
        PersistentVolumeList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []PersistentVolume !
        PersistentVolumeSpec
         capacity 1 {}quantity
         gcePersistentDisk 2/1 GCEPersistentDiskVolumeSource
         awsElasticBlockStore 2/2 AWSElasticBlockStoreVolumeSource
         hostPath 2/3 HostPathVolumeSource
         glusterfs 2/4 GlusterfsPersistentVolumeSource
         nfs 2/5 NFSVolumeSource
         rbd 2/6 RBDPersistentVolumeSource
         iscsi 2/7 ISCSIPersistentVolumeSource
         cinder 2/8 CinderPersistentVolumeSource
         cephfs 2/9 CephFSPersistentVolumeSource
         fc 2/10 FCVolumeSource
         flocker 2/11 FlockerVolumeSource
         flexVolume 2/12 FlexPersistentVolumeSource
         azureFile 2/13 AzureFilePersistentVolumeSource
         vsphereVolume 2/14 VsphereVirtualDiskVolumeSource
         quobyte 2/15 QuobyteVolumeSource
         azureDisk 2/16 AzureDiskVolumeSource
         photonPersistentDisk 2/17 PhotonPersistentDiskVolumeSource
         portworxVolume 2/18 PortworxVolumeSource
         scaleIO 2/19 ScaleIOPersistentVolumeSource
         local 2/20 LocalVolumeSource
         storageos 2/21 StorageOSPersistentVolumeSource
         csi 2/22 CSIPersistentVolumeSource
         accessModes 3 []string atomic
         claimRef 4 ObjectReference
         persistentVolumeReclaimPolicy 5 string enum:Delete|Recycle|Retain
         storageClassName 6 string
         mountOptions 7 []string atomic
         volumeMode 8 string enum:Block|Filesystem
         nodeAffinity 9 VolumeNodeAffinity
         volumeAttributesClassName 10 string
        PersistentVolumeStatus
         phase 1 string enum:Available|Bound|Failed|Pending|Released
         message 2 string
         reason 3 string
         lastPhaseTransitionTime 4 time
        PhotonPersistentDiskVolumeSource
         pdID 1 string !
         fsType 2 string
        Pod
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 PodSpec
         status 3 PodStatus
        PodAffinity
         requiredDuringSchedulingIgnoredDuringExecution 1 []PodAffinityTerm atomic
         preferredDuringSchedulingIgnoredDuringExecution 2 []WeightedPodAffinityTerm atomic
        PodAffinityTerm
         labelSelector 1 meta/v1.LabelSelector
         namespaces 2 []string atomic
         topologyKey 3 string !
         namespaceSelector 4 meta/v1.LabelSelector
         matchLabelKeys 5 []string atomic
         mismatchLabelKeys 6 []string atomic
        PodAntiAffinity
         requiredDuringSchedulingIgnoredDuringExecution 1 []PodAffinityTerm atomic
         preferredDuringSchedulingIgnoredDuringExecution 2 []WeightedPodAffinityTerm atomic
        PodCertificateProjection
         signerName 1 string !
         keyType 2 string !
         maxExpirationSeconds 3 int32
         credentialBundlePath 4 string
         keyPath 5 string
         certificateChainPath 6 string
         userAnnotations 7 {}string
        PodCondition
         type 1 string !
         observedGeneration 7 int64
         status 2 string !
         lastProbeTime 3 time
         lastTransitionTime 4 time
         reason 5 string
         message 6 string
        PodDNSConfig
         nameservers 1 []string atomic
         searches 2 []string atomic
         options 3 []PodDNSConfigOption atomic
        PodDNSConfigOption
         name 1 string
         value 2 string
        PodExtendedResourceClaimStatus
         requestMappings 1 []ContainerExtendedResourceRequest ! atomic
         resourceClaimName 2 string !
        PodIP
         ip 1 string !
        PodList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []Pod !
        PodOS
         name 1 string !
        PodReadinessGate
         conditionType 1 string !
        PodResourceClaim
         name 1 string !
         resourceClaimName 3 string
         resourceClaimTemplateName 4 string
        PodResourceClaimStatus
         name 1 string !
         resourceClaimName 2 string
        PodSchedulingGate
         name 1 string !
        PodSchedulingGroup
         podGroupName 1 string
        PodSecurityContext
         seLinuxOptions 1 SELinuxOptions
         windowsOptions 8 WindowsSecurityContextOptions
         runAsUser 2 int64
         runAsGroup 6 int64
         runAsNonRoot 3 bool
         supplementalGroups 4 []int64 atomic
         supplementalGroupsPolicy 12 string enum:Merge|Strict
         fsGroup 5 int64
         sysctls 7 []Sysctl atomic
         fsGroupChangePolicy 9 string enum:Always|OnRootMismatch
         seccompProfile 10 SeccompProfile
         appArmorProfile 11 AppArmorProfile
         seLinuxChangePolicy 13 string
        PodSpec
         volumes 1 []Volume map:name patch:merge,retainKeys:name
         initContainers 20 []Container map:name patch:merge:name
         containers 2 []Container ! map:name patch:merge:name
         ephemeralContainers 34 []EphemeralContainer map:name patch:merge:name
         restartPolicy 3 string enum:Always|Never|OnFailure
         terminationGracePeriodSeconds 4 int64
         activeDeadlineSeconds 5 int64
         dnsPolicy 6 string enum:ClusterFirst|ClusterFirstWithHostNet|Default|None
         nodeSelector 7 {}string whole
         serviceAccountName 8 string
         serviceAccount 9 string
         automountServiceAccountToken 21 bool
         nodeName 10 string
         hostNetwork 11 bool
         hostPID 12 bool
         hostIPC 13 bool
         shareProcessNamespace 27 bool
         securityContext 14 PodSecurityContext
         imagePullSecrets 15 []LocalObjectReference map:name patch:merge:name
         hostname 16 string
         subdomain 17 string
         affinity 18 Affinity
         schedulerName 19 string
         tolerations 22 []Toleration atomic
         hostAliases 23 []HostAlias map:ip patch:merge:ip
         priorityClassName 24 string
         priority 25 int32
         dnsConfig 26 PodDNSConfig
         readinessGates 28 []PodReadinessGate atomic
         runtimeClassName 29 string
         enableServiceLinks 30 bool
         preemptionPolicy 31 string enum:Never|PreemptLowerPriority
         overhead 32 {}quantity
         topologySpreadConstraints 33 []TopologySpreadConstraint map:topologyKey,whenUnsatisfiable patch:merge:topologyKey
         setHostnameAsFQDN 35 bool
         os 36 PodOS
         hostUsers 37 bool
         schedulingGates 38 []PodSchedulingGate map:name patch:merge:name
         resourceClaims 39 []PodResourceClaim map:name patch:merge,retainKeys:name
         resources 40 ResourceRequirements
         hostnameOverride 41 string
         schedulingGroup 43 PodSchedulingGroup
        PodStatus
         observedGeneration 17 int64
         phase 1 string enum:Failed|Pending|Running|Succeeded|Unknown
         conditions 2 []PodCondition map:type patch:merge:type
         message 3 string
         reason 4 string
         nominatedNodeName 11 string
         hostIP 5 string
         hostIPs 16 []HostIP atomic patch:merge:ip
         podIP 6 string
         podIPs 12 []PodIP map:ip patch:merge:ip
         startTime 7 time
         initContainerStatuses 10 []ContainerStatus atomic
         containerStatuses 8 []ContainerStatus atomic
         qosClass 9 string enum:BestEffort|Burstable|Guaranteed
         ephemeralContainerStatuses 13 []ContainerStatus atomic
         resize 14 string
         resourceClaimStatuses 15 []PodResourceClaimStatus map:name patch:merge,retainKeys:name
         extendedResourceClaimStatus 18 PodExtendedResourceClaimStatus
         allocatedResources 19 {}quantity
         resources 20 ResourceRequirements
         nodeAllocatableResourceClaimStatuses 21 []NodeAllocatableResourceClaimStatus atomic
        PodTemplate
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         template 2 PodTemplateSpec
        PodTemplateList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []PodTemplate !
        PodTemplateSpec
         metadata 1 meta/v1.ObjectMeta
         spec 2 PodSpec
        PortStatus
         port 1 int32 !
         protocol 2 string ! enum:SCTP|TCP|UDP
         error 3 string
        PortworxVolumeSource
         volumeID 1 string !
         fsType 2 string
         readOnly 3 bool
        PreferredSchedulingTerm
         weight 1 int32 !
         preference 2 NodeSelectorTerm !
        Probe
         exec 1/1 ExecAction
         httpGet 1/2 HTTPGetAction
         tcpSocket 1/3 TCPSocketAction
         grpc 1/4 GRPCAction
         initialDelaySeconds 2 int32
         timeoutSeconds 3 int32
         periodSeconds 4 int32
         successThreshold 5 int32
         failureThreshold 6 int32
         terminationGracePeriodSeconds 7 int64
        ProjectedVolumeSource
         sources 1 []VolumeProjection atomic
         defaultMode 2 int32
        QuobyteVolumeSource
         registry 1 string !
         volume 2 string !
         readOnly 3 bool
         user 4 string
         group 5 string
         tenant 6 string
        RBDPersistentVolumeSource
         monitors 1 []string ! atomic
         image 2 string !
         fsType 3 string
         pool 4 string
         user 5 string
         keyring 6 string
         secretRef 7 SecretReference
         readOnly 8 bool
        RBDVolumeSource
         monitors 1 []string ! atomic
         image 2 string !
         fsType 3 string
         pool 4 string
         user 5 string
         keyring 6 string
         secretRef 7 LocalObjectReference
         readOnly 8 bool
        ReplicationController
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 ReplicationControllerSpec
         status 3 ReplicationControllerStatus
        ReplicationControllerCondition
         type 1 string !
         status 2 string !
         lastTransitionTime 3 time
         reason 4 string
         message 5 string
        ReplicationControllerList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []ReplicationController !
        ReplicationControllerSpec
         replicas 1 int32
         minReadySeconds 4 int32
         selector 2 {}string whole
         template 3 PodTemplateSpec
        ReplicationControllerStatus
         replicas 1 int32 !
         fullyLabeledReplicas 2 int32
         readyReplicas 4 int32
         availableReplicas 5 int32
         observedGeneration 3 int64
         conditions 6 []ReplicationControllerCondition map:type patch:merge:type
        ResourceClaim
         name 1 string !
         request 2 string
        ResourceFieldSelector whole
         containerName 1 string
         resource 2 string !
         divisor 3 quantity
        ResourceHealth
         resourceID 1 string !
         health 2 string
         message 6 string
        ResourceQuota
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 ResourceQuotaSpec
         status 3 ResourceQuotaStatus
        ResourceQuotaList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []ResourceQuota !
        ResourceQuotaSpec
         hard 1 {}quantity
         scopes 2 []string atomic
         scopeSelector 3 ScopeSelector
        ResourceQuotaStatus
         hard 1 {}quantity
         used 2 {}quantity
        ResourceRequirements
         limits 1 {}quantity
         requests 2 {}quantity
         claims 3 []ResourceClaim map:name
        ResourceStatus
         name 1 string !
         resources 2 []ResourceHealth map:resourceID
        SELinuxOptions
         user 1 string
         role 2 string
         type 3 string
         level 4 string
        ScaleIOPersistentVolumeSource
         gateway 1 string !
         system 2 string !
         secretRef 3 SecretReference !
         sslEnabled 4 bool
         protectionDomain 5 string
         storagePool 6 string
         storageMode 7 string
         volumeName 8 string
         fsType 9 string
         readOnly 10 bool
        ScaleIOVolumeSource
         gateway 1 string !
         system 2 string !
         secretRef 3 LocalObjectReference !
         sslEnabled 4 bool
         protectionDomain 5 string
         storagePool 6 string
         storageMode 7 string
         volumeName 8 string
         fsType 9 string
         readOnly 10 bool
        ScopeSelector whole
         matchExpressions 1 []ScopedResourceSelectorRequirement atomic
        ScopedResourceSelectorRequirement whole
         scopeName 1 string ! enum:BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass
         operator 2 string ! enum:DoesNotExist|Exists|In|NotIn
         values 3 []string atomic
        SeccompProfile
         type 1 string ! enum:Localhost|RuntimeDefault|Unconfined
         localhostProfile 2 string
        Secret
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         immutable 5 bool
         data 2 {}bytes
         stringData 4 {}string
         type 3 string
        SecretEnvSource
         name 1/1 string
         optional 2 bool
        SecretKeySelector whole
         name 1/1 string
         key 2 string !
         optional 3 bool
        SecretList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []Secret !
        SecretProjection
         name 1/1 string
         items 2 []KeyToPath atomic
         optional 4 bool
        SecretReference whole
         name 1 string
         namespace 2 string
        SecretVolumeSource
         secretName 1 string
         items 2 []KeyToPath atomic
         defaultMode 3 int32
         optional 4 bool
        SecurityContext
         capabilities 1 Capabilities
         privileged 2 bool
         seLinuxOptions 3 SELinuxOptions
         windowsOptions 10 WindowsSecurityContextOptions
         runAsUser 4 int64
         runAsGroup 8 int64
         runAsNonRoot 5 bool
         readOnlyRootFilesystem 6 bool
         allowPrivilegeEscalation 7 bool
         procMount 9 string enum:Default|Unmasked
         seccompProfile 11 SeccompProfile
         appArmorProfile 12 AppArmorProfile
        Service
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ObjectMeta
         spec 2 ServiceSpec
         status 3 ServiceStatus
        ServiceAccount
         metadata 1 meta/v1.ObjectMeta
         secrets 2 []ObjectReference map:name patch:merge:name
         kind 2/1 string
         apiVersion 2/5 string
         imagePullSecrets 3 []LocalObjectReference atomic
         automountServiceAccountToken 4 bool
        ServiceAccountList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []ServiceAccount !
        ServiceAccountTokenProjection
         audience 1 string
         expirationSeconds 2 int64
         path 3 string !
        ServiceList
         kind - string
         apiVersion - string
         metadata 1 meta/v1.ListMeta
         items 2 []Service !
        ServicePort
         name 1 string
         protocol 2 string enum:SCTP|TCP|UDP
         appProtocol 6 string
         port 3 int32 !
         targetPort 4 intOrString
         nodePort 5 int32
        ServiceSpec
         ports 1 []ServicePort map:port,protocol patch:merge:port
         selector 2 {}string whole
         clusterIP 3 string
         clusterIPs 18 []string atomic
         type 4 string enum:ClusterIP|ExternalName|LoadBalancer|NodePort
         externalIPs 5 []string atomic
         sessionAffinity 7 string enum:ClientIP|None
         loadBalancerIP 8 string
         loadBalancerSourceRanges 9 []string atomic
         externalName 10 string
         externalTrafficPolicy 11 string enum:Cluster|Local
         healthCheckNodePort 12 int32
         publishNotReadyAddresses 13 bool
         sessionAffinityConfig 14 SessionAffinityConfig
         ipFamilies 19 []string atomic
         ipFamilyPolicy 17 string enum:PreferDualStack|RequireDualStack|SingleStack
         allocateLoadBalancerNodePorts 20 bool
         loadBalancerClass 21 string
         internalTrafficPolicy 22 string enum:Cluster|Local
         trafficDistribution 23 string
        ServiceStatus
         loadBalancer 1 LoadBalancerStatus
         conditions 2 []meta/v1.Condition map:type patch:merge:type
        SessionAffinityConfig
         clientIP 1 ClientIPConfig
        SleepAction
         seconds 1 int64 !
        StorageOSPersistentVolumeSource
         volumeName 1 string
         volumeNamespace 2 string
         fsType 3 string
         readOnly 4 bool
         secretRef 5 ObjectReference
        StorageOSVolumeSource
         volumeName 1 string
         volumeNamespace 2 string
         fsType 3 string
         readOnly 4 bool
         secretRef 5 LocalObjectReference
        Sysctl
         name 1 string !
         value 2 string !
        TCPSocketAction
         port 1 intOrString !
         host 2 string
        Taint
         key 1 string !
         value 2 string
         effect 3 string ! enum:NoExecute|NoSchedule|PreferNoSchedule
         timeAdded 4 time
        Toleration
         key 1 string
         operator 2 string enum:Equal|Exists|Gt|Lt
         value 3 string
         effect 4 string enum:NoExecute|NoSchedule|PreferNoSchedule
         tolerationSeconds 5 int64
        TopologySelectorLabelRequirement
         key 1 string !
         values 2 []string ! atomic
        TopologySelectorTerm whole
         matchLabelExpressions 1 []TopologySelectorLabelRequirement atomic
        TopologySpreadConstraint
         maxSkew 1 int32 !
         topologyKey 2 string !
         whenUnsatisfiable 3 string ! enum:DoNotSchedule|ScheduleAnyway
         labelSelector 4 meta/v1.LabelSelector
         minDomains 5 int32
         nodeAffinityPolicy 6 string enum:Honor|Ignore
         nodeTaintsPolicy 7 string enum:Honor|Ignore
         matchLabelKeys 8 []string atomic
        TypedLocalObjectReference whole
         apiGroup 1 string
         kind 2 string !
         name 3 string !
        TypedObjectReference
         apiGroup 1 string
         kind 2 string !
         name 3 string !
         namespace 4 string
        Volume
         name 1 string !
         hostPath 2/1 HostPathVolumeSource
         emptyDir 2/2 EmptyDirVolumeSource
         gcePersistentDisk 2/3 GCEPersistentDiskVolumeSource
         awsElasticBlockStore 2/4 AWSElasticBlockStoreVolumeSource
         gitRepo 2/5 GitRepoVolumeSource
         secret 2/6 SecretVolumeSource
         nfs 2/7 NFSVolumeSource
         iscsi 2/8 ISCSIVolumeSource
         glusterfs 2/9 GlusterfsVolumeSource
         persistentVolumeClaim 2/10 PersistentVolumeClaimVolumeSource
         rbd 2/11 RBDVolumeSource
         flexVolume 2/12 FlexVolumeSource
         cinder 2/13 CinderVolumeSource
         cephfs 2/14 CephFSVolumeSource
         flocker 2/15 FlockerVolumeSource
         downwardAPI 2/16 DownwardAPIVolumeSource
         fc 2/17 FCVolumeSource
         azureFile 2/18 AzureFileVolumeSource
         configMap 2/19 ConfigMapVolumeSource
         vsphereVolume 2/20 VsphereVirtualDiskVolumeSource
         quobyte 2/21 QuobyteVolumeSource
         azureDisk 2/22 AzureDiskVolumeSource
         photonPersistentDisk 2/23 PhotonPersistentDiskVolumeSource
         portworxVolume 2/24 PortworxVolumeSource
         scaleIO 2/25 ScaleIOVolumeSource
         projected 2/26 ProjectedVolumeSource
         storageos 2/27 StorageOSVolumeSource
         csi 2/28 CSIVolumeSource
         ephemeral 2/29 EphemeralVolumeSource
         image 2/30 ImageVolumeSource
        VolumeDevice
         name 1 string !
         devicePath 2 string !
        VolumeMount
         name 1 string !
         readOnly 2 bool
         recursiveReadOnly 7 string
         mountPath 3 string !
         subPath 4 string
         mountPropagation 5 string enum:Bidirectional|HostToContainer|None
         subPathExpr 6 string
        VolumeMountStatus
         name 1 string !
         mountPath 2 string !
         readOnly 3 bool
         recursiveReadOnly 4 string
         volumeStatus 5 VolumeStatus
        VolumeNodeAffinity
         required 1 NodeSelector
        VolumeProjection
         secret 1 SecretProjection
         downwardAPI 2 DownwardAPIProjection
         configMap 3 ConfigMapProjection
         serviceAccountToken 4 ServiceAccountTokenProjection
         clusterTrustBundle 5 ClusterTrustBundleProjection
         podCertificate 6 PodCertificateProjection
        VolumeResourceRequirements
         limits 1 {}quantity
         requests 2 {}quantity
        VolumeStatus
         image 1 ImageVolumeStatus
        VsphereVirtualDiskVolumeSource
         volumePath 1 string !
         fsType 2 string
         storagePolicyName 3 string
         storagePolicyID 4 string
        WeightedPodAffinityTerm
         weight 1 int32 !
         podAffinityTerm 2 PodAffinityTerm !
        WindowsSecurityContextOptions
         gmsaCredentialSpecName 1 string
         gmsaCredentialSpec 2 string
         runAsUserName 3 string
         hostProcess 4 bool
        """#
}
