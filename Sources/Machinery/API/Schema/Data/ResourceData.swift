// Written by Scripts/make-schema.py. Do not edit.

/// What the API server serves, in the order of its discovery documents.
enum ResourceData {
    /// `ResourceCatalog` tells the format.
    static let text = #"""
        = - v1 v1
        == v1
        bindings binding n Binding - create - -
        componentstatuses componentstatus c ComponentStatus - get,list cs -
        configmaps configmap n ConfigMap qFsyl6wFWjQ= create,delete,deletecollection,get,list,patch,update,watch cm -
        endpoints endpoints n Endpoints fWeeMqaN/OA= create,delete,deletecollection,get,list,patch,update,watch ep -
        events event n Event r2yiGXH7wu8= create,delete,deletecollection,get,list,patch,update,watch ev -
        limitranges limitrange n LimitRange EBKMFVe6cwo= create,delete,deletecollection,get,list,patch,update,watch limits -
        namespaces namespace c Namespace Q3oi5N2YM8M= create,delete,get,list,patch,update,watch ns -
        namespaces/finalize - c Namespace - update - -
        namespaces/status - c Namespace - get,patch,update - -
        nodes node c Node XwShjMxG9Fs= create,delete,deletecollection,get,list,patch,update,watch no -
        nodes/proxy - c NodeProxyOptions - create,delete,get,patch,update - -
        nodes/status - c Node - get,patch,update - -
        persistentvolumeclaims persistentvolumeclaim n PersistentVolumeClaim QWTyNDq0dC4= create,delete,deletecollection,get,list,patch,update,watch pvc -
        persistentvolumeclaims/status - n PersistentVolumeClaim - get,patch,update - -
        persistentvolumes persistentvolume c PersistentVolume HN/zwEC+JgM= create,delete,deletecollection,get,list,patch,update,watch pv -
        persistentvolumes/status - c PersistentVolume - get,patch,update - -
        pods pod n Pod xPOwRZ+Yhw8= create,delete,deletecollection,get,list,patch,update,watch po all
        pods/attach - n PodAttachOptions - create,get - -
        pods/binding - n Binding - create - -
        pods/ephemeralcontainers - n Pod - get,patch,update - -
        pods/eviction - n Eviction - create - - policy/v1
        pods/exec - n PodExecOptions - create,get - -
        pods/log - n Pod - get - -
        pods/portforward - n PodPortForwardOptions - create,get - -
        pods/proxy - n PodProxyOptions - create,delete,get,patch,update - -
        pods/resize - n Pod - get,patch,update - -
        pods/status - n Pod - get,patch,update - -
        podtemplates podtemplate n PodTemplate LIXB2x4IFpk= create,delete,deletecollection,get,list,patch,update,watch - -
        replicationcontrollers replicationcontroller n ReplicationController Jond2If31h0= create,delete,deletecollection,get,list,patch,update,watch rc all
        replicationcontrollers/scale - n Scale - get,patch,update - - autoscaling/v1
        replicationcontrollers/status - n ReplicationController - get,patch,update - -
        resourcequotas resourcequota n ResourceQuota 8uhSgffRX6w= create,delete,deletecollection,get,list,patch,update,watch quota -
        resourcequotas/status - n ResourceQuota - get,patch,update - -
        secrets secret n Secret S6u1pOWzb84= create,delete,deletecollection,get,list,patch,update,watch - -
        serviceaccounts serviceaccount n ServiceAccount pbx9ZvyFpBE= create,delete,deletecollection,get,list,patch,update,watch sa -
        serviceaccounts/token - n TokenRequest - create - - authentication.k8s.io/v1
        services service n Service 0/CO1lhkEBI= create,delete,deletecollection,get,list,patch,update,watch svc all
        services/proxy - n ServiceProxyOptions - create,delete,get,patch,update - -
        services/status - n Service - get,patch,update - -
        = apiregistration.k8s.io v1 v1
        == v1
        apiservices apiservice c APIService InPBPD7+PqM= create,delete,deletecollection,get,list,patch,update,watch - api-extensions
        apiservices/status - c APIService - get,patch,update - -
        = apps v1 v1
        == v1
        controllerrevisions controllerrevision n ControllerRevision 85nkx63pcBU= create,delete,deletecollection,get,list,patch,update,watch - -
        daemonsets daemonset n DaemonSet dd7pWHUlMKQ= create,delete,deletecollection,get,list,patch,update,watch ds all
        daemonsets/status - n DaemonSet - get,patch,update - -
        deployments deployment n Deployment 8aSe+NMegvE= create,delete,deletecollection,get,list,patch,update,watch deploy all
        deployments/scale - n Scale - get,patch,update - - autoscaling/v1
        deployments/status - n Deployment - get,patch,update - -
        replicasets replicaset n ReplicaSet P1RzHs8/mWQ= create,delete,deletecollection,get,list,patch,update,watch rs all
        replicasets/scale - n Scale - get,patch,update - - autoscaling/v1
        replicasets/status - n ReplicaSet - get,patch,update - -
        statefulsets statefulset n StatefulSet H+vl74LkKdo= create,delete,deletecollection,get,list,patch,update,watch sts all
        statefulsets/scale - n Scale - get,patch,update - - autoscaling/v1
        statefulsets/status - n StatefulSet - get,patch,update - -
        = events.k8s.io v1 v1
        == v1
        events event n Event r2yiGXH7wu8= create,delete,deletecollection,get,list,patch,update,watch ev -
        = authentication.k8s.io v1 v1
        == v1
        selfsubjectreviews selfsubjectreview c SelfSubjectReview - create - -
        tokenreviews tokenreview c TokenReview - create - -
        = authorization.k8s.io v1 v1
        == v1
        localsubjectaccessreviews localsubjectaccessreview n LocalSubjectAccessReview - create - -
        selfsubjectaccessreviews selfsubjectaccessreview c SelfSubjectAccessReview - create - -
        selfsubjectrulesreviews selfsubjectrulesreview c SelfSubjectRulesReview - create - -
        subjectaccessreviews subjectaccessreview c SubjectAccessReview - create - -
        = autoscaling v2 v2 v1
        == v2
        horizontalpodautoscalers horizontalpodautoscaler n HorizontalPodAutoscaler qwQve8ut294= create,delete,deletecollection,get,list,patch,update,watch hpa all
        horizontalpodautoscalers/status - n HorizontalPodAutoscaler - get,patch,update - -
        == v1
        horizontalpodautoscalers horizontalpodautoscaler n HorizontalPodAutoscaler qwQve8ut294= create,delete,deletecollection,get,list,patch,update,watch hpa all
        horizontalpodautoscalers/status - n HorizontalPodAutoscaler - get,patch,update - -
        = batch v1 v1
        == v1
        cronjobs cronjob n CronJob sd5LIXh4Fjs= create,delete,deletecollection,get,list,patch,update,watch cj all
        cronjobs/status - n CronJob - get,patch,update - -
        jobs job n Job mudhfqk/qZY= create,delete,deletecollection,get,list,patch,update,watch - all
        jobs/status - n Job - get,patch,update - -
        = certificates.k8s.io v1 v1
        == v1
        certificatesigningrequests certificatesigningrequest c CertificateSigningRequest 95fRKMXA+00= create,delete,deletecollection,get,list,patch,update,watch csr -
        certificatesigningrequests/approval - c CertificateSigningRequest - get,patch,update - -
        certificatesigningrequests/status - c CertificateSigningRequest - get,patch,update - -
        = networking.k8s.io v1 v1
        == v1
        ingressclasses ingressclass c IngressClass l/iqIbDgFyQ= create,delete,deletecollection,get,list,patch,update,watch - -
        ingresses ingress n Ingress 39NQlfNR+bo= create,delete,deletecollection,get,list,patch,update,watch ing -
        ingresses/status - n Ingress - get,patch,update - -
        ipaddresses ipaddress c IPAddress 3f/plJFChNE= create,delete,deletecollection,get,list,patch,update,watch ip -
        networkpolicies networkpolicy n NetworkPolicy YpfwF18m1G8= create,delete,deletecollection,get,list,patch,update,watch netpol -
        servicecidrs servicecidr c ServiceCIDR gNLvruQhW2g= create,delete,deletecollection,get,list,patch,update,watch - -
        servicecidrs/status - c ServiceCIDR - get,patch,update - -
        = policy v1 v1
        == v1
        poddisruptionbudgets poddisruptionbudget n PodDisruptionBudget EVWiDmWqyJw= create,delete,deletecollection,get,list,patch,update,watch pdb -
        poddisruptionbudgets/status - n PodDisruptionBudget - get,patch,update - -
        = rbac.authorization.k8s.io v1 v1
        == v1
        clusterrolebindings clusterrolebinding c ClusterRoleBinding 48tpQ8gZHFc= create,delete,deletecollection,get,list,patch,update,watch - -
        clusterroles clusterrole c ClusterRole bYE5ZWDrJ44= create,delete,deletecollection,get,list,patch,update,watch - -
        rolebindings rolebinding n RoleBinding eGsCzGH6b1g= create,delete,deletecollection,get,list,patch,update,watch - -
        roles role n Role 7FuwZcIIItM= create,delete,deletecollection,get,list,patch,update,watch - -
        = storage.k8s.io v1 v1
        == v1
        csidrivers csidriver c CSIDriver hL6j/rwBV5w= create,delete,deletecollection,get,list,patch,update,watch - -
        csinodes csinode c CSINode Pe62DkZtjuo= create,delete,deletecollection,get,list,patch,update,watch - -
        csistoragecapacities csistoragecapacity n CSIStorageCapacity xeVl+2Ly1kE= create,delete,deletecollection,get,list,patch,update,watch - -
        storageclasses storageclass c StorageClass K+m6uJwbjGY= create,delete,deletecollection,get,list,patch,update,watch sc -
        volumeattachments volumeattachment c VolumeAttachment tJx/ezt6UDU= create,delete,deletecollection,get,list,patch,update,watch - -
        volumeattachments/status - c VolumeAttachment - get,patch,update - -
        volumeattributesclasses volumeattributesclass c VolumeAttributesClass tIjydgKBC5w= create,delete,deletecollection,get,list,patch,update,watch vac -
        = admissionregistration.k8s.io v1 v1
        == v1
        mutatingadmissionpolicies mutatingadmissionpolicy c MutatingAdmissionPolicy LYmCf+UMVdg= create,delete,deletecollection,get,list,patch,update,watch - api-extensions
        mutatingadmissionpolicybindings mutatingadmissionpolicybinding c MutatingAdmissionPolicyBinding 90V5FRZZ3Zg= create,delete,deletecollection,get,list,patch,update,watch - api-extensions
        mutatingwebhookconfigurations mutatingwebhookconfiguration c MutatingWebhookConfiguration Sqi0GUgDaX0= create,delete,deletecollection,get,list,patch,update,watch - api-extensions
        validatingadmissionpolicies validatingadmissionpolicy c ValidatingAdmissionPolicy 6OxvlMmQ6is= create,delete,deletecollection,get,list,patch,update,watch - api-extensions
        validatingadmissionpolicies/status - c ValidatingAdmissionPolicy - get,patch,update - -
        validatingadmissionpolicybindings validatingadmissionpolicybinding c ValidatingAdmissionPolicyBinding v9715VZqakg= create,delete,deletecollection,get,list,patch,update,watch - api-extensions
        validatingwebhookconfigurations validatingwebhookconfiguration c ValidatingWebhookConfiguration B0wHjQmsGNk= create,delete,deletecollection,get,list,patch,update,watch - api-extensions
        = apiextensions.k8s.io v1 v1
        == v1
        customresourcedefinitions customresourcedefinition c CustomResourceDefinition jfWCUB31mvA= create,delete,deletecollection,get,list,patch,update,watch crd,crds api-extensions
        customresourcedefinitions/status - c CustomResourceDefinition - get,patch,update - -
        = scheduling.k8s.io v1 v1
        == v1
        priorityclasses priorityclass c PriorityClass 1QwjyaZjj3Y= create,delete,deletecollection,get,list,patch,update,watch pc -
        = coordination.k8s.io v1 v1
        == v1
        leases lease n Lease gqkMMb/YqFM= create,delete,deletecollection,get,list,patch,update,watch - -
        = node.k8s.io v1 v1
        == v1
        runtimeclasses runtimeclass c RuntimeClass WQTu1GL3T2Q= create,delete,deletecollection,get,list,patch,update,watch - -
        = discovery.k8s.io v1 v1
        == v1
        endpointslices endpointslice n EndpointSlice qgS0xkrxYAI= create,delete,deletecollection,get,list,patch,update,watch - -
        = resource.k8s.io v1 v1
        == v1
        deviceclasses deviceclass c DeviceClass Yk2PTc1Ybxk= create,delete,deletecollection,get,list,patch,update,watch - -
        resourceclaims resourceclaim n ResourceClaim wgAZaHcZxUg= create,delete,deletecollection,get,list,patch,update,watch - -
        resourceclaims/status - n ResourceClaim - get,patch,update - -
        resourceclaimtemplates resourceclaimtemplate n ResourceClaimTemplate TuzjC49aUfM= create,delete,deletecollection,get,list,patch,update,watch - -
        resourceslices resourceslice c ResourceSlice KsC072WgaEY= create,delete,deletecollection,get,list,patch,update,watch - -
        = flowcontrol.apiserver.k8s.io v1 v1
        == v1
        flowschemas flowschema c FlowSchema GJVAJZSZBIw= create,delete,deletecollection,get,list,patch,update,watch - -
        flowschemas/status - c FlowSchema - get,patch,update - -
        prioritylevelconfigurations prioritylevelconfiguration c PriorityLevelConfiguration Kir5PVfvNeI= create,delete,deletecollection,get,list,patch,update,watch - -
        prioritylevelconfigurations/status - c PriorityLevelConfiguration - get,patch,update - -
        """#
}
