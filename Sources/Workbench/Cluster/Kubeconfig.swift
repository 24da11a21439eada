import Encoding
package import PKI

/// The text of a kubeconfig: where a cluster is, and who one is there.
package struct KubeconfigText: Sendable {
    package var server: String
    /// PEM of the cluster's authority.
    package var authorityPEM: String
    package var user: String
    package var identity: Identity
    package var cluster = "kubernetes"

    package init(server: String, authorityPEM: String, user: String, identity: Identity) {
        (self.server, self.authorityPEM) = (server, authorityPEM)
        (self.user, self.identity) = (user, identity)
    }

    /// As `kubeadm` writes `admin.conf`, keys in order.
    package var yaml: String {
        func base64(_ text: String) -> String { Base64.encode(Array(text.utf8)) }
        return """
            apiVersion: v1
            clusters:
            - cluster:
                certificate-authority-data: \(base64(authorityPEM))
                server: \(server)
              name: \(cluster)
            contexts:
            - context:
                cluster: \(cluster)
                user: \(user)
              name: \(user)@\(cluster)
            current-context: \(user)@\(cluster)
            kind: Config
            preferences: {}
            users:
            - name: \(user)
              user:
                client-certificate-data: \(base64(identity.certificatePEM))
                client-key-data: \(base64(identity.privateKeyPEM))

            """
    }
}
