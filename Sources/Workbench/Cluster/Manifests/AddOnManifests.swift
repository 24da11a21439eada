import PodNetwork

/// What kubeadm and Calico's installer create in a new cluster: DNS, kube-proxy, the pod network.
enum AddOnManifests {
    /// YAML of all objects, in the order in which they are created.
    static func yaml(_ topology: Topology) -> String {
        [access, dns(topology), proxy(topology), calico].joined(separator: "---\n")
    }

    private static let access = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: kubeadm:get-nodes
        rules:
        - apiGroups: [""]
          resources: ["nodes"]
          verbs: ["get"]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: kubeadm:cluster-admins
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "kubeadm:cluster-admins"}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: kubeadm:node-proxier
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:node-proxier"}
        subjects:
        - {kind: ServiceAccount, name: kube-proxy, namespace: kube-system}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: system:coredns
        rules:
        - apiGroups: [""]
          resources: ["endpoints", "services", "pods", "namespaces"]
          verbs: ["list", "watch"]
        - apiGroups: ["discovery.k8s.io"]
          resources: ["endpointslices"]
          verbs: ["list", "watch"]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: system:coredns
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:coredns"}
        subjects:
        - {kind: ServiceAccount, name: coredns, namespace: kube-system}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: calico-cni-plugin
        rules:
        - apiGroups: [""]
          resources: ["pods", "nodes", "namespaces"]
          verbs: ["get"]
        - apiGroups: [""]
          resources: ["pods", "pods/status"]
          verbs: ["patch"]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: calico-cni-plugin
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: calico-cni-plugin}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: calico-cni}

        """

    private static func dns(_ topology: Topology) -> String {
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: coredns, namespace: kube-system}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: coredns, namespace: kube-system}
        data:
          Corefile: |
            .:53 {
                errors
                health {
                   lameduck 5s
                }
                ready
                kubernetes \(topology.clusterDomain) in-addr.arpa ip6.arpa {
                   pods insecure
                   fallthrough in-addr.arpa ip6.arpa
                   ttl 30
                }
                forward . /etc/resolv.conf
                cache 30
                loop
                reload
                loadbalance
            }
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: kube-dns
          namespace: kube-system
          labels: {k8s-app: kube-dns, kubernetes.io/cluster-service: "true", kubernetes.io/name: CoreDNS}
        spec:
          clusterIP: \(topology.dnsService)
          selector: {k8s-app: kube-dns}
          ports:
          - {name: dns, port: 53, protocol: UDP, targetPort: 53}
          - {name: dns-tcp, port: 53, protocol: TCP, targetPort: 53}
          - {name: metrics, port: 9153, protocol: TCP, targetPort: 9153}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: coredns
          namespace: kube-system
          labels: {k8s-app: kube-dns}
        spec:
          replicas: 2
          selector: {matchLabels: {k8s-app: kube-dns}}
          strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1}}
          template:
            metadata: {labels: {k8s-app: kube-dns}}
            spec:
              serviceAccountName: coredns
              priorityClassName: system-cluster-critical
              dnsPolicy: Default
              nodeSelector: {kubernetes.io/os: linux}
              tolerations:
              - {key: CriticalAddonsOnly, operator: Exists}
              - {key: node-role.kubernetes.io/control-plane, effect: NoSchedule}
              containers:
              - name: coredns
                image: registry.k8s.io/coredns/coredns:v1.12.1
                args: ["-conf", /etc/coredns/Corefile]
                imagePullPolicy: IfNotPresent
                resources: {limits: {memory: 170Mi}, requests: {cpu: 100m, memory: 70Mi}}
                ports:
                - {containerPort: 53, name: dns, protocol: UDP}
                - {containerPort: 53, name: dns-tcp, protocol: TCP}
                - {containerPort: 9153, name: metrics, protocol: TCP}
                volumeMounts:
                - {name: config-volume, mountPath: /etc/coredns, readOnly: true}
              volumes:
              - name: config-volume
                configMap: {name: coredns, items: [{key: Corefile, path: Corefile}]}

        """
    }

    private static func proxy(_ topology: Topology) -> String {
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: kube-proxy, namespace: kube-system}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: kube-proxy
          namespace: kube-system
          labels: {app: kube-proxy}
        data:
          config.conf: |
            apiVersion: kubeproxy.config.k8s.io/v1alpha1
            clusterCIDR: \(topology.podNetwork)
            kind: KubeProxyConfiguration
            mode: ""
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: kube-proxy
          namespace: kube-system
          labels: {k8s-app: kube-proxy}
        spec:
          selector: {matchLabels: {k8s-app: kube-proxy}}
          updateStrategy: {type: RollingUpdate}
          template:
            metadata: {labels: {k8s-app: kube-proxy}}
            spec:
              serviceAccountName: kube-proxy
              priorityClassName: system-node-critical
              hostNetwork: true
              nodeSelector: {kubernetes.io/os: linux}
              tolerations: [{operator: Exists}]
              containers:
              - name: kube-proxy
                image: registry.k8s.io/kube-proxy:\(topology.kubernetesVersion)
                command: [/usr/local/bin/kube-proxy, --config=/var/lib/kube-proxy/config.conf]
                imagePullPolicy: IfNotPresent
                volumeMounts:
                - {name: kube-proxy, mountPath: /var/lib/kube-proxy}
              volumes:
              - name: kube-proxy
                configMap: {name: kube-proxy}

        """
    }

    private static let calico = """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: calico-node, namespace: kube-system}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: calico-kube-controllers, namespace: kube-system}
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: calico-node
          namespace: kube-system
          labels: {k8s-app: calico-node}
        spec:
          selector: {matchLabels: {k8s-app: calico-node}}
          updateStrategy: {type: RollingUpdate}
          template:
            metadata: {labels: {k8s-app: calico-node}}
            spec:
              serviceAccountName: calico-node
              priorityClassName: system-node-critical
              hostNetwork: true
              nodeSelector: {kubernetes.io/os: linux}
              tolerations: [{operator: Exists}]
              terminationGracePeriodSeconds: 0
              containers:
              - name: calico-node
                image: docker.io/calico/node:v3.25.0
                imagePullPolicy: IfNotPresent
                resources: {requests: {cpu: 250m}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: calico-kube-controllers
          namespace: kube-system
          labels: {k8s-app: calico-kube-controllers}
        spec:
          replicas: 1
          selector: {matchLabels: {k8s-app: calico-kube-controllers}}
          strategy: {type: Recreate}
          template:
            metadata: {labels: {k8s-app: calico-kube-controllers}}
            spec:
              serviceAccountName: calico-kube-controllers
              priorityClassName: system-cluster-critical
              nodeSelector: {kubernetes.io/os: linux}
              tolerations:
              - {key: CriticalAddonsOnly, operator: Exists}
              - {key: node-role.kubernetes.io/control-plane, effect: NoSchedule}
              containers:
              - name: calico-kube-controllers
                image: docker.io/calico/kube-controllers:v3.25.0
                imagePullPolicy: IfNotPresent

        """
}
