// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of core/v1; `SchemaText` tells the format.
    static let coreV1 = #"""
        AWSElasticBlockStoreVolumeSource
         volumeID 1 string zero !
         fsType 2 string omit
         partition 3 int32
         readOnly 4 bool omit
        Affinity
         nodeAffinity 1 NodeAffinity
         podAffinity 2 PodAffinity
         podAntiAffinity 3 PodAntiAffinity
        AppArmorProfile
         type 1 string zero ! enum:Localhost|RuntimeDefault|Unconfined
         localhostProfile 2 string omit
        AttachedVolume
         name 1 string zero !
         devicePath 2 string zero !
        AzureDiskVolumeSource
         diskName 1 string zero !
         diskURI 2 string zero !
         cachingMode 3 string omit enum:None|ReadOnly|ReadWrite
         fsType 4 string omit
         readOnly 5 bool omit
         kind 6 string omit enum:Dedicated|Managed|Shared
        AzureFilePersistentVolumeSource
         secretName 1 string zero !
         shareName 2 string zero !
         readOnly 3 bool omit
         secretNamespace 4 string omit
        AzureFileVolumeSource
         secretName 1 string zero !
         shareName 2 string zero !
         readOnly 3 bool omit
        Binding
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         target 2 ObjectReference !
        CSIPersistentVolumeSource
         driver 1 string zero !
         volumeHandle 2 string zero !
         readOnly 3 bool omit
         fsType 4 string omit
         volumeAttributes 5 {}string
         controllerPublishSecretRef 6 SecretReference
         nodeStageSecretRef 7 SecretReference
         nodePublishSecretRef 8 SecretReference
         controllerExpandSecretRef 9 SecretReference
         nodeExpandSecretRef 10 SecretReference
        CSIVolumeSource
         driver 1 string zero !
         readOnly 2 bool omit
         fsType 3 string omit
         volumeAttributes 4 {}string
         nodePublishSecretRef 5 LocalObjectReference
        Capabilities
         add 1 []string atomic
         drop 2 []string atomic
        CephFSPersistentVolumeSource
         monitors 1 []string ! atomic
         path 2 string omit
         user 3 string omit
         secretFile 4 string omit
         secretRef 5 SecretReference
         readOnly 6 bool omit
        CephFSVolumeSource
         monitors 1 []string ! atomic
         path 2 string omit
         user 3 string omit
         secretFile 4 string omit
         secretRef 5 LocalObjectReference
         readOnly 6 bool omit
        CinderPersistentVolumeSource
         volumeID 1 string zero !
         fsType 2 string omit
         readOnly 3 bool omit
         secretRef 4 SecretReference
        CinderVolumeSource
         volumeID 1 string zero !
         fsType 2 string omit
         readOnly 3 bool omit
         secretRef 4 LocalObjectReference
        ClientIPConfig
         timeoutSeconds 1 int32 omit
        ClusterTrustBundleProjection
         name 1 string omit
         signerName 2 string omit
         labelSelector 3 meta/v1.LabelSelector
         path 4 string zero !
         optional 5 bool
        ComponentCondition
         type 1 string zero !
         status 2 string zero !
         message 3 string omit
         error 4 string omit
        ComponentStatus
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         conditions 2 []ComponentCondition map:type patch:merge:type
        ComponentStatusList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ComponentStatus !
        ConfigMap
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         immutable 4 bool
         data 2 {}string
         binaryData 3 {}bytes
        ConfigMapEnvSource
         name 1/1 string omit
         optional 2 bool
        ConfigMapKeySelector whole
         name 1/1 string omit
         key 2 string zero !
         optional 3 bool
        ConfigMapList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ConfigMap !
        ConfigMapNodeConfigSource
         namespace 1 string zero !
         name 2 string zero !
         uid 3 string omit
         resourceVersion 4 string omit
         kubeletConfigKey 5 string zero !
        ConfigMapProjection
         name 1/1 string omit
         items 2 []KeyToPath atomic
         optional 4 bool
        ConfigMapVolumeSource
         name 1/1 string omit
         items 2 []KeyToPath atomic
         defaultMode 3 int32
         optional 4 bool
        Container
         name 1 string zero !
         image 2 string omit
         command 3 []string atomic
         args 4 []string atomic
         workingDir 5 string omit
         ports 6 []ContainerPort map:containerPort,protocol patch:merge:containerPort
         envFrom 19 []EnvFromSource atomic
         env 7 []EnvVar map:name patch:merge:name
         resources 8 ResourceRequirements zero
         resizePolicy 23 []ContainerResizePolicy atomic
         restartPolicy 24 string omit
         restartPolicyRules 25 []ContainerRestartRule atomic
         volumeMounts 9 []VolumeMount map:mountPath patch:merge:mountPath
         volumeDevices 21 []VolumeDevice map:devicePath patch:merge:devicePath
         livenessProbe 10 Probe
         readinessProbe 11 Probe
         startupProbe 22 Probe
         lifecycle 12 Lifecycle
         terminationMessagePath 13 string omit
         terminationMessagePolicy 20 string omit enum:FallbackToLogsOnError|File
         imagePullPolicy 14 string omit enum:Always|IfNotPresent|Never
         securityContext 15 SecurityContext
         stdin 16 bool omit
         stdinOnce 17 bool omit
         tty 18 bool omit
        ContainerExtendedResourceRequest
         containerName 1 string zero !
         resourceName 2 string zero !
         requestName 3 string zero !
        ContainerImage
         names 1 []string atomic
         sizeBytes 2 int64
        ContainerPort
         name 1 string omit
         hostPort 2 int32 omit
         containerPort 3 int32 zero !
         protocol 4 string omit enum:SCTP|TCP|UDP
         hostIP 5 string omit
        ContainerResizePolicy
         resourceName 1 string zero !
         restartPolicy 2 string zero !
        ContainerRestartRule
         action 1 string zero !
         exitCodes 2 ContainerRestartRuleOnExitCodes
        ContainerRestartRuleOnExitCodes
         operator 1 string zero !
         values 2 []int32 set
        ContainerState
         waiting 1 ContainerStateWaiting
         running 2 ContainerStateRunning
         terminated 3 ContainerStateTerminated
        ContainerStateRunning
         startedAt 1 time zero
        ContainerStateTerminated
         exitCode 1 int32 zero !
         signal 2 int32 omit
         reason 3 string omit
         message 4 string omit
         startedAt 5 time zero
         finishedAt 6 time zero
         containerID 7 string omit
        ContainerStateWaiting
         reason 1 string omit
         message 2 string omit
        ContainerStatus
         name 1 string zero !
         state 2 ContainerState zero
         lastState 3 ContainerState zero
         ready 4 bool zero !
         restartCount 5 int32 zero !
         image 6 string zero !
         imageID 7 string zero !
         containerID 8 string omit
         started 9 bool
         allocatedResources 10 {}quantity
         resources 11 ResourceRequirements
         volumeMounts 12 []VolumeMountStatus map:mountPath patch:merge:mountPath
         user 13 ContainerUser
         allocatedResourcesStatus 14 []ResourceStatus map:name patch:merge:name
         stopSignal 15 string omit enum:SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ
        ContainerUser
         linux 1 LinuxContainerUser
        DaemonEndpoint
         Port 1 int32 zero !
        DownwardAPIProjection
         items 1 []DownwardAPIVolumeFile atomic
        DownwardAPIVolumeFile
         path 1 string zero !
         fieldRef 2 ObjectFieldSelector
         resourceFieldRef 3 ResourceFieldSelector
         mode 4 int32
        DownwardAPIVolumeSource
         items 1 []DownwardAPIVolumeFile atomic
         defaultMode 2 int32
        EmptyDirVolumeSource
         medium 1 string omit
         sizeLimit 2 quantity
        EndpointAddress whole
         ip 1 string zero !
         hostname 3 string omit
         nodeName 4 string omit
         targetRef 2 ObjectReference
        EndpointPort whole
         name 1 string omit
         port 2 int32 zero !
         protocol 3 string omit enum:SCTP|TCP|UDP
         appProtocol 4 string omit
        EndpointSubset
         addresses 1 []EndpointAddress atomic
         notReadyAddresses 2 []EndpointAddress atomic
         ports 3 []EndpointPort atomic
        Endpoints
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         subsets 2 []EndpointSubset atomic
        EndpointsList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []Endpoints !
        EnvFromSource
         prefix 1 string omit
         configMapRef 2 ConfigMapEnvSource
         secretRef 3 SecretEnvSource
        EnvVar
         name 1 string zero !
         value 2 string omit
         valueFrom 3 EnvVarSource
        EnvVarSource
         fieldRef 1 ObjectFieldSelector
         resourceFieldRef 2 ResourceFieldSelector
         configMapKeyRef 3 ConfigMapKeySelector
         secretKeyRef 4 SecretKeySelector
         fileKeyRef 5 FileKeySelector
        EphemeralContainer
         name 1/1 string zero !
         image 1/2 string omit
         command 1/3 []string atomic
         args 1/4 []string atomic
         workingDir 1/5 string omit
         ports 1/6 []ContainerPort map:containerPort,protocol patch:merge:containerPort
         envFrom 1/19 []EnvFromSource atomic
         env 1/7 []EnvVar map:name patch:merge:name
         resources 1/8 ResourceRequirements zero
         resizePolicy 1/23 []ContainerResizePolicy atomic
         restartPolicy 1/24 string omit
         restartPolicyRules 1/25 []ContainerRestartRule atomic
         volumeMounts 1/9 []VolumeMount map:mountPath patch:merge:mountPath
         volumeDevices 1/21 []VolumeDevice map:devicePath patch:merge:devicePath
         livenessProbe 1/10 Probe
         readinessProbe 1/11 Probe
         startupProbe 1/22 Probe
         lifecycle 1/12 Lifecycle
         terminationMessagePath 1/13 string omit
         terminationMessagePolicy 1/20 string omit enum:FallbackToLogsOnError|File
         imagePullPolicy 1/14 string omit enum:Always|IfNotPresent|Never
         securityContext 1/15 SecurityContext
         stdin 1/16 bool omit
         stdinOnce 1/17 bool omit
         tty 1/18 bool omit
         targetContainerName 2 string omit
        EphemeralVolumeSource
         volumeClaimTemplate 1 PersistentVolumeClaimTemplate
        Event
         metadata 1 meta/v1.ObjectMeta !
         involvedObject 2 ObjectReference !
         reason 3 string omit
         message 4 string omit
         source 5 EventSource zero
         firstTimestamp 6 time zero
         lastTimestamp 7 time zero
         count 8 int32 omit
         type 9 string omit
         eventTime 10 microTime zero
         series 11 EventSeries
         action 12 string omit
         related 13 ObjectReference
         kind 13/1 string omit
         apiVersion 13/5 string omit
         reportingComponent 14 string zero
         reportingInstance 15 string zero
        EventList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []Event !
        EventSeries
         count 1 int32 omit
         lastObservedTime 2 microTime
        EventSource
         component 1 string omit
         host 2 string omit
        ExecAction
         command 1 []string atomic
        FCVolumeSource
         targetWWNs 1 []string atomic
         lun 2 int32
         fsType 3 string omit
         readOnly 4 bool omit
         wwids 5 []string atomic
        FileKeySelector whole
         volumeName 1 string zero !
         path 2 string zero !
         key 3 string zero !
         optional 4 bool
        FlexPersistentVolumeSource
         driver 1 string zero !
         fsType 2 string omit
         secretRef 3 SecretReference
         readOnly 4 bool omit
         options 5 {}string
        FlexVolumeSource
         driver 1 string zero !
         fsType 2 string omit
         secretRef 3 LocalObjectReference
         readOnly 4 bool omit
         options 5 {}string
        FlockerVolumeSource
         datasetName 1 string omit
         datasetUUID 2 string omit
        GCEPersistentDiskVolumeSource
         pdName 1 string zero !
         fsType 2 string omit
         partition 3 int32
         readOnly 4 bool omit
        GRPCAction
         port 1 int32 zero !
         service 2 string omit
        GitRepoVolumeSource
         repository 1 string zero !
         revision 2 string omit
         directory 3 string omit
        GlusterfsPersistentVolumeSource
         endpoints 1 string zero !
         path 2 string zero !
         readOnly 3 bool omit
         endpointsNamespace 4 string omit
        GlusterfsVolumeSource
         endpoints 1 string zero !
         path 2 string zero !
         readOnly 3 bool omit
        HTTPGetAction
         path 1 string omit
         port 2 intOrString !
         host 3 string omit
         scheme 4 string omit enum:HTTP|HTTPS
         httpHeaders 5 []HTTPHeader atomic
        HTTPHeader
         name 1 string zero !
         value 2 string zero !
        HostAlias
         ip 1 string zero !
         hostnames 2 []string atomic
        HostIP
         ip 1 string zero !
        HostPathVolumeSource
         path 1 string zero !
         type 2 string enum:|BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket
        ISCSIPersistentVolumeSource
         targetPortal 1 string zero !
         iqn 2 string zero !
         lun 3 int32 zero !
         iscsiInterface 4 string omit
         fsType 5 string omit
         readOnly 6 bool omit
         portals 7 []string atomic
         chapAuthDiscovery 8 bool
         secretRef 10 SecretReference
         chapAuthSession 11 bool
         initiatorName 12 string omit
        ISCSIVolumeSource
         targetPortal 1 string zero !
         iqn 2 string zero !
         lun 3 int32 zero !
         iscsiInterface 4 string omit
         fsType 5 string omit
         readOnly 6 bool omit
         portals 7 []string atomic
         chapAuthDiscovery 8 bool
         secretRef 10 LocalObjectReference
         chapAuthSession 11 bool
         initiatorName 12 string omit
        ImageVolumeSource
         reference 1 string omit
         pullPolicy 2 string omit enum:Always|IfNotPresent|Never
        ImageVolumeStatus
         imageRef 1 string zero !
        KeyToPath
         key 1 string zero !
         path 2 string zero !
         mode 3 int32
        Lifecycle
         postStart 1 LifecycleHandler
         preStop 2 LifecycleHandler
         stopSignal 3 string omit enum:SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ
        LifecycleHandler
         exec 1 ExecAction
         httpGet 2 HTTPGetAction
         tcpSocket 3 TCPSocketAction
         sleep 4 SleepAction
        LimitRange
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 LimitRangeSpec zero
        LimitRangeItem
         type 1 string zero !
         max 2 {}quantity
         min 3 {}quantity
         default 4 {}quantity
         defaultRequest 5 {}quantity
         maxLimitRequestRatio 6 {}quantity
        LimitRangeList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []LimitRange !
        LimitRangeSpec
         limits 1 []LimitRangeItem ! atomic
        LinuxContainerUser
         uid 1 int64 zero !
         gid 2 int64 zero !
         supplementalGroups 3 []int64 atomic
        LoadBalancerIngress
         ip 1 string omit
         hostname 2 string omit
         ipMode 3 string omit
         ports 4 []PortStatus atomic
        LoadBalancerStatus
         ingress 1 []LoadBalancerIngress atomic
        LocalObjectReference whole
         name 1 string omit
        LocalVolumeSource
         path 1 string zero !
         fsType 2 string omit
        ModifyVolumeStatus
         targetVolumeAttributesClassName 1 string omit
         status 2 string zero ! enum:InProgress|Infeasible|Pending
        NFSVolumeSource
         server 1 string zero !
         path 2 string zero !
         readOnly 3 bool omit
        Namespace
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 NamespaceSpec zero
         status 3 NamespaceStatus zero
        NamespaceCondition
         type 1 string zero !
         status 2 string zero !
         lastTransitionTime 4 time
         reason 5 string omit
         message 6 string omit
        NamespaceList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []Namespace !
        NamespaceSpec
         finalizers 1 []string atomic
        NamespaceStatus
         phase 1 string omit enum:Active|Terminating
         conditions 2 []NamespaceCondition map:type patch:merge:type
        Node
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 NodeSpec zero
         status 3 NodeStatus zero
        NodeAddress
         type 1 string zero !
         address 2 string zero !
        NodeAffinity
         requiredDuringSchedulingIgnoredDuringExecution 1 NodeSelector
         preferredDuringSchedulingIgnoredDuringExecution 2 []PreferredSchedulingTerm atomic
        NodeAllocatableResourceClaimStatus
         resourceClaimName 1 string zero !
         containers 2 []string set
         resources 3 {}quantity !
        NodeCondition
         type 1 string zero !
         status 2 string zero !
         lastHeartbeatTime 3 time zero
         lastTransitionTime 4 time zero
         reason 5 string omit
         message 6 string omit
        NodeConfigSource
         configMap 2 ConfigMapNodeConfigSource
        NodeConfigStatus
         assigned 1 NodeConfigSource
         active 2 NodeConfigSource
         lastKnownGood 3 NodeConfigSource
         error 4 string omit
        NodeDaemonEndpoints
         kubeletEndpoint 1 DaemonEndpoint zero
        NodeFeatures
         supplementalGroupsPolicy 1 bool
        NodeList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []Node !
        NodeRuntimeHandler
         name 1 string omit
         features 2 NodeRuntimeHandlerFeatures
        NodeRuntimeHandlerFeatures
         recursiveReadOnlyMounts 1 bool
         userNamespaces 2 bool
        NodeSelector whole
         nodeSelectorTerms 1 []NodeSelectorTerm ! atomic
        NodeSelectorRequirement
         key 1 string zero !
         operator 2 string zero ! enum:DoesNotExist|Exists|Gt|In|Lt|NotIn
         values 3 []string atomic
        NodeSelectorTerm whole
         matchExpressions 1 []NodeSelectorRequirement atomic
         matchFields 2 []NodeSelectorRequirement atomic
        NodeSpec
         podCIDR 1 string omit
         podCIDRs 7 []string set patch:merge
         providerID 3 string omit
         unschedulable 4 bool omit
         taints 5 []Taint atomic
         configSource 6 NodeConfigSource
         externalID 2 string omit
        NodeStatus
         capacity 1 {}quantity
         allocatable 2 {}quantity
         phase 3 string omit enum:Pending|Running|Terminated
         conditions 4 []NodeCondition map:type patch:merge:type
         addresses 5 []NodeAddress map:type patch:merge:type
         daemonEndpoints 6 NodeDaemonEndpoints zero
         nodeInfo 7 NodeSystemInfo zero
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
         machineID 1 string zero !
         systemUUID 2 string zero !
         bootID 3 string zero !
         kernelVersion 4 string zero !
         osImage 5 string zero !
         containerRuntimeVersion 6 string zero !
         kubeletVersion 7 string zero !
         kubeProxyVersion 8 string zero !
         operatingSystem 9 string zero !
         architecture 10 string zero !
         swap 11 NodeSwapStatus
        ObjectFieldSelector whole
         apiVersion 1 string omit
         fieldPath 2 string zero !
        ObjectReference whole
         kind 1 string omit
         namespace 2 string omit
         name 3 string omit
         uid 4 string omit
         apiVersion 5 string omit
         resourceVersion 6 string omit
         fieldPath 7 string omit
        PersistentVolume
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 PersistentVolumeSpec zero
         status 3 PersistentVolumeStatus zero
        PersistentVolumeClaim
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 PersistentVolumeClaimSpec zero
         status 3 PersistentVolumeClaimStatus zero
        PersistentVolumeClaimCondition
         type 1 string zero !
         status 2 string zero !
         lastProbeTime 3 time
         lastTransitionTime 4 time
         reason 5 string omit
         message 6 string omit
        PersistentVolumeClaimList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []PersistentVolumeClaim !
        PersistentVolumeClaimSpec
         accessModes 1 []string atomic
         selector 4 meta/v1.LabelSelector
         resources 2 VolumeResourceRequirements zero
         volumeName 3 string omit
         storageClassName 5 string
         volumeMode 6 string omit enum:Block|Filesystem
         dataSource 7 TypedLocalObjectReference
         dataSourceRef 8 TypedObjectReference
         volumeAttributesClassName 9 string
        PersistentVolumeClaimStatus
         phase 1 string omit enum:Bound|Lost|Pending
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
         claimName 1 string zero !
         readOnly 2 bool omit
        PersistentVolumeList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
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
         persistentVolumeReclaimPolicy 5 string omit enum:Delete|Recycle|Retain
         storageClassName 6 string omit
         mountOptions 7 []string atomic
         volumeMode 8 string omit enum:Block|Filesystem
         nodeAffinity 9 VolumeNodeAffinity
         volumeAttributesClassName 10 string
        PersistentVolumeStatus
         phase 1 string omit enum:Available|Bound|Failed|Pending|Released
         message 2 string omit
         reason 3 string omit
         lastPhaseTransitionTime 4 time
        PhotonPersistentDiskVolumeSource
         pdID 1 string zero !
         fsType 2 string omit
        Pod
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 PodSpec zero
         status 3 PodStatus zero
        PodAffinity
         requiredDuringSchedulingIgnoredDuringExecution 1 []PodAffinityTerm atomic
         preferredDuringSchedulingIgnoredDuringExecution 2 []WeightedPodAffinityTerm atomic
        PodAffinityTerm
         labelSelector 1 meta/v1.LabelSelector
         namespaces 2 []string atomic
         topologyKey 3 string zero !
         namespaceSelector 4 meta/v1.LabelSelector
         matchLabelKeys 5 []string atomic
         mismatchLabelKeys 6 []string atomic
        PodAntiAffinity
         requiredDuringSchedulingIgnoredDuringExecution 1 []PodAffinityTerm atomic
         preferredDuringSchedulingIgnoredDuringExecution 2 []WeightedPodAffinityTerm atomic
        PodCertificateProjection
         signerName 1 string zero !
         keyType 2 string zero !
         maxExpirationSeconds 3 int32
         credentialBundlePath 4 string omit
         keyPath 5 string omit
         certificateChainPath 6 string omit
         userAnnotations 7 {}string
        PodCondition
         type 1 string zero !
         observedGeneration 7 int64 omit
         status 2 string zero !
         lastProbeTime 3 time zero
         lastTransitionTime 4 time zero
         reason 5 string omit
         message 6 string omit
        PodDNSConfig
         nameservers 1 []string atomic
         searches 2 []string atomic
         options 3 []PodDNSConfigOption atomic
        PodDNSConfigOption
         name 1 string omit
         value 2 string omit
        PodExtendedResourceClaimStatus
         requestMappings 1 []ContainerExtendedResourceRequest ! atomic
         resourceClaimName 2 string zero !
        PodIP
         ip 1 string zero !
        PodList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []Pod !
        PodOS
         name 1 string zero !
        PodReadinessGate
         conditionType 1 string zero !
        PodResourceClaim
         name 1 string zero !
         resourceClaimName 3 string omit
         resourceClaimTemplateName 4 string omit
        PodResourceClaimStatus
         name 1 string zero !
         resourceClaimName 2 string omit
        PodSchedulingGate
         name 1 string zero !
        PodSchedulingGroup
         podGroupName 1 string omit
        PodSecurityContext
         seLinuxOptions 1 SELinuxOptions
         windowsOptions 8 WindowsSecurityContextOptions
         runAsUser 2 int64
         runAsGroup 6 int64
         runAsNonRoot 3 bool
         supplementalGroups 4 []int64 atomic
         supplementalGroupsPolicy 12 string omit enum:Merge|Strict
         fsGroup 5 int64
         sysctls 7 []Sysctl atomic
         fsGroupChangePolicy 9 string omit enum:Always|OnRootMismatch
         seccompProfile 10 SeccompProfile
         appArmorProfile 11 AppArmorProfile
         seLinuxChangePolicy 13 string omit
        PodSpec
         volumes 1 []Volume map:name patch:merge,retainKeys:name
         initContainers 20 []Container map:name patch:merge:name
         containers 2 []Container ! map:name patch:merge:name
         ephemeralContainers 34 []EphemeralContainer map:name patch:merge:name
         restartPolicy 3 string omit enum:Always|Never|OnFailure
         terminationGracePeriodSeconds 4 int64
         activeDeadlineSeconds 5 int64
         dnsPolicy 6 string omit enum:ClusterFirst|ClusterFirstWithHostNet|Default|None
         nodeSelector 7 {}string whole
         serviceAccountName 8 string omit
         serviceAccount 9 string omit
         automountServiceAccountToken 21 bool
         nodeName 10 string omit
         hostNetwork 11 bool omit
         hostPID 12 bool omit
         hostIPC 13 bool omit
         shareProcessNamespace 27 bool
         securityContext 14 PodSecurityContext
         imagePullSecrets 15 []LocalObjectReference map:name patch:merge:name
         hostname 16 string omit
         subdomain 17 string omit
         affinity 18 Affinity
         schedulerName 19 string omit
         tolerations 22 []Toleration atomic
         hostAliases 23 []HostAlias map:ip patch:merge:ip
         priorityClassName 24 string omit
         priority 25 int32
         dnsConfig 26 PodDNSConfig
         readinessGates 28 []PodReadinessGate atomic
         runtimeClassName 29 string
         enableServiceLinks 30 bool
         preemptionPolicy 31 string omit enum:Never|PreemptLowerPriority
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
         observedGeneration 17 int64 omit
         phase 1 string omit enum:Failed|Pending|Running|Succeeded|Unknown
         conditions 2 []PodCondition map:type patch:merge:type
         message 3 string omit
         reason 4 string omit
         nominatedNodeName 11 string omit
         hostIP 5 string omit
         hostIPs 16 []HostIP atomic patch:merge:ip
         podIP 6 string omit
         podIPs 12 []PodIP map:ip patch:merge:ip
         startTime 7 time
         initContainerStatuses 10 []ContainerStatus atomic
         containerStatuses 8 []ContainerStatus atomic
         qosClass 9 string omit enum:BestEffort|Burstable|Guaranteed
         ephemeralContainerStatuses 13 []ContainerStatus atomic
         resize 14 string omit
         resourceClaimStatuses 15 []PodResourceClaimStatus map:name patch:merge,retainKeys:name
         extendedResourceClaimStatus 18 PodExtendedResourceClaimStatus
         allocatedResources 19 {}quantity
         resources 20 ResourceRequirements
         nodeAllocatableResourceClaimStatuses 21 []NodeAllocatableResourceClaimStatus atomic
        PodTemplate
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         template 2 PodTemplateSpec
        PodTemplateList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []PodTemplate !
        PodTemplateSpec
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 PodSpec zero
        PortStatus
         port 1 int32 zero !
         protocol 2 string zero ! enum:SCTP|TCP|UDP
         error 3 string omit
        PortworxVolumeSource
         volumeID 1 string zero !
         fsType 2 string omit
         readOnly 3 bool omit
        PreferredSchedulingTerm
         weight 1 int32 zero !
         preference 2 NodeSelectorTerm !
        Probe
         exec 1/1 ExecAction
         httpGet 1/2 HTTPGetAction
         tcpSocket 1/3 TCPSocketAction
         grpc 1/4 GRPCAction
         initialDelaySeconds 2 int32 omit
         timeoutSeconds 3 int32 omit
         periodSeconds 4 int32 omit
         successThreshold 5 int32 omit
         failureThreshold 6 int32 omit
         terminationGracePeriodSeconds 7 int64
        ProjectedVolumeSource
         sources 1 []VolumeProjection atomic
         defaultMode 2 int32
        QuobyteVolumeSource
         registry 1 string zero !
         volume 2 string zero !
         readOnly 3 bool omit
         user 4 string omit
         group 5 string omit
         tenant 6 string omit
        RBDPersistentVolumeSource
         monitors 1 []string ! atomic
         image 2 string zero !
         fsType 3 string omit
         pool 4 string omit
         user 5 string omit
         keyring 6 string omit
         secretRef 7 SecretReference
         readOnly 8 bool omit
        RBDVolumeSource
         monitors 1 []string ! atomic
         image 2 string zero !
         fsType 3 string omit
         pool 4 string omit
         user 5 string omit
         keyring 6 string omit
         secretRef 7 LocalObjectReference
         readOnly 8 bool omit
        ReplicationController
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 ReplicationControllerSpec zero
         status 3 ReplicationControllerStatus zero
        ReplicationControllerCondition
         type 1 string zero !
         status 2 string zero !
         lastTransitionTime 3 time
         reason 4 string omit
         message 5 string omit
        ReplicationControllerList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ReplicationController !
        ReplicationControllerSpec
         replicas 1 int32
         minReadySeconds 4 int32 omit
         selector 2 {}string whole
         template 3 PodTemplateSpec
        ReplicationControllerStatus
         replicas 1 int32 zero !
         fullyLabeledReplicas 2 int32 omit
         readyReplicas 4 int32 omit
         availableReplicas 5 int32 omit
         observedGeneration 3 int64 omit
         conditions 6 []ReplicationControllerCondition map:type patch:merge:type
        ResourceClaim
         name 1 string zero !
         request 2 string omit
        ResourceFieldSelector whole
         containerName 1 string omit
         resource 2 string zero !
         divisor 3 quantity
        ResourceHealth
         resourceID 1 string zero !
         health 2 string omit
         message 6 string omit
        ResourceQuota
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 ResourceQuotaSpec zero
         status 3 ResourceQuotaStatus zero
        ResourceQuotaList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
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
         name 1 string zero !
         resources 2 []ResourceHealth map:resourceID
        SELinuxOptions
         user 1 string omit
         role 2 string omit
         type 3 string omit
         level 4 string omit
        ScaleIOPersistentVolumeSource
         gateway 1 string zero !
         system 2 string zero !
         secretRef 3 SecretReference !
         sslEnabled 4 bool
         protectionDomain 5 string omit
         storagePool 6 string omit
         storageMode 7 string omit
         volumeName 8 string omit
         fsType 9 string omit
         readOnly 10 bool omit
        ScaleIOVolumeSource
         gateway 1 string zero !
         system 2 string zero !
         secretRef 3 LocalObjectReference !
         sslEnabled 4 bool
         protectionDomain 5 string omit
         storagePool 6 string omit
         storageMode 7 string omit
         volumeName 8 string omit
         fsType 9 string omit
         readOnly 10 bool omit
        ScopeSelector whole
         matchExpressions 1 []ScopedResourceSelectorRequirement atomic
        ScopedResourceSelectorRequirement whole
         scopeName 1 string zero ! enum:BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass
         operator 2 string zero ! enum:DoesNotExist|Exists|In|NotIn
         values 3 []string atomic
        SeccompProfile
         type 1 string zero ! enum:Localhost|RuntimeDefault|Unconfined
         localhostProfile 2 string omit
        Secret
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         immutable 5 bool
         data 2 {}bytes
         stringData 4 {}string
         type 3 string omit
        SecretEnvSource
         name 1/1 string omit
         optional 2 bool
        SecretKeySelector whole
         name 1/1 string omit
         key 2 string zero !
         optional 3 bool
        SecretList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []Secret !
        SecretProjection
         name 1/1 string omit
         items 2 []KeyToPath atomic
         optional 4 bool
        SecretReference whole
         name 1 string omit
         namespace 2 string omit
        SecretVolumeSource
         secretName 1 string omit
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
         procMount 9 string omit enum:Default|Unmasked
         seccompProfile 11 SeccompProfile
         appArmorProfile 12 AppArmorProfile
        Service
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 ServiceSpec zero
         status 3 ServiceStatus zero
        ServiceAccount
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         secrets 2 []ObjectReference map:name patch:merge:name
         imagePullSecrets 3 []LocalObjectReference atomic
         automountServiceAccountToken 4 bool
        ServiceAccountList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ServiceAccount !
        ServiceAccountTokenProjection
         audience 1 string omit
         expirationSeconds 2 int64
         path 3 string zero !
        ServiceList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []Service !
        ServicePort
         name 1 string omit
         protocol 2 string omit enum:SCTP|TCP|UDP
         appProtocol 6 string
         port 3 int32 zero !
         targetPort 4 intOrString
         nodePort 5 int32 omit
        ServiceSpec
         ports 1 []ServicePort map:port,protocol patch:merge:port
         selector 2 {}string whole
         clusterIP 3 string omit
         clusterIPs 18 []string atomic
         type 4 string omit enum:ClusterIP|ExternalName|LoadBalancer|NodePort
         externalIPs 5 []string atomic
         sessionAffinity 7 string omit enum:ClientIP|None
         loadBalancerIP 8 string omit
         loadBalancerSourceRanges 9 []string atomic
         externalName 10 string omit
         externalTrafficPolicy 11 string omit enum:Cluster|Local
         healthCheckNodePort 12 int32 omit
         publishNotReadyAddresses 13 bool omit
         sessionAffinityConfig 14 SessionAffinityConfig
         ipFamilies 19 []string atomic
         ipFamilyPolicy 17 string omit enum:PreferDualStack|RequireDualStack|SingleStack
         allocateLoadBalancerNodePorts 20 bool
         loadBalancerClass 21 string
         internalTrafficPolicy 22 string omit enum:Cluster|Local
         trafficDistribution 23 string
        ServiceStatus
         loadBalancer 1 LoadBalancerStatus zero
         conditions 2 []meta/v1.Condition map:type patch:merge:type
        SessionAffinityConfig
         clientIP 1 ClientIPConfig
        SleepAction
         seconds 1 int64 zero !
        StorageOSPersistentVolumeSource
         volumeName 1 string omit
         volumeNamespace 2 string omit
         fsType 3 string omit
         readOnly 4 bool omit
         secretRef 5 ObjectReference
        StorageOSVolumeSource
         volumeName 1 string omit
         volumeNamespace 2 string omit
         fsType 3 string omit
         readOnly 4 bool omit
         secretRef 5 LocalObjectReference
        Sysctl
         name 1 string zero !
         value 2 string zero !
        TCPSocketAction
         port 1 intOrString !
         host 2 string omit
        Taint
         key 1 string zero !
         value 2 string omit
         effect 3 string zero ! enum:NoExecute|NoSchedule|PreferNoSchedule
         timeAdded 4 time
        Toleration
         key 1 string omit
         operator 2 string omit enum:Equal|Exists|Gt|Lt
         value 3 string omit
         effect 4 string omit enum:NoExecute|NoSchedule|PreferNoSchedule
         tolerationSeconds 5 int64
        TopologySelectorLabelRequirement
         key 1 string zero !
         values 2 []string ! atomic
        TopologySelectorTerm whole
         matchLabelExpressions 1 []TopologySelectorLabelRequirement atomic
        TopologySpreadConstraint
         maxSkew 1 int32 zero !
         topologyKey 2 string zero !
         whenUnsatisfiable 3 string zero ! enum:DoNotSchedule|ScheduleAnyway
         labelSelector 4 meta/v1.LabelSelector
         minDomains 5 int32
         nodeAffinityPolicy 6 string omit enum:Honor|Ignore
         nodeTaintsPolicy 7 string omit enum:Honor|Ignore
         matchLabelKeys 8 []string atomic
        TypedLocalObjectReference whole
         apiGroup 1 string
         kind 2 string zero !
         name 3 string zero !
        TypedObjectReference
         apiGroup 1 string
         kind 2 string zero !
         name 3 string zero !
         namespace 4 string
        Volume
         name 1 string zero !
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
         name 1 string zero !
         devicePath 2 string zero !
        VolumeMount
         name 1 string zero !
         readOnly 2 bool omit
         recursiveReadOnly 7 string omit
         mountPath 3 string zero !
         subPath 4 string omit
         mountPropagation 5 string enum:Bidirectional|HostToContainer|None
         subPathExpr 6 string omit
        VolumeMountStatus
         name 1 string zero !
         mountPath 2 string zero !
         readOnly 3 bool omit
         recursiveReadOnly 4 string omit
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
         volumePath 1 string zero !
         fsType 2 string omit
         storagePolicyName 3 string omit
         storagePolicyID 4 string omit
        WeightedPodAffinityTerm
         weight 1 int32 zero !
         podAffinityTerm 2 PodAffinityTerm !
        WindowsSecurityContextOptions
         gmsaCredentialSpecName 1 string omit
         gmsaCredentialSpec 2 string omit
         runAsUserName 3 string omit
         hostProcess 4 bool
        """#
}
