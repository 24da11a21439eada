// Written by Scripts/make-schema.py. Do not edit.

/// Facts about the API, read off a running API server.
enum SchemaData {
    /// Every group that has types, by its first label: `core/v1`, `rbac/v1`.
    static let groups = [
        "admissionregistration/v1", "apiextensions/v1", "apiregistration/v1", "apps/v1",
        "authentication/v1", "authorization/v1", "autoscaling/v1", "autoscaling/v2", "batch/v1",
        "certificates/v1", "coordination/v1", "core/v1", "discovery/v1", "events/v1",
        "flowcontrol/v1", "meta/v1", "networking/v1", "node/v1", "policy/v1", "rbac/v1",
        "resource/v1", "scheduling/v1", "storage/v1", "version",
    ]

    /// The types of a group; nil if it has none.
    static func text(of group: String) -> String? {
        switch group {
        case "admissionregistration/v1": admissionregistrationV1
        case "apiextensions/v1": apiextensionsV1
        case "apiregistration/v1": apiregistrationV1
        case "apps/v1": appsV1
        case "authentication/v1": authenticationV1
        case "authorization/v1": authorizationV1
        case "autoscaling/v1": autoscalingV1
        case "autoscaling/v2": autoscalingV2
        case "batch/v1": batchV1
        case "certificates/v1": certificatesV1
        case "coordination/v1": coordinationV1
        case "core/v1": coreV1
        case "discovery/v1": discoveryV1
        case "events/v1": eventsV1
        case "flowcontrol/v1": flowcontrolV1
        case "meta/v1": metaV1
        case "networking/v1": networkingV1
        case "node/v1": nodeV1
        case "policy/v1": policyV1
        case "rbac/v1": rbacV1
        case "resource/v1": resourceV1
        case "scheduling/v1": schedulingV1
        case "storage/v1": storageV1
        case "version": version
        default: nil
        }
    }

    /// Field names too long for Swift to keep inline.
    static let longFieldNames = #"""
        activeDeadlineSeconds additionalPrinterColumns additionalProperties
        admissionReviewVersions allocateLoadBalancerNodePorts allocatedResourceStatuses
        allocatedResources allocatedResourcesStatus allocationMultiplier allocationTimestamp
        allowMultipleAllocations allowPrivilegeEscalation allowVolumeExpansion allowedTopologies
        applyConfiguration attachmentMetadata auditAnnotations automountServiceAccountToken
        availableReplicas averageUtilization awsElasticBlockStore backoffLimitPerIndex
        bindingConditions bindingFailureConditions blockOwnerDeletion borrowingLimitPercent
        certificateChainPath chapAuthDiscovery clusterRoleSelectors clusterTrustBundle
        completedIndexes concurrencyPolicy consumedCapacity consumesCounters containerResource
        containerRuntimeVersion containerStatuses controllerExpandSecretRef
        controllerPublishSecretRef conversionReviewVersions creationTimestamp credentialBundlePath
        currentCPUUtilizationPercentage currentNumberScheduled currentVolumeAttributesClassName
        declaredFeatures deletionGracePeriodSeconds deletionTimestamp deprecatedFirstTimestamp
        deprecatedLastTimestamp deprecatedSource deprecatedTopology deprecationWarning
        desiredNumberScheduled disruptionsAllowed distinctAttribute distinguisherMethod
        enableServiceLinks endpointsNamespace ephemeralContainerStatuses ephemeralContainers
        excludeResourceRules exclusiveMaximum exclusiveMinimum expirationSeconds
        expirationTimestamp expressionWarnings extendedResourceClaimStatus extendedResourceName
        externalTrafficPolicy failedJobsHistoryLimit failureThreshold fsGroupChangePolicy
        fullyLabeledReplicas gcePersistentDisk gmsaCredentialSpec gmsaCredentialSpecName
        gracePeriodSeconds groupPriorityMinimum healthCheckNodePort hostnameOverride
        ignoreStoreReadErrorWithClusterBreakingPotential imagePullSecrets ingressClassName
        initContainerStatuses initialDelaySeconds inlineVolumeSpec insecureSkipTLSVerify
        internalTrafficPolicy kubeProxyVersion kubeletConfigKey labelSelectorPath
        lastHeartbeatTime lastObservedTime lastPhaseTransitionTime lastScheduleTime
        lastSuccessfulTime lastTransitionTime leaseDurationSeconds leaseTransitions
        loadBalancerClass loadBalancerSourceRanges localhostProfile matchConstraints
        matchExpressions matchLabelExpressions matchingPrecedence maxExpirationSeconds
        maxFailedIndexes maxLimitRequestRatio maximumVolumeSize messageExpression
        minCompatibilityMajor minCompatibilityMinor mismatchLabelKeys modifyVolumeStatus
        mountPropagation namespaceSelector nodeAffinityPolicy nodeAllocatableResourceClaimStatuses
        nodeAllocatableResourceMappings nodeAllocatableUpdatePeriodSeconds nodeExpandSecretRef
        nodePublishSecretRef nodeSelectorTerms nodeStageSecretRef nodeTaintsPolicy
        nominalConcurrencyShares nominatedNodeName nonResourceAttributes nonResourceRules
        notReadyAddresses numberMisscheduled numberUnavailable observedGeneration orphanDependents
        parameterNotFoundAction patternProperties perDeviceNodeSelection persistentVolumeClaim
        persistentVolumeClaimRetentionPolicy persistentVolumeName persistentVolumeReclaimPolicy
        photonPersistentDisk podFailurePolicy podManagementPolicy podReplacementPolicy
        preemptionPolicy preferredDuringSchedulingIgnoredDuringExecution preferredVersion
        preserveUnknownFields preventPodSchedulingIfMissing priorityClassName
        priorityLevelConfiguration progressDeadlineSeconds propagationPolicy protectionDomain
        publishNotReadyAddresses queueLengthLimit readOnlyRootFilesystem recursiveReadOnly
        recursiveReadOnlyMounts reinvocationPolicy remainingItemCount reportingComponent
        reportingController reportingInstance requiredDuringSchedulingIgnoredDuringExecution
        requiresRepublish resourceAttributes resourceClaimName resourceClaimStatuses
        resourceClaimTemplateName resourceFieldRef resourceSliceCount restartPolicyRules
        retryAfterSeconds revisionHistoryLimit runtimeClassName seLinuxChangePolicy
        selectableFields serverAddressByClientCIDRs serviceAccountName serviceAccountToken
        serviceAccountTokenInSecrets sessionAffinityConfig setHostnameAsFQDN shareProcessNamespace
        specReplicasPath stabilizationWindowSeconds startingDeadlineSeconds statusReplicasPath
        storageClassName storagePolicyName storageVersionHash succeededIndexes successThreshold
        successfulJobsHistoryLimit supplementalGroups supplementalGroupsPolicy
        targetCPUUtilizationPercentage targetContainerName targetVolumeAttributesClassName
        terminatingReplicas terminationGracePeriodSeconds terminationMessagePath
        terminationMessagePolicy tolerationSeconds topologySpreadConstraints trafficDistribution
        ttlSecondsAfterFinished unavailableReplicas uncountedTerminatedPods
        unhealthyPodEvictionPolicy updatedNumberScheduled validationActions volumeAttributes
        volumeAttributesClassName volumeBindingMode volumeClaimTemplate volumeClaimTemplates
        volumeLifecycleModes whenUnsatisfiable x-kubernetes-embedded-resource
        x-kubernetes-int-or-string x-kubernetes-list-map-keys x-kubernetes-list-type
        x-kubernetes-map-type x-kubernetes-preserve-unknown-fields x-kubernetes-validations
        """#
}
