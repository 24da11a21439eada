/// An API group and its version: `apps/v1`, or `v1` for the core group, whose name is empty.
package struct GroupVersion: Hashable, Sendable, CustomStringConvertible {
    package var group: String
    package var version: String

    package init(group: String, version: String) {
        self.group = group
        self.version = version
    }

    /// Reads an `apiVersion`: `batch/v1` or `v1`.
    package init(apiVersion: String) {
        if let slash = apiVersion.utf8.firstIndex(of: UInt8(ascii: "/")) {
            group = String(apiVersion[..<slash])
            version = String(apiVersion[apiVersion.utf8.index(after: slash)...])
        } else {
            group = ""
            version = apiVersion
        }
    }

    /// As written in `apiVersion`.
    package var description: String { group.isEmpty ? version : "\(group)/\(version)" }
}

/// What an object is: `apps/v1, Kind=Deployment`.
package struct GroupVersionKind: Hashable, Sendable, CustomStringConvertible {
    package var group: String
    package var version: String
    package var kind: String

    package init(group: String, version: String, kind: String) {
        self.group = group
        self.version = version
        self.kind = kind
    }

    package init(apiVersion: String, kind: String) {
        self.init(GroupVersion(apiVersion: apiVersion), kind: kind)
    }

    package init(_ groupVersion: GroupVersion, kind: String) {
        self.init(group: groupVersion.group, version: groupVersion.version, kind: kind)
    }

    package var groupVersion: GroupVersion { GroupVersion(group: group, version: version) }
    package var apiVersion: String { groupVersion.description }
    package var description: String { "\(group)/\(version), Kind=\(kind)" }
}

/// Where objects of a kind are served: `apps/v1, Resource=deployments`.
package struct GroupVersionResource: Hashable, Sendable, CustomStringConvertible {
    package var group: String
    package var version: String
    package var resource: String

    package init(group: String, version: String, resource: String) {
        self.group = group
        self.version = version
        self.resource = resource
    }

    package var groupVersion: GroupVersion { GroupVersion(group: group, version: version) }
    package var groupResource: GroupResource { GroupResource(group: group, resource: resource) }
    package var description: String { "\(group)/\(version), Resource=\(resource)" }
}

/// A resource whatever its version, as RBAC rules and error texts name it: `deployments.apps`.
package struct GroupResource: Hashable, Sendable, CustomStringConvertible {
    package var group: String
    package var resource: String

    package init(group: String, resource: String) {
        self.group = group
        self.resource = resource
    }

    package var description: String { group.isEmpty ? resource : "\(resource).\(group)" }
}

/// An object's name within its resource; the namespace is empty for cluster-scoped ones.
package struct NamespacedName: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var namespace: String
    package var name: String

    package init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }

    package var description: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }

    package static func < (left: NamespacedName, right: NamespacedName) -> Bool {
        (left.namespace, left.name) < (right.namespace, right.name)
    }
}
