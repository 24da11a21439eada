/// The identity of the processes in pods.
package struct ServiceAccount: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "serviceaccounts")
    package static let kind = "ServiceAccount"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var secrets: [ObjectReference] {
        get { self["secrets"] }
        set { self["secrets"] = newValue }
    }
    package var imagePullSecrets: [LocalObjectReference] {
        get { self["imagePullSecrets"] }
        set { self["imagePullSecrets"] = newValue }
    }
    package var automountServiceAccountToken: Bool? {
        get { self["automountServiceAccountToken"] }
        set { self["automountServiceAccountToken"] = newValue }
    }
}

/// A wish for a token, and the token: subresource `token` of a service account.
package struct TokenRequest: APIObject {
    package static let resource = GroupVersionResource(
        group: "authentication.k8s.io", version: "v1", resource: "serviceaccounts")
    package static let kind = "TokenRequest"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var spec: TokenRequestSpec {
        get { self["spec"] }
        set { self["spec"] = newValue }
    }
    package var status: TokenRequestStatus {
        get { self["status"] }
        set { self["status"] = newValue }
    }
}

/// For whom, for how long and bound to what a token is asked.
package struct TokenRequestSpec: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var audiences: [String] {
        get { self["audiences"] }
        set { self["audiences"] = newValue }
    }
    package var expirationSeconds: Int? {
        get { self["expirationSeconds"] }
        set { self["expirationSeconds"] = newValue }
    }
    package var boundObjectRef: BoundObjectReference? {
        get { self["boundObjectRef"] }
        set { self["boundObjectRef"] = newValue }
    }
}

/// The pod, secret or node with which a token dies.
package struct BoundObjectReference: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var kind: String {
        get { self["kind", default: ""] }
        set { self["kind", default: ""] = newValue }
    }
    package var apiVersion: String {
        get { self["apiVersion", default: ""] }
        set { self["apiVersion", default: ""] = newValue }
    }
    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var uid: String {
        get { self["uid", default: ""] }
        set { self["uid", default: ""] = newValue }
    }
}

/// The token and when it expires.
package struct TokenRequestStatus: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var token: String {
        get { self["token", default: ""] }
        set { self["token", default: ""] = newValue }
    }
    package var expirationTimestamp: String {
        get { self["expirationTimestamp", default: ""] }
        set { self["expirationTimestamp", default: ""] = newValue }
    }
}
