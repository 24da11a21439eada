/// The RBAC objects that every API server creates: facts read off a fresh 1.36 cluster.
///
/// Written by `Scripts/make-bootstrap.py`; `BootstrapPolicyParser` describes the lines.
enum BootstrapRBACData {
    static let text: StaticString = """
        ClusterRole admin
          collects admin
        ClusterRole cluster-admin
          * * in *
          * urls *
        ClusterRole edit
          part-of admin
          collects edit
        ClusterRole system:aggregate-to-admin
          part-of admin
          create localsubjectaccessreviews in authorization.k8s.io
          create,delete,deletecollection,get,list,patch,update,watch rolebindings,roles in rbac.authorization.k8s.io
        ClusterRole system:aggregate-to-edit
          part-of edit
          get,list,watch pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy in core
          impersonate serviceaccounts in core
          create,delete,deletecollection,patch,update pods,pods/attach,pods/exec,pods/portforward,pods/proxy in core
          create pods/eviction in core
          create,delete,deletecollection,patch,update configmaps,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy in core
          create serviceaccounts/token in core
          create,delete,deletecollection,patch,update events in core,events.k8s.io
          create,delete,deletecollection,patch,update daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale in apps
          create,delete,deletecollection,patch,update horizontalpodautoscalers in autoscaling
          create,delete,deletecollection,patch,update cronjobs,jobs in batch
          create,delete,deletecollection,patch,update daemonsets,deployments,deployments/rollback,deployments/scale,ingresses,networkpolicies,replicasets,replicasets/scale,replicationcontrollers/scale in extensions
          create,delete,deletecollection,patch,update poddisruptionbudgets in policy
          create,delete,deletecollection,patch,update ingresses,networkpolicies in networking.k8s.io
          create,delete,deletecollection,get,list,patch,update,watch leases in coordination.k8s.io
          create,delete,deletecollection,patch,update resourceclaims,resourceclaimtemplates in resource.k8s.io
        ClusterRole system:aggregate-to-view
          part-of view
          get,list,watch configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status in core
          get,list,watch bindings,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status in core
          get,list,watch namespaces in core
          get,list,watch events in core,events.k8s.io
          get,list,watch endpointslices in discovery.k8s.io
          get,list,watch controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status in apps
          get,list,watch horizontalpodautoscalers,horizontalpodautoscalers/status in autoscaling
          get,list,watch cronjobs,cronjobs/status,jobs,jobs/status in batch
          get,list,watch daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,networkpolicies,replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale in extensions
          get,list,watch poddisruptionbudgets,poddisruptionbudgets/status in policy
          get,list,watch ingresses,ingresses/status,networkpolicies in networking.k8s.io
          get,list,watch resourceclaims,resourceclaims/status,resourceclaimtemplates in resource.k8s.io
        ClusterRole system:auth-delegator
          create tokenreviews in authentication.k8s.io
          create subjectaccessreviews in authorization.k8s.io
        ClusterRole system:basic-user
          create selfsubjectaccessreviews,selfsubjectrulesreviews in authorization.k8s.io
          create selfsubjectreviews in authentication.k8s.io
        ClusterRole system:certificates.k8s.io:certificatesigningrequests:nodeclient
          create certificatesigningrequests/nodeclient in certificates.k8s.io
        ClusterRole system:certificates.k8s.io:certificatesigningrequests:selfnodeclient
          create certificatesigningrequests/selfnodeclient in certificates.k8s.io
        ClusterRole system:certificates.k8s.io:kube-apiserver-client-approver
          approve signers in certificates.k8s.io named kubernetes.io/kube-apiserver-client
        ClusterRole system:certificates.k8s.io:kube-apiserver-client-kubelet-approver
          approve signers in certificates.k8s.io named kubernetes.io/kube-apiserver-client-kubelet
        ClusterRole system:certificates.k8s.io:kubelet-serving-approver
          approve signers in certificates.k8s.io named kubernetes.io/kubelet-serving
        ClusterRole system:certificates.k8s.io:legacy-unknown-approver
          approve signers in certificates.k8s.io named kubernetes.io/legacy-unknown
        ClusterRole system:controller:attachdetach-controller
          list,watch persistentvolumeclaims,persistentvolumes in core
          get,list,watch nodes in core
          patch,update nodes/status in core
          list,watch pods in core
          create,patch,update events in core,events.k8s.io
          create,delete,get,list,watch volumeattachments in storage.k8s.io
          get,list,watch csidrivers in storage.k8s.io
          get,list,watch csinodes in storage.k8s.io
        ClusterRole system:controller:certificate-controller
          delete,get,list,watch certificatesigningrequests in certificates.k8s.io
          update certificatesigningrequests/approval,certificatesigningrequests/status in certificates.k8s.io
          approve signers in certificates.k8s.io named kubernetes.io/kube-apiserver-client-kubelet
          sign signers in certificates.k8s.io named kubernetes.io/kube-apiserver-client,kubernetes.io/kube-apiserver-client-kubelet,kubernetes.io/kubelet-serving,kubernetes.io/legacy-unknown
          create subjectaccessreviews in authorization.k8s.io
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:clusterrole-aggregation-controller
          escalate,get,list,patch,update,watch clusterroles in rbac.authorization.k8s.io
        ClusterRole system:controller:cronjob-controller
          get,list,update,watch cronjobs in batch
          create,delete,get,list,patch,update,watch jobs in batch
          update cronjobs/status in batch
          update cronjobs/finalizers in batch
          delete,list,watch pods in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:daemon-set-controller
          get,list,watch daemonsets in apps,extensions
          update daemonsets/status in apps,extensions
          update daemonsets/finalizers in apps,extensions
          list,watch nodes in core
          create,delete,list,patch,watch pods in core
          create pods/binding in core
          create,delete,get,list,patch,update,watch controllerrevisions in apps
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:deployment-controller
          get,list,update,watch deployments in apps,extensions
          update deployments/status in apps,extensions
          update deployments/finalizers in apps,extensions
          create,delete,get,list,patch,update,watch replicasets in apps,extensions
          get,list,update,watch pods in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:device-taint-eviction-controller
          delete,get,list,watch pods in core
          patch,update pods/status in core
          get,list,watch resourceclaims in resource.k8s.io
          get,list,watch resourceslices in resource.k8s.io
          get,list,watch deviceclasses in resource.k8s.io
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:disruption-controller
          get,list,watch deployments in apps,extensions
          get,list,watch replicasets in apps,extensions
          get,list,watch replicationcontrollers in core
          get,list,watch poddisruptionbudgets in policy
          get,list,watch statefulsets in apps
          update poddisruptionbudgets/status in policy
          patch,update pods/status in core
          get */scale in *
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:endpoint-controller
          get,list,watch pods,services in core
          create,delete,get,list,update,watch endpoints in core
          create endpoints/restricted in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:endpointslice-controller
          get,list,watch nodes,pods,services in core
          update services/finalizers in core
          create,delete,get,list,update,watch endpointslices in discovery.k8s.io
          create endpointslices/restricted in discovery.k8s.io
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:endpointslicemirroring-controller
          get,list,watch endpoints,services in core
          update services/finalizers in core
          update endpoints/finalizers in core
          create,delete,get,list,update,watch endpointslices in discovery.k8s.io
          create endpointslices/restricted in discovery.k8s.io
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:ephemeral-volume-controller
          get,list,watch pods in core
          update pods/finalizers in core
          create,get,list,watch persistentvolumeclaims in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:expand-controller
          get,list,patch,update,watch persistentvolumes in core
          patch,update persistentvolumeclaims/status in core
          get,list,watch persistentvolumeclaims in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:generic-garbage-collector
          delete,get,list,patch,update,watch * in *
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:horizontal-pod-autoscaler
          get,list,watch horizontalpodautoscalers in autoscaling
          update horizontalpodautoscalers/status in autoscaling
          get,update */scale in *
          list,watch pods in core
          list,watch pods in metrics.k8s.io
          get,list,watch * in custom.metrics.k8s.io
          get,list,watch * in external.metrics.k8s.io
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:job-controller
          get,list,patch,update,watch jobs in batch
          update jobs/status in batch
          update jobs/finalizers in batch
          create,delete,list,patch,watch pods in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:legacy-service-account-token-cleaner
          get configmaps in core named kube-apiserver-legacy-service-account-token-tracking
          delete,patch secrets in core
        ClusterRole system:controller:namespace-controller
          delete,get,list,watch namespaces in core
          update namespaces/finalize,namespaces/status in core
          delete,deletecollection,get,list,watch * in *
        ClusterRole system:controller:node-controller
          delete,get,list,patch,update,watch nodes in core
          patch,update nodes/status in core
          patch,update pods/status in core
          delete,get,list,watch pods in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:persistent-volume-binder
          create,delete,get,list,update,watch persistentvolumes in core
          update persistentvolumes/status in core
          get,list,update,watch persistentvolumeclaims in core
          update persistentvolumeclaims/status in core
          create,delete,get,list,watch pods in core
          get,list,watch storageclasses in storage.k8s.io
          list,watch nodes in core
          create,patch,update events in core,events.k8s.io
          watch events in core
        ClusterRole system:controller:pod-garbage-collector
          delete,list,watch pods in core
          get,list,watch nodes in core
          patch pods/status in core
        ClusterRole system:controller:pv-protection-controller
          get,list,update,watch persistentvolumes in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:pvc-protection-controller
          get,list,update,watch persistentvolumeclaims in core
          update persistentvolumeclaims/status in core
          get,list,watch pods in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:replicaset-controller
          get,list,update,watch replicasets in apps,extensions
          update replicasets/status in apps,extensions
          update replicasets/finalizers in apps,extensions
          create,delete,list,patch,watch pods in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:replication-controller
          get,list,update,watch replicationcontrollers in core
          update replicationcontrollers/status in core
          update replicationcontrollers/finalizers in core
          create,delete,list,patch,watch pods in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:resource-claim-controller
          get,list,watch pods in core
          update pods/finalizers in core
          create,delete,get,list,watch resourceclaims in resource.k8s.io
          patch,update resourceclaims,resourceclaims/status in resource.k8s.io
          patch,update pods/status in core
          create,patch,update events in core,events.k8s.io
          patch,update resourceclaims/binding in resource.k8s.io
        ClusterRole system:controller:resourcequota-controller
          list,watch * in *
          update resourcequotas/status in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:root-ca-cert-publisher
          create,update configmaps in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:route-controller
          list,watch nodes in core
          patch nodes/status in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:selinux-warning-controller
          create,patch,update events in core,events.k8s.io
          get,list,watch persistentvolumes in core
          get,list,watch persistentvolumeclaims in core
          get,list,watch pods in core
          get,list,watch csidrivers in storage.k8s.io
        ClusterRole system:controller:service-account-controller
          create serviceaccounts in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:service-cidrs-controller
          get,list,patch,update,watch servicecidrs in networking.k8s.io
          patch,update servicecidrs/finalizers in networking.k8s.io
          patch,update servicecidrs/status in networking.k8s.io
          get,list,watch ipaddresses in networking.k8s.io
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:service-controller
          get,list,watch services in core
          patch,update services/status in core
          list,watch nodes in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:statefulset-controller
          list,watch pods in core
          get,list,watch statefulsets in apps
          update statefulsets/status in apps
          update statefulsets/finalizers in apps
          create,delete,get,patch,update pods in core
          create,delete,get,list,patch,update,watch controllerrevisions in apps
          create,get,list,watch persistentvolumeclaims in core
          delete,update persistentvolumeclaims in core
          update pods/finalizers in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:ttl-after-finished-controller
          delete,get,list,watch jobs in batch
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:ttl-controller
          list,patch,update,watch nodes in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:validatingadmissionpolicy-status-controller
          get,list,watch validatingadmissionpolicies in admissionregistration.k8s.io
          get,patch,update validatingadmissionpolicies/status in admissionregistration.k8s.io
          create,patch,update events in core,events.k8s.io
        ClusterRole system:controller:volumeattributesclass-protection-controller
          get,list,watch persistentvolumeclaims in core
          get,list,watch persistentvolumes in core
          get,list,update,watch volumeattributesclasses in storage.k8s.io
          create,patch,update events in core,events.k8s.io
        ClusterRole system:discovery
          get urls /api,/api/*,/apis,/apis/*,/healthz,/livez,/openapi,/openapi/*,/readyz,/version,/version/
        ClusterRole system:heapster
          get,list,watch events,namespaces,nodes,pods in core
          get,list,watch deployments in extensions
        ClusterRole system:kube-aggregator
          get,list,watch endpoints,services in core
        ClusterRole system:kube-controller-manager
          create,patch,update events in core,events.k8s.io
          create leases in coordination.k8s.io
          get,update leases in coordination.k8s.io named kube-controller-manager
          create secrets,serviceaccounts in core
          delete secrets in core
          get configmaps,namespaces,secrets,serviceaccounts in core
          update secrets,serviceaccounts in core
          create tokenreviews in authentication.k8s.io
          create subjectaccessreviews in authorization.k8s.io
          list,watch * in *
          create serviceaccounts/token in core
        ClusterRole system:kube-dns
          list,watch endpoints,services in core
        ClusterRole system:kube-scheduler
          create,patch,update events in core,events.k8s.io
          create leases in coordination.k8s.io
          get,list,update,watch leases in coordination.k8s.io named kube-scheduler
          create,delete,deletecollection,get,list,patch,update,watch leasecandidates in coordination.k8s.io
          get,list,watch nodes in core
          delete,get,list,watch pods in core
          create bindings,pods/binding in core
          patch,update pods/status in core
          get,list,watch replicationcontrollers,services in core
          get,list,watch replicasets in apps,extensions
          get,list,watch statefulsets in apps
          get,list,watch poddisruptionbudgets in policy
          get,list,watch persistentvolumeclaims,persistentvolumes in core
          create tokenreviews in authentication.k8s.io
          create subjectaccessreviews in authorization.k8s.io
          get,list,watch csinodes in storage.k8s.io
          get,list,watch volumeattachments in storage.k8s.io
          get,list,watch namespaces in core
          get,list,watch csidrivers in storage.k8s.io
          get,list,watch csistoragecapacities in storage.k8s.io
          get,list,watch deviceclasses in resource.k8s.io
          get,list,patch,update,watch resourceclaims in resource.k8s.io
          get,list,patch,update,watch resourceclaims/status in resource.k8s.io
          update pods/finalizers in core
          get,list,watch resourceslices in resource.k8s.io
          create,delete resourceclaims in resource.k8s.io
          patch,update resourceclaims/binding in resource.k8s.io
        ClusterRole system:kubelet-api-admin
          get,list,watch nodes in core
          proxy nodes in core
          * nodes/log,nodes/metrics,nodes/proxy,nodes/stats in core
          * nodes/configz,nodes/healthz,nodes/pods in core
        ClusterRole system:monitoring
          get urls /flagz,/healthz,/healthz/*,/livez,/livez/*,/metrics,/metrics/slis,/readyz,/readyz/*,/statusz
          get nodes/metrics in core
        ClusterRole system:node
          create tokenreviews in authentication.k8s.io
          create localsubjectaccessreviews,subjectaccessreviews in authorization.k8s.io
          get,list,watch services in core
          create,get,list,watch nodes in core
          patch,update nodes/status in core
          patch,update nodes in core
          create,patch,update events in core,events.k8s.io
          get,list,watch pods in core
          create,delete pods in core
          patch,update pods/status in core
          create pods/eviction in core
          get,list,watch configmaps,secrets in core
          get persistentvolumeclaims,persistentvolumes in core
          get endpoints in core
          create,get,list,watch certificatesigningrequests in certificates.k8s.io
          create,delete,get,patch,update leases in coordination.k8s.io
          get volumeattachments in storage.k8s.io
          create serviceaccounts/token in core
          get,patch,update persistentvolumeclaims/status in core
          get,list,watch csidrivers in storage.k8s.io
          create,delete,get,patch,update csinodes in storage.k8s.io
          get,list,watch runtimeclasses in node.k8s.io
          get resourceclaims in resource.k8s.io
          deletecollection resourceslices in resource.k8s.io
          get serviceaccounts in core
        ClusterRole system:node-bootstrapper
          create,get,list,watch certificatesigningrequests in certificates.k8s.io
        ClusterRole system:node-problem-detector
          get nodes in core
          patch nodes/status in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:node-proxier
          list,watch endpoints,services in core
          get,list,watch nodes in core
          create,patch,update events in core,events.k8s.io
          list,watch servicecidrs in networking.k8s.io
          list,watch endpointslices in discovery.k8s.io
        ClusterRole system:persistent-volume-provisioner
          create,delete,get,list,watch persistentvolumes in core
          get,list,update,watch persistentvolumeclaims in core
          get,list,watch storageclasses in storage.k8s.io
          watch events in core
          create,patch,update events in core,events.k8s.io
        ClusterRole system:public-info-viewer
          get urls /healthz,/livez,/readyz,/version,/version/
        ClusterRole system:service-account-issuer-discovery
          get urls /.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/
        ClusterRole system:volume-scheduler
          get,list,patch,update,watch persistentvolumes in core
          get,list,watch storageclasses in storage.k8s.io
          get,list,patch,update,watch persistentvolumeclaims in core
        ClusterRole view
          part-of edit
          collects view
        ClusterRoleBinding cluster-admin
          grants ClusterRole cluster-admin
          to Group system:masters
        ClusterRoleBinding system:basic-user
          grants ClusterRole system:basic-user
          to Group system:authenticated
        ClusterRoleBinding system:controller:attachdetach-controller
          grants ClusterRole system:controller:attachdetach-controller
          to ServiceAccount kube-system/attachdetach-controller
        ClusterRoleBinding system:controller:certificate-controller
          grants ClusterRole system:controller:certificate-controller
          to ServiceAccount kube-system/certificate-controller
        ClusterRoleBinding system:controller:clusterrole-aggregation-controller
          grants ClusterRole system:controller:clusterrole-aggregation-controller
          to ServiceAccount kube-system/clusterrole-aggregation-controller
        ClusterRoleBinding system:controller:cronjob-controller
          grants ClusterRole system:controller:cronjob-controller
          to ServiceAccount kube-system/cronjob-controller
        ClusterRoleBinding system:controller:daemon-set-controller
          grants ClusterRole system:controller:daemon-set-controller
          to ServiceAccount kube-system/daemon-set-controller
        ClusterRoleBinding system:controller:deployment-controller
          grants ClusterRole system:controller:deployment-controller
          to ServiceAccount kube-system/deployment-controller
        ClusterRoleBinding system:controller:device-taint-eviction-controller
          grants ClusterRole system:controller:device-taint-eviction-controller
          to ServiceAccount kube-system/device-taint-eviction-controller
        ClusterRoleBinding system:controller:disruption-controller
          grants ClusterRole system:controller:disruption-controller
          to ServiceAccount kube-system/disruption-controller
        ClusterRoleBinding system:controller:endpoint-controller
          grants ClusterRole system:controller:endpoint-controller
          to ServiceAccount kube-system/endpoint-controller
        ClusterRoleBinding system:controller:endpointslice-controller
          grants ClusterRole system:controller:endpointslice-controller
          to ServiceAccount kube-system/endpointslice-controller
        ClusterRoleBinding system:controller:endpointslicemirroring-controller
          grants ClusterRole system:controller:endpointslicemirroring-controller
          to ServiceAccount kube-system/endpointslicemirroring-controller
        ClusterRoleBinding system:controller:ephemeral-volume-controller
          grants ClusterRole system:controller:ephemeral-volume-controller
          to ServiceAccount kube-system/ephemeral-volume-controller
        ClusterRoleBinding system:controller:expand-controller
          grants ClusterRole system:controller:expand-controller
          to ServiceAccount kube-system/expand-controller
        ClusterRoleBinding system:controller:generic-garbage-collector
          grants ClusterRole system:controller:generic-garbage-collector
          to ServiceAccount kube-system/generic-garbage-collector
        ClusterRoleBinding system:controller:horizontal-pod-autoscaler
          grants ClusterRole system:controller:horizontal-pod-autoscaler
          to ServiceAccount kube-system/horizontal-pod-autoscaler
        ClusterRoleBinding system:controller:job-controller
          grants ClusterRole system:controller:job-controller
          to ServiceAccount kube-system/job-controller
        ClusterRoleBinding system:controller:legacy-service-account-token-cleaner
          grants ClusterRole system:controller:legacy-service-account-token-cleaner
          to ServiceAccount kube-system/legacy-service-account-token-cleaner
        ClusterRoleBinding system:controller:namespace-controller
          grants ClusterRole system:controller:namespace-controller
          to ServiceAccount kube-system/namespace-controller
        ClusterRoleBinding system:controller:node-controller
          grants ClusterRole system:controller:node-controller
          to ServiceAccount kube-system/node-controller
        ClusterRoleBinding system:controller:persistent-volume-binder
          grants ClusterRole system:controller:persistent-volume-binder
          to ServiceAccount kube-system/persistent-volume-binder
        ClusterRoleBinding system:controller:pod-garbage-collector
          grants ClusterRole system:controller:pod-garbage-collector
          to ServiceAccount kube-system/pod-garbage-collector
        ClusterRoleBinding system:controller:pv-protection-controller
          grants ClusterRole system:controller:pv-protection-controller
          to ServiceAccount kube-system/pv-protection-controller
        ClusterRoleBinding system:controller:pvc-protection-controller
          grants ClusterRole system:controller:pvc-protection-controller
          to ServiceAccount kube-system/pvc-protection-controller
        ClusterRoleBinding system:controller:replicaset-controller
          grants ClusterRole system:controller:replicaset-controller
          to ServiceAccount kube-system/replicaset-controller
        ClusterRoleBinding system:controller:replication-controller
          grants ClusterRole system:controller:replication-controller
          to ServiceAccount kube-system/replication-controller
        ClusterRoleBinding system:controller:resource-claim-controller
          grants ClusterRole system:controller:resource-claim-controller
          to ServiceAccount kube-system/resource-claim-controller
        ClusterRoleBinding system:controller:resourcequota-controller
          grants ClusterRole system:controller:resourcequota-controller
          to ServiceAccount kube-system/resourcequota-controller
        ClusterRoleBinding system:controller:root-ca-cert-publisher
          grants ClusterRole system:controller:root-ca-cert-publisher
          to ServiceAccount kube-system/root-ca-cert-publisher
        ClusterRoleBinding system:controller:route-controller
          grants ClusterRole system:controller:route-controller
          to ServiceAccount kube-system/route-controller
        ClusterRoleBinding system:controller:selinux-warning-controller
          grants ClusterRole system:controller:selinux-warning-controller
          to ServiceAccount kube-system/selinux-warning-controller
        ClusterRoleBinding system:controller:service-account-controller
          grants ClusterRole system:controller:service-account-controller
          to ServiceAccount kube-system/service-account-controller
        ClusterRoleBinding system:controller:service-cidrs-controller
          grants ClusterRole system:controller:service-cidrs-controller
          to ServiceAccount kube-system/service-cidrs-controller
        ClusterRoleBinding system:controller:service-controller
          grants ClusterRole system:controller:service-controller
          to ServiceAccount kube-system/service-controller
        ClusterRoleBinding system:controller:statefulset-controller
          grants ClusterRole system:controller:statefulset-controller
          to ServiceAccount kube-system/statefulset-controller
        ClusterRoleBinding system:controller:ttl-after-finished-controller
          grants ClusterRole system:controller:ttl-after-finished-controller
          to ServiceAccount kube-system/ttl-after-finished-controller
        ClusterRoleBinding system:controller:ttl-controller
          grants ClusterRole system:controller:ttl-controller
          to ServiceAccount kube-system/ttl-controller
        ClusterRoleBinding system:controller:validatingadmissionpolicy-status-controller
          grants ClusterRole system:controller:validatingadmissionpolicy-status-controller
          to ServiceAccount kube-system/validatingadmissionpolicy-status-controller
        ClusterRoleBinding system:controller:volumeattributesclass-protection-controller
          grants ClusterRole system:controller:volumeattributesclass-protection-controller
          to ServiceAccount kube-system/volumeattributesclass-protection-controller
        ClusterRoleBinding system:discovery
          grants ClusterRole system:discovery
          to Group system:authenticated
        ClusterRoleBinding system:kube-controller-manager
          grants ClusterRole system:kube-controller-manager
          to User system:kube-controller-manager
        ClusterRoleBinding system:kube-dns
          grants ClusterRole system:kube-dns
          to ServiceAccount kube-system/kube-dns
        ClusterRoleBinding system:kube-scheduler
          grants ClusterRole system:kube-scheduler
          to User system:kube-scheduler
        ClusterRoleBinding system:monitoring
          grants ClusterRole system:monitoring
          to Group system:monitoring
        ClusterRoleBinding system:node
          grants ClusterRole system:node
        ClusterRoleBinding system:node-proxier
          grants ClusterRole system:node-proxier
          to User system:kube-proxy
        ClusterRoleBinding system:public-info-viewer
          grants ClusterRole system:public-info-viewer
          to Group system:authenticated
          to Group system:unauthenticated
        ClusterRoleBinding system:service-account-issuer-discovery
          grants ClusterRole system:service-account-issuer-discovery
          to Group system:serviceaccounts
        ClusterRoleBinding system:volume-scheduler
          grants ClusterRole system:volume-scheduler
          to User system:kube-scheduler
        Role kube-public/system:controller:bootstrap-signer
          get,list,watch configmaps in core
          update configmaps in core named cluster-info
          create,patch,update events in core,events.k8s.io
        Role kube-system/extension-apiserver-authentication-reader
          get,list,watch configmaps in core named extension-apiserver-authentication
        Role kube-system/system::leader-locking-kube-controller-manager
          create,get,list,update,watch leases in coordination.k8s.io
          create,get,list,update,watch leasecandidates in coordination.k8s.io
        Role kube-system/system::leader-locking-kube-scheduler
          create,get,list,update,watch leases in coordination.k8s.io
          create,get,list,update,watch leasecandidates in coordination.k8s.io
        Role kube-system/system:controller:bootstrap-signer
          get,list,watch secrets in core
        Role kube-system/system:controller:cloud-provider
          create,get,list,watch configmaps in core
        Role kube-system/system:controller:token-cleaner
          delete,get,list,watch secrets in core
          create,patch,update events in core,events.k8s.io
        RoleBinding kube-public/system:controller:bootstrap-signer
          grants Role system:controller:bootstrap-signer
          to ServiceAccount kube-system/bootstrap-signer
        RoleBinding kube-system/system::extension-apiserver-authentication-reader
          grants Role extension-apiserver-authentication-reader
          to User system:kube-controller-manager
          to User system:kube-scheduler
        RoleBinding kube-system/system::leader-locking-kube-controller-manager
          grants Role system::leader-locking-kube-controller-manager
          to User system:kube-controller-manager
          to ServiceAccount kube-system/kube-controller-manager
          to ServiceAccount kube-system/leader-election-controller
        RoleBinding kube-system/system::leader-locking-kube-scheduler
          grants Role system::leader-locking-kube-scheduler
          to User system:kube-scheduler
          to ServiceAccount kube-system/kube-scheduler
        RoleBinding kube-system/system:controller:bootstrap-signer
          grants Role system:controller:bootstrap-signer
          to ServiceAccount kube-system/bootstrap-signer
        RoleBinding kube-system/system:controller:cloud-provider
          grants Role system:controller:cloud-provider
          to ServiceAccount kube-system/cloud-provider
        RoleBinding kube-system/system:controller:token-cleaner
          grants Role system:controller:token-cleaner
          to ServiceAccount kube-system/token-cleaner
        """
}
