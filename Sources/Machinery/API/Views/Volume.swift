/// A directory or file that containers of a pod can mount: a name and exactly one source.
package struct Volume: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var hostPath: HostPathVolumeSource? {
        get { self["hostPath"] }
        set { self["hostPath"] = newValue }
    }
    package var emptyDir: EmptyDirVolumeSource? {
        get { self["emptyDir"] }
        set { self["emptyDir"] = newValue }
    }
    package var secret: SecretVolumeSource? {
        get { self["secret"] }
        set { self["secret"] = newValue }
    }
    package var configMap: ConfigMapVolumeSource? {
        get { self["configMap"] }
        set { self["configMap"] = newValue }
    }
    package var downwardAPI: DownwardAPIVolumeSource? {
        get { self["downwardAPI"] }
        set { self["downwardAPI"] = newValue }
    }
    package var projected: ProjectedVolumeSource? {
        get { self["projected"] }
        set { self["projected"] = newValue }
    }
    package var persistentVolumeClaim: PersistentVolumeClaimVolumeSource? {
        get { self["persistentVolumeClaim"] }
        set { self["persistentVolumeClaim"] = newValue }
    }

    /// The member that names the source: `emptyDir`; nil if there is none.
    package var sourceName: String? { value.object?.names.first { $0 != "name" } }
}

/// A path of the node.
package struct HostPathVolumeSource: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var path: String {
        get { self["path", default: ""] }
        set { self["path", default: ""] = newValue }
    }
    /// `Directory`, `File`, `DirectoryOrCreate`, ...; empty checks nothing.
    package var type: String {
        get { self["type", default: ""] }
        set { self["type", default: ""] = newValue }
    }
}

/// An empty directory that lives as long as the pod.
package struct EmptyDirVolumeSource: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// `Memory`, or empty for the node's disk.
    package var medium: String {
        get { self["medium", default: ""] }
        set { self["medium", default: ""] = newValue }
    }
    package var sizeLimit: Quantity? {
        get { self["sizeLimit"] }
        set { self["sizeLimit"] = newValue }
    }
}

/// The keys of a Secret as files.
package struct SecretVolumeSource: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var secretName: String {
        get { self["secretName", default: ""] }
        set { self["secretName", default: ""] = newValue }
    }
    package var items: [KeyToPath] {
        get { self["items"] }
        set { self["items"] = newValue }
    }
    package var defaultMode: Int {
        get { self["defaultMode"] ?? 0o644 }
        set { self["defaultMode"] = newValue }
    }
    package var optional: Bool {
        get { self["optional"] ?? false }
        set { self["optional"] = newValue }
    }
}

/// The keys of a ConfigMap as files.
package struct ConfigMapVolumeSource: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var items: [KeyToPath] {
        get { self["items"] }
        set { self["items"] = newValue }
    }
    package var defaultMode: Int {
        get { self["defaultMode"] ?? 0o644 }
        set { self["defaultMode"] = newValue }
    }
    package var optional: Bool {
        get { self["optional"] ?? false }
        set { self["optional"] = newValue }
    }
}

/// Which key becomes which file.
package struct KeyToPath: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var key: String {
        get { self["key", default: ""] }
        set { self["key", default: ""] = newValue }
    }
    package var path: String {
        get { self["path", default: ""] }
        set { self["path", default: ""] = newValue }
    }
    /// Permission bits; nil is the volume's default.
    package var mode: Int? {
        get { self["mode"] }
        set { self["mode"] = newValue }
    }
}

/// Fields of the pod as files.
package struct DownwardAPIVolumeSource: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var items: [DownwardAPIVolumeFile] {
        get { self["items"] }
        set { self["items"] = newValue }
    }
    package var defaultMode: Int {
        get { self["defaultMode"] ?? 0o644 }
        set { self["defaultMode"] = newValue }
    }
}

/// One field of the pod, or one resource of a container, as a file.
package struct DownwardAPIVolumeFile: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var path: String {
        get { self["path", default: ""] }
        set { self["path", default: ""] = newValue }
    }
    package var fieldRef: ObjectFieldSelector? {
        get { self["fieldRef"] }
        set { self["fieldRef"] = newValue }
    }
    package var resourceFieldRef: ResourceFieldSelector? {
        get { self["resourceFieldRef"] }
        set { self["resourceFieldRef"] = newValue }
    }
    package var mode: Int? {
        get { self["mode"] }
        set { self["mode"] = newValue }
    }
}

/// Several sources in one directory.
package struct ProjectedVolumeSource: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var sources: [VolumeProjection] {
        get { self["sources"] }
        set { self["sources"] = newValue }
    }
    package var defaultMode: Int {
        get { self["defaultMode"] ?? 0o644 }
        set { self["defaultMode"] = newValue }
    }
}

/// One source of a projected volume: exactly one is set.
package struct VolumeProjection: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var secret: SecretProjection? {
        get { self["secret"] }
        set { self["secret"] = newValue }
    }
    package var downwardAPI: DownwardAPIProjection? {
        get { self["downwardAPI"] }
        set { self["downwardAPI"] = newValue }
    }
    package var configMap: ConfigMapProjection? {
        get { self["configMap"] }
        set { self["configMap"] = newValue }
    }
    package var serviceAccountToken: ServiceAccountTokenProjection? {
        get { self["serviceAccountToken"] }
        set { self["serviceAccountToken"] = newValue }
    }
    package var clusterTrustBundle: Value? {
        get { value["clusterTrustBundle"] }
        set { value["clusterTrustBundle"] = newValue }
    }
}

/// Keys of a Secret.
package struct SecretProjection: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var items: [KeyToPath] {
        get { self["items"] }
        set { self["items"] = newValue }
    }
    package var optional: Bool {
        get { self["optional"] ?? false }
        set { self["optional"] = newValue }
    }
}

/// Keys of a ConfigMap.
package struct ConfigMapProjection: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var items: [KeyToPath] {
        get { self["items"] }
        set { self["items"] = newValue }
    }
    package var optional: Bool {
        get { self["optional"] ?? false }
        set { self["optional"] = newValue }
    }
}

/// Fields of the pod.
package struct DownwardAPIProjection: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var items: [DownwardAPIVolumeFile] {
        get { self["items"] }
        set { self["items"] = newValue }
    }
}

/// A token of the pod's service account, renewed before it expires.
package struct ServiceAccountTokenProjection: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// Nil is the API server's own.
    package var audience: String? {
        get { self["audience"] }
        set { self["audience"] = newValue }
    }
    package var expirationSeconds: Int {
        get { self["expirationSeconds"] ?? 3600 }
        set { self["expirationSeconds"] = newValue }
    }
    package var path: String {
        get { self["path", default: ""] }
        set { self["path", default: ""] = newValue }
    }
}

/// A claim in the pod's namespace.
package struct PersistentVolumeClaimVolumeSource: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var claimName: String {
        get { self["claimName", default: ""] }
        set { self["claimName", default: ""] = newValue }
    }
    package var readOnly: Bool {
        get { self["readOnly"] ?? false }
        set { self["readOnly"] = newValue }
    }
}
