extension DescriptionData {
    static let rbac = """
        Role What may be done in one namespace.
         rules What may be done.
        ClusterRole What may be done in the whole cluster, or in any namespace it is bound in.
         rules What may be done.
         aggregationRule Which other ClusterRoles' rules it takes over.
        RoleBinding Gives a role to users, groups or ServiceAccounts in one namespace.
         subjects Who gets the role.
         roleRef The Role or ClusterRole; it cannot be changed.
        ClusterRoleBinding Gives a ClusterRole to users, groups or ServiceAccounts everywhere.
         subjects Who gets the role.
         roleRef The ClusterRole; it cannot be changed.
        PolicyRule Which verbs are allowed on which resources.
         verbs What may be done: get, list, watch, create, update, patch, delete, or * for all.
         apiGroups The groups of the resources; an empty string is the core group.
         resources The resources: pods, pods/log, or * for all.
         resourceNames Only these objects; all if not set.
         nonResourceURLs Paths that are no resources: /healthz.
        Subject Who gets a role.
         kind User, Group or ServiceAccount.
         name The name.
         apiGroup rbac.authorization.k8s.io for User and Group, empty for ServiceAccount.
        RoleRef The role that is given.
         kind Role or ClusterRole.
         name The name.
         apiGroup Always rbac.authorization.k8s.io.
        AggregationRule Which ClusterRoles are put together.
         clusterRoleSelectors Labels of the ClusterRoles.
        """
    static let authentication = """
        TokenReview Asks whose token this is.
        TokenRequest Asks for a token of a ServiceAccount.
        TokenRequestSpec What the token should be.
         audiences For whom the token is.
         expirationSeconds How long it is valid.
         boundObjectRef The object with which it ends.
        TokenRequestStatus The token.
         token The token.
         expirationTimestamp Until when it is valid.
        SelfSubjectReview Asks who I am.
        UserInfo Who somebody is.
         username The name.
         groups The groups.
         extra More, as the authenticator has it.
        """
    static let authorization = """
        SubjectAccessReview Asks whether somebody may do something.
        SelfSubjectAccessReview Asks whether I may do something.
        LocalSubjectAccessReview Asks whether somebody may do something in one namespace.
        SelfSubjectRulesReview Asks for all that I may do in a namespace.
        SubjectAccessReviewStatus The answer.
         allowed Whether it is allowed.
         denied Whether it is forbidden expressly.
         evaluationError What went wrong while looking.
        ResourceAttributes What is to be done to which resource.
         verb get, list, watch, create, update, patch, delete.
         resource The resource: pods.
         subresource The subresource: log.
         group The group of the resource.
         name The object; empty means all.
        """
    static let certificates = """
        CertificateSigningRequest A request for a certificate that the cluster's authority signs.
        CertificateSigningRequestSpec What certificate, from whom.
         request The request in PEM (PKCS#10), in base64.
         signerName Who is to sign: kubernetes.io/kube-apiserver-client.
         expirationSeconds How long the certificate should be valid.
         usages What the key is for: client auth.
         username Who asks; the server sets it.
         groups The groups of who asks; the server sets them.
        CertificateSigningRequestStatus The decision and the certificate.
         certificate The certificate in PEM, in base64.
        """
    static let extensions = """
        CustomResourceDefinition Adds a kind of objects of your own to the API.
        CustomResourceDefinitionSpec The kind: its names, its scope and its versions.
         group The group; the definition is called PLURAL.GROUP.
         names How the kind and its resource are called.
         scope Namespaced or Cluster.
         versions The versions, exactly one of which is stored.
         conversion How objects get from one version to another.
         preserveUnknownFields No longer of use.
        CustomResourceDefinitionNames How the kind and its resource are called.
         plural In paths: websites.
         singular On the command line: website.
         shortNames Short for the command line: ws.
         kind In manifests: Website.
         listKind The kind of lists: WebsiteList.
         categories Words that mean several kinds: all.
        CustomResourceDefinitionVersion One version of the kind.
         name The version: v1.
         served Whether it can be used.
         storage Whether objects are stored in it.
         schema What objects may look like.
         subresources Whether there are status and scale.
         additionalPrinterColumns Further columns for kubectl get.
         selectableFields Fields that field selectors may use.
         deprecated Whether clients are warned.
         deprecationWarning What clients are warned with.
        CustomResourceValidation What objects may look like.
         openAPIV3Schema The schema.
        CustomResourceColumnDefinition A column of kubectl get.
         name The heading.
         type integer, number, string, boolean or date.
         jsonPath The field that is shown: .spec.replicas.
         priority 0 is always shown, more only by -o wide.
         description What the column shows.
        CustomResourceSubresourceScale Where the numbers for kubectl scale are.
         specReplicasPath The field with the wanted number: .spec.replicas.
         statusReplicasPath The field with the number there is: .status.replicas.
         labelSelectorPath The field with the selector as text.
        CustomResourceDefinitionStatus Whether the kind is served.
         acceptedNames The names that it has been given.
         storedVersions The versions in which objects may be stored.
        JSONSchemaProps A JSON schema.
         properties The fields of an object.
         required The fields that must be there.
         additionalProperties What an object's further fields are.
         items What the items of a list are.
         enum The values that are allowed.
         default The value of a field that is not given.
         description What it is; kubectl explain shows it.
         pattern A regular expression for strings.
         minimum The least number.
         maximum The greatest number.
        """
    static let admission = """
        MutatingWebhookConfiguration Webhooks that may change objects before they are stored.
         webhooks The webhooks.
        ValidatingWebhookConfiguration Webhooks that may refuse objects.
         webhooks The webhooks.
        ValidatingAdmissionPolicy Expressions that objects must fulfil.
        ValidatingAdmissionPolicyBinding Where a policy holds, and with which parameters.
        WebhookClientConfig How the webhook is reached.
         url Its URL, if it is outside of the cluster.
         service Its service, if it is inside.
         caBundle The authority that signed its certificate, in PEM.
        """
}
