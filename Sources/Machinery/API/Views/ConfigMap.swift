import Encoding

/// Configuration by key.
package struct ConfigMap: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "configmaps")
    package static let kind = "ConfigMap"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var data: [String: String] {
        get { self["data"] }
        set { self["data"] = newValue }
    }
    /// Base64, as it is written.
    package var binaryData: [String: String] {
        get { self["binaryData"] }
        set { self["binaryData"] = newValue }
    }
    package var immutable: Bool? {
        get { self["immutable"] }
        set { self["immutable"] = newValue }
    }
}

/// Confidential data by key.
package struct Secret: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "secrets")
    package static let kind = "Secret"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var type: String {
        get { self["type"] ?? "Opaque" }
        set { self["type"] = newValue }
    }
    /// Base64, as it is written.
    package var data: [String: String] {
        get { self["data"] }
        set { self["data"] = newValue }
    }
    /// Plain text; the API server moves it into `data`.
    package var stringData: [String: String] {
        get { self["stringData"] }
        set { self["stringData"] = newValue }
    }
    package var immutable: Bool? {
        get { self["immutable"] }
        set { self["immutable"] = newValue }
    }

    /// The decoded bytes of one key; nil if it is missing or not base64.
    package func bytes(_ key: String) -> [UInt8]? {
        value["data"][key].string.flatMap(Base64.decode)
    }
}
