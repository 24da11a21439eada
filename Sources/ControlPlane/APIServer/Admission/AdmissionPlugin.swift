package import API
package import Simulation

/// What is about to happen to an object, as admission sees it.
package struct AdmissionRequest: Sendable {
    package enum Operation: String, Sendable {
        case create = "CREATE"
        case update = "UPDATE"
        case delete = "DELETE"
        case connect = "CONNECT"
    }
    package var operation: Operation
    package var resource: GroupVersionResource
    package var kind: String
    /// What `object` is where that is another kind than the resource's: an Eviction of a pod.
    package var bodyKind: GroupVersionKind?
    package var isNamespaced: Bool
    /// Empty for the object itself.
    package var subresource: String
    package var namespace: String
    /// May be empty while a name is still to be generated.
    package var name: String
    package var user: UserInfo
    /// The object to be written, in the served version; nil on delete.
    package var object: Value?
    /// What is stored now; nil on create.
    package var oldObject: Value?
    package var isDryRun: Bool
    package var now: SimulatedInstant
    /// Texts for `Warning` headers, added to by plugins.
    package var warnings: [String] = []
    /// Where the plugins' doings are noted; nil for most requests.
    package var trace: RequestTrace?

    package init(
        operation: Operation, resource: ServedResource, subresource: String = "",
        namespace: String, name: String, user: UserInfo, object: Value? = nil,
        oldObject: Value? = nil, isDryRun: Bool = false, now: SimulatedInstant,
        trace: RequestTrace? = nil
    ) {
        (self.operation, self.resource) = (operation, resource.resource)
        (self.kind, self.isNamespaced) = (resource.kind, resource.isNamespaced)
        (self.subresource, self.namespace, self.name) = (subresource, namespace, name)
        (self.user, self.object, self.oldObject) = (user, object, oldObject)
        (self.isDryRun, self.now, self.trace) = (isDryRun, now, trace)
    }

    /// `pods`, without a group, and not one of its subresources.
    package func isFor(_ resource: String, group: String = "") -> Bool {
        self.resource.resource == resource && self.resource.group == group && subresource.isEmpty
    }

    /// The refusal of an admission plugin: 403 with `message` after "is forbidden: ".
    package func forbidden(_ message: String) -> Status {
        .forbidden(resource.groupResource, name, message)
    }
}

/// One rule about what may be stored: it may change the object first, and refuse it after.
///
/// Upstream: kubernetes apiserver/pkg/admission.
package protocol AdmissionPlugin: Sendable {
    /// As in `--enable-admission-plugins`.
    var name: String { get }
    /// Changes the object before it is validated. **Throws** to refuse it.
    func mutate(_ request: inout AdmissionRequest) async throws(Status)
    /// Looks at the object as it will be stored. **Throws** to refuse it.
    func validate(_ request: inout AdmissionRequest) async throws(Status)
}

extension AdmissionPlugin {
    package func mutate(_ request: inout AdmissionRequest) async throws(Status) {}
    package func validate(_ request: inout AdmissionRequest) async throws(Status) {}
}
