extension DescriptionData {
    static let services = """
        Service One stable name and address for a changing set of pods.
        ServiceSpec Which pods, on which ports, reachable from where.
         ports The ports of the service.
         selector Labels of the pods behind it; without them you make the endpoints yourself.
         clusterIP The address inside the cluster; None for a headless service.
         clusterIPs The addresses inside the cluster, one for each family.
         type ClusterIP, NodePort (also a port of every node), LoadBalancer or ExternalName.
         externalIPs Further addresses of nodes on which the service answers.
         sessionAffinity ClientIP sends a client to the same pod each time; None does not.
         sessionAffinityConfig How long ClientIP remembers.
         externalName The name that DNS answers with, for ExternalName.
         externalTrafficPolicy Local keeps traffic from outside on the node it came to.
         internalTrafficPolicy Local keeps traffic from inside on the node it came from.
         ipFamilies IPv4, IPv6 or both.
         ipFamilyPolicy SingleStack, PreferDualStack or RequireDualStack.
         publishNotReadyAddresses Whether pods that are not ready count too.
         loadBalancerIP The address that was asked of the load balancer; no longer of use.
         loadBalancerClass Which implementation of load balancers.
         loadBalancerSourceRanges From where the load balancer lets clients in.
         allocateLoadBalancerNodePorts Whether a LoadBalancer gets node ports too.
         healthCheckNodePort Where load balancers ask whether a node has pods, for Local.
         trafficDistribution Which endpoints are preferred, such as those of the same zone.
        ServicePort A port of a service.
         name The port's name; needed where there are several.
         port The port of the service.
         targetPort The port of the pods, by number or by name; the same as port if not set.
         nodePort The port of every node, 30000 to 32767; chosen if not set.
         protocol TCP, UDP or SCTP.
         appProtocol What is spoken there, such as http.
        ServiceStatus How the service is doing.
         loadBalancer The addresses of the load balancer.
        Endpoints The addresses behind a service, in one object; EndpointSlices took its place.
         subsets Addresses with the ports that they have in common.
        EndpointSubset Addresses with the ports that they have in common.
         addresses Those that are ready.
         notReadyAddresses Those that are not ready.
         ports The ports.
        ConfigMap Configuration for pods, as names and values.
         data The entries, as text.
         binaryData The entries that are not UTF-8, in base64.
         immutable Whether the entries can never change.
        Secret Passwords, keys and the like, as names and values.
         data The entries, in base64.
         stringData Entries as plain text, for writing only: they are added to data.
         type What it holds: Opaque, kubernetes.io/tls, kubernetes.io/dockerconfigjson.
         immutable Whether the entries can never change.
        ServiceAccount An identity for the processes in pods.
         secrets Secrets that its pods may use; no longer tokens made by the cluster.
         imagePullSecrets Secrets with credentials for registries, given to its pods.
         automountServiceAccountToken Whether its pods get a token mounted.
        ReplicationController Keeps a number of pods running; ReplicaSet took its place.
        ReplicationControllerSpec How many pods, and which.
        """
    static let discovery = """
        EndpointSlice Some of the addresses behind a service.
         addressType IPv4, IPv6 or FQDN.
         endpoints The addresses.
         ports The ports that all of them have.
        Endpoint An address behind a service, and how it is doing.
         addresses The address.
         hostname The host name in DNS.
         targetRef The pod.
         zone The zone.
        EndpointConditions How an endpoint is doing.
         ready Whether it takes connections; false while it is ending.
         serving The same, but also while it is ending.
         terminating Whether it is ending.
        EndpointPort A port of the endpoints.
         port The port's number.
         name The port's name in the service.
         protocol TCP, UDP or SCTP.
        """
    static let networking = """
        Ingress Rules that lead HTTP requests from outside to services.
        IngressSpec The rules.
         ingressClassName Which controller is meant, by the name of its IngressClass.
         defaultBackend Where requests go that no rule fits.
         rules The rules, by host and path.
         tls The hosts with TLS, and the Secrets with their certificates.
        IngressRule The paths of one host.
         host The host; *.example.com for all below; all hosts if not set.
         http The paths.
        HTTPIngressRuleValue The paths of a host.
         paths The paths with where they lead.
        HTTPIngressPath A path and where it leads.
         path The path.
         pathType Exact, Prefix (by whole steps) or ImplementationSpecific.
         backend Where requests go.
        IngressBackend Where requests go.
         service A service with its port.
         resource Another object of the namespace.
        IngressServiceBackend A service with its port.
         name The service.
         port The port.
        ServiceBackendPort A port of a service; give one of the two.
         name The port's name.
         number The port's number.
        IngressTLS Hosts with TLS.
         hosts The hosts that the certificate is for.
         secretName The Secret with the certificate and its key.
        IngressClass A controller of ingresses.
         spec Which controller.
        NetworkPolicy Which connections from and to pods are allowed.
        NetworkPolicySpec The pods, and what is allowed for them.
         podSelector The pods that it is about; empty means all of the namespace.
         ingress Who may connect to them.
         egress Where they may connect to.
         policyTypes Which of Ingress and Egress it is about.
        NetworkPolicyPeer The other side of a connection.
         podSelector Pods.
         ipBlock Addresses.
        """
}
