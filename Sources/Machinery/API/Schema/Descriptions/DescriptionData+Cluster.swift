extension DescriptionData {
    static let cluster = """
        Node A machine of the cluster, on which pods run.
        NodeSpec Settings of a node.
         podCIDR The addresses for pods on this node.
         podCIDRs The addresses for pods on this node, for each family.
         providerID The machine's identifier at the cloud that it comes from.
         unschedulable Whether no new pods come here; kubectl cordon sets it.
         taints What keeps pods away that do not tolerate it.
         configSource No longer supported.
         externalID No longer used.
        NodeStatus How the node is doing; its kubelet writes it.
         capacity What the node has.
         allocatable What is left of it for pods.
         addresses The node's addresses and host name.
         nodeInfo Versions and identifiers of the node's software.
         images The images that the node has.
         daemonEndpoints The ports of the kubelet.
         volumesInUse The volumes that are mounted.
         volumesAttached The volumes that are attached.
         phase No longer set.
        NodeCondition A statement about the node: Ready, MemoryPressure.
         type Ready, MemoryPressure, DiskPressure, PIDPressure or NetworkUnavailable.
         status True, False or Unknown.
         lastHeartbeatTime When the kubelet last wrote it.
        Taint What keeps pods away from a node that do not tolerate it.
         key The taint's name.
         value The taint's value.
         effect NoSchedule, PreferNoSchedule, or NoExecute, which also evicts.
         timeAdded When it was added, for NoExecute.
        Namespace A space of names: objects of different namespaces may be called the same.
        NamespaceSpec Who must finish before the namespace may go.
        NamespaceStatus Whether the namespace is being deleted.
         phase Active or Terminating.
        Event Something that happened to an object.
         involvedObject The object it happened to.
         type Normal or Warning.
         count How often it happened.
         firstTimestamp When it first happened.
         lastTimestamp When it last happened.
         source Who tells of it.
         reportingComponent Who tells of it: kubelet.
         reportingInstance Which instance tells of it.
         action What was done.
         eventTime When it happened.
         related Another object that has to do with it.
         series That it happens again and again.
        ResourceQuota How much the objects of a namespace may use together.
        ResourceQuotaSpec The limits.
         hard The most of each: pods, requests.cpu, count/secrets.
         scopes Only for pods of these sorts.
         scopeSelector Only for pods that fit.
        ResourceQuotaStatus The limits and what is used.
         hard The limits that hold.
         used What is used.
        LimitRange What each pod or container of a namespace may ask for, and what it gets else.
        LimitRangeSpec The limits.
         limits The limits, by what they are for.
        LimitRangeItem The limits for containers, pods or claims.
         type Container, Pod or PersistentVolumeClaim.
         min The least that may be asked for.
         max The most that may be asked for.
         default The limits of who gives none.
         defaultRequest The requests of who gives none.
         maxLimitRequestRatio How many times the request the limit may be.
        ObjectReference Another object.
         name Its name.
         fieldPath A part of it.
        LocalObjectReference An object of the same namespace.
         name Its name.
        SecretReference A Secret.
         name Its name.
        ComponentStatus Whether a part of the control plane is well; no longer recommended.
        """
    static let scheduling = """
        PriorityClass A name for a priority of pods.
         value The priority: the higher, the sooner scheduled.
         globalDefault Whether pods without a class get this one.
         description When to use it.
         preemptionPolicy Whether its pods may have others evicted.
        """
    static let coordination = """
        Lease Who holds what, and until when: leaders and the heartbeats of nodes.
        LeaseSpec The holder and its times.
         holderIdentity Who holds it.
         leaseDurationSeconds How many seconds without renewal make it free.
         acquireTime When the holder got it.
         renewTime When the holder last renewed it.
         leaseTransitions How often the holder has changed.
         strategy How a new leader is chosen.
         preferredHolder Who is to hold it next.
        """
    static let policy = """
        PodDisruptionBudget How many pods of an application may be evicted at the same time.
        PodDisruptionBudgetSpec The pods and the number.
         minAvailable How many, or what share, must stay.
         maxUnavailable How many, or what share, may be gone.
         unhealthyPodEvictionPolicy Whether pods that are not ready may always be evicted.
        PodDisruptionBudgetStatus What is allowed now.
         disruptionsAllowed How many more may go now.
         currentHealthy How many are ready.
         desiredHealthy How many must be ready.
         expectedPods How many there are.
         disruptedPods Pods that are on their way out.
        Eviction A request to end a pod that respects the budgets.
         deleteOptions How the pod is to be deleted.
        """
    static let events = """
        Event Something that happened to an object.
         regarding The object it happened to.
         note What happened, in a sentence for people.
         type Normal or Warning.
         eventTime When it happened.
         reportingController Who tells of it.
         reportingInstance Which instance tells of it.
         action What was done.
         series That it happens again and again.
         related Another object that has to do with it.
        """
}
