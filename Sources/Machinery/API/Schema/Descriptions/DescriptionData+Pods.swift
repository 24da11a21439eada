extension DescriptionData {
    static let pods = """
        Pod One or more containers that run together on a node and share network and volumes.
        PodTemplate A template from which pods can be made.
        PodTemplateSpec What the pods that are made from it look like.
        PodSpec What a pod runs, where and how.
         containers The containers of the pod, at least one.
         initContainers Containers that run before the others, one after the other, to their end.
         ephemeralContainers Containers that were added to the running pod to look into it.
         volumes The volumes that the containers may mount.
         restartPolicy Which ended containers are started again: Always, OnFailure or Never.
         terminationGracePeriodSeconds Seconds from the request to end to the kill, 30 by default.
         activeDeadlineSeconds Seconds after which the pod is made to fail.
         dnsPolicy Where the containers look names up; ClusterFirst asks the cluster's DNS.
         dnsConfig Name servers, search domains and options beside those of dnsPolicy.
         nodeSelector Labels that a node must have for the pod to run there.
         serviceAccountName The ServiceAccount as which the pod speaks to the API server.
         serviceAccount The old name of serviceAccountName.
         automountServiceAccountToken Whether the account's token is mounted into the containers.
         nodeName The node that the pod runs on; the scheduler sets it.
         hostNetwork Whether the pod uses the node's network instead of one of its own.
         hostPID Whether the pod sees the node's processes.
         hostIPC Whether the pod shares the node's shared memory.
         hostUsers Whether the pod's user numbers are the node's.
         shareProcessNamespace Whether the containers see each other's processes.
         securityContext Users, groups and other security settings for all containers.
         imagePullSecrets Secrets with the credentials for the images' registries.
         hostname The pod's host name; its own name if not set.
         subdomain With it the full host name is HOSTNAME.SUBDOMAIN.NAMESPACE.svc.DOMAIN.
         setHostnameAsFQDN Whether the host name is the full one.
         affinity Which nodes, or nodes of which other pods, are preferred or required.
         schedulerName Which scheduler places the pod.
         tolerations The taints of nodes that the pod puts up with.
         hostAliases Lines for the containers' /etc/hosts.
         priorityClassName The PriorityClass that gives the pod its priority.
         priority The pod's priority; admission sets it from the class.
         preemptionPolicy Whether pods of lower priority may be evicted for this one.
         readinessGates Conditions that must also be true for the pod to be ready.
         runtimeClassName The RuntimeClass that says what runs the containers.
         overhead What the pod costs beside its containers; set from the RuntimeClass.
         enableServiceLinks Whether containers get environment variables for the services.
         topologySpreadConstraints How evenly pods are spread over zones, nodes and the like.
         os The operating system of the containers: linux or windows.
         schedulingGates What must be removed before the scheduler looks at the pod.
         resourceClaims The claims to devices that the pod's containers use.
         resources What the pod as a whole asks for and may use.
         hostnameOverride The host name that the pod sees, whatever else says.
        PodStatus How the pod is doing; the kubelet writes it.
         phase The whole in one word: Pending, Running, Succeeded, Failed or Unknown.
         hostIP The address of the node.
         hostIPs The addresses of the node.
         podIP The address of the pod.
         podIPs The addresses of the pod, one for each family.
         startTime When the kubelet took the pod on.
         initContainerStatuses How each init container is doing.
         containerStatuses How each container is doing.
         ephemeralContainerStatuses How each ephemeral container is doing.
         qosClass Who is evicted first when memory runs short: BestEffort, Burstable, Guaranteed.
         nominatedNodeName The node where others are evicted to make room for this pod.
         resize How a change of the resources is going.
        PodCondition A statement about the pod: PodScheduled, Initialized, Ready.
         type What is stated: PodScheduled, Initialized, ContainersReady, Ready.
         status True, False or Unknown.
        PodSecurityContext Security settings for all containers of the pod.
         runAsUser The user number of the processes.
         runAsGroup The group number of the processes.
         runAsNonRoot Whether the kubelet refuses to start a container as root.
         fsGroup The group that owns the volumes' files.
         supplementalGroups Further groups of the processes.
         sysctls Kernel parameters of the pod.
         seccompProfile Which system calls are allowed.
         seLinuxOptions The SELinux context of the processes.
        PodDNSConfig Settings for looking up names.
         nameservers Addresses of name servers.
         searches Domains to try for short names.
         options Options of the resolver.
        Affinity Rules for the choice of a node.
         nodeAffinity By the nodes' labels.
         podAffinity Near to certain other pods.
         podAntiAffinity Away from certain other pods.
        NodeAffinity Which nodes are required or preferred, by their labels.
         requiredDuringSchedulingIgnoredDuringExecution What a node must fulfil.
         preferredDuringSchedulingIgnoredDuringExecution What makes a node a better choice.
        PodAffinity Near to which pods.
         requiredDuringSchedulingIgnoredDuringExecution Pods that must be near.
         preferredDuringSchedulingIgnoredDuringExecution Pods that had better be near.
        PodAntiAffinity Away from which pods.
         requiredDuringSchedulingIgnoredDuringExecution Pods that must not be near.
         preferredDuringSchedulingIgnoredDuringExecution Pods that had better not be near.
        PodAffinityTerm Other pods, and what counts as near to them.
         topologyKey The node label whose value says what is near: kubernetes.io/hostname.
         namespaces The namespaces of the other pods.
        WeightedPodAffinityTerm A preference with its weight.
         weight From 1 to 100; those of all that hold are added up.
         podAffinityTerm Which pods, and what counts as near.
        PreferredSchedulingTerm A preference for nodes with its weight.
         weight From 1 to 100; those of all that hold are added up.
         preference Which nodes.
        NodeSelector Alternatives, one of which a node must fulfil.
         nodeSelectorTerms The alternatives.
        NodeSelectorTerm Requirements that a node must fulfil, all of them.
         matchFields Requirements on the node's fields, of which there is metadata.name.
        NodeSelectorRequirement A requirement on one label of a node.
         key The label's name.
         operator In, NotIn, Exists, DoesNotExist, Gt or Lt.
         values The values to compare with.
        Toleration Taints that the pod puts up with.
         key The taint's key; empty with Exists means every taint.
         operator Exists or Equal, which compares the value.
         value The taint's value, for Equal.
         effect NoSchedule, PreferNoSchedule or NoExecute; empty means every effect.
         tolerationSeconds How long the pod stays when a NoExecute taint comes.
        TopologySpreadConstraint How evenly pods are spread.
         maxSkew By how many pods two places may differ.
         topologyKey The node label whose value names the place.
         whenUnsatisfiable DoNotSchedule, or ScheduleAnyway to prefer only.
         minDomains How many places there must be at least.
        HostAlias Names for an address in /etc/hosts.
         ip The address.
         hostnames The names.
        Binding Puts a pod on a node; schedulers create it.
         target The node.
        """
}
