// Written by Scripts/make-schema.py. Do not edit.
extension SchemaData {
    /// The types of networking/v1; `SchemaText` tells the format.
    static let networkingV1 = #"""
        HTTPIngressPath
         path 1 string omit
         pathType 3 string zero ! enum:Exact|ImplementationSpecific|Prefix
         backend 2 IngressBackend !
        HTTPIngressRuleValue
         paths 1 []HTTPIngressPath ! atomic
        IPAddress
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 IPAddressSpec !
        IPAddressList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []IPAddress !
        IPAddressSpec
         parentRef 1 ParentReference !
        IPBlock
         cidr 1 string zero !
         except 2 []string atomic
        Ingress
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 IngressSpec zero
         status 3 IngressStatus zero
        IngressBackend
         service 4 IngressServiceBackend
         resource 3 core/v1.TypedLocalObjectReference
        IngressClass
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 IngressClassSpec zero
        IngressClassList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []IngressClass !
        IngressClassParametersReference whole
         apiGroup 1 string omit
         kind 2 string zero !
         name 3 string zero !
         scope 4 string omit
         namespace 5 string omit
        IngressClassSpec
         controller 1 string omit
         parameters 2 IngressClassParametersReference
        IngressList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []Ingress !
        IngressLoadBalancerIngress
         ip 1 string omit
         hostname 2 string omit
         ports 4 []IngressPortStatus atomic
        IngressLoadBalancerStatus
         ingress 1 []IngressLoadBalancerIngress atomic
        IngressPortStatus
         port 1 int32 zero !
         protocol 2 string zero ! enum:SCTP|TCP|UDP
         error 3 string omit
        IngressRule
         host 1 string omit
         http 2/1 HTTPIngressRuleValue
        IngressServiceBackend
         name 1 string zero !
         port 2 ServiceBackendPort zero
        IngressSpec
         ingressClassName 4 string
         defaultBackend 1 IngressBackend
         tls 2 []IngressTLS atomic
         rules 3 []IngressRule atomic
        IngressStatus
         loadBalancer 1 IngressLoadBalancerStatus zero
        IngressTLS
         hosts 1 []string atomic
         secretName 2 string omit
        NetworkPolicy
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 NetworkPolicySpec zero
        NetworkPolicyEgressRule
         ports 1 []NetworkPolicyPort atomic
         to 2 []NetworkPolicyPeer atomic
        NetworkPolicyIngressRule
         ports 1 []NetworkPolicyPort atomic
         from 2 []NetworkPolicyPeer atomic
        NetworkPolicyList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []NetworkPolicy !
        NetworkPolicyPeer
         podSelector 1 meta/v1.LabelSelector
         namespaceSelector 2 meta/v1.LabelSelector
         ipBlock 3 IPBlock
        NetworkPolicyPort
         protocol 1 string enum:SCTP|TCP|UDP
         port 2 intOrString
         endPort 3 int32
        NetworkPolicySpec
         podSelector 1 meta/v1.LabelSelector
         ingress 2 []NetworkPolicyIngressRule atomic
         egress 3 []NetworkPolicyEgressRule atomic
         policyTypes 4 []string atomic
        ParentReference
         group 1 string omit
         resource 2 string zero !
         namespace 3 string omit
         name 4 string zero !
        ServiceBackendPort
         name 1 string omit
         number 2 int32
        ServiceCIDR
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ObjectMeta zero
         spec 2 ServiceCIDRSpec zero
         status 3 ServiceCIDRStatus zero
        ServiceCIDRList
         kind - string omit
         apiVersion - string omit
         metadata 1 meta/v1.ListMeta zero
         items 2 []ServiceCIDR !
        ServiceCIDRSpec
         cidrs 1 []string atomic
        ServiceCIDRStatus
         conditions 1 []meta/v1.Condition map:type patch:merge:type
        """#
}
