/// What `kubeadm init` adds to the API server's own RBAC objects.
///
/// Upstream: kubernetes cmd/kubeadm/app/phases/bootstraptoken and .../addons/proxy.
/// Differs: without what only serves `kubeadm upgrade`.
enum KubeadmPolicyData {
    static let text: StaticString = """
        ClusterRole kubeadm:get-nodes
          get nodes in core
        ClusterRoleBinding kubeadm:cluster-admins
          grants ClusterRole cluster-admin
          to Group kubeadm:cluster-admins
        ClusterRoleBinding kubeadm:get-nodes
          grants ClusterRole kubeadm:get-nodes
          to Group system:bootstrappers:kubeadm:default-node-token
        ClusterRoleBinding kubeadm:kubelet-bootstrap
          grants ClusterRole system:node-bootstrapper
          to Group system:bootstrappers:kubeadm:default-node-token
        ClusterRoleBinding kubeadm:node-autoapprove-bootstrap
          grants ClusterRole system:certificates.k8s.io:certificatesigningrequests:nodeclient
          to Group system:bootstrappers:kubeadm:default-node-token
        ClusterRoleBinding kubeadm:node-autoapprove-certificate-rotation
          grants ClusterRole system:certificates.k8s.io:certificatesigningrequests:selfnodeclient
          to Group system:nodes
        ClusterRoleBinding kubeadm:node-proxier
          grants ClusterRole system:node-proxier
          to ServiceAccount kube-system/kube-proxy
        Role kube-public/kubeadm:bootstrap-signer-clusterinfo
          get configmaps in core named cluster-info
        Role kube-system/kube-proxy
          get configmaps in core named kube-proxy
        Role kube-system/kubeadm:kubelet-config
          get configmaps in core named kubelet-config
        Role kube-system/kubeadm:nodes-kubeadm-config
          get configmaps in core named kubeadm-config
        RoleBinding kube-public/kubeadm:bootstrap-signer-clusterinfo
          grants Role kubeadm:bootstrap-signer-clusterinfo
          to User system:anonymous
        RoleBinding kube-system/kube-proxy
          grants Role kube-proxy
          to Group system:bootstrappers:kubeadm:default-node-token
        RoleBinding kube-system/kubeadm:kubelet-config
          grants Role kubeadm:kubelet-config
          to Group system:nodes
          to Group system:bootstrappers:kubeadm:default-node-token
        RoleBinding kube-system/kubeadm:nodes-kubeadm-config
          grants Role kubeadm:nodes-kubeadm-config
          to Group system:bootstrappers:kubeadm:default-node-token
          to Group system:nodes
        """
}
