import API

/// Where an object keeps its replicas, so that `scale` can find them: `.spec.replicas`.
struct ScalePaths: Sendable {
    let specReplicas: [String]
    let statusReplicas: [String]
    /// A selector as text, in spec or status; nil if the definition names none.
    let selector: [String]?

    /// Of the kinds that are built in.
    static let builtIn = ScalePaths(spec: ["spec", "replicas"], status: ["status", "replicas"])

    private init(spec: [String], status: [String]) {
        (specReplicas, statusReplicas, selector) = (spec, status, nil)
    }

    /// From `subresources.scale` of a definition.
    init(_ value: Value) {
        func path(_ name: String) -> [String]? {
            value[name].string?.split(separator: ".").map(String.init)
        }
        specReplicas = path("specReplicasPath") ?? []
        statusReplicas = path("statusReplicasPath") ?? []
        selector = path("labelSelectorPath")
    }

    static func find(_ path: [String], in object: Value) -> Value? {
        var value: Value? = object
        for name in path { value = value[name] }
        return value
    }

    /// `object` with `value` at `path`, and the objects on the way to it.
    static func set(_ value: Value, at path: ArraySlice<String>, in object: Value?) -> Value {
        guard let first = path.first else { return value }
        var changed = object ?? .object(Object())
        changed[first] = set(value, at: path.dropFirst(), in: changed[first])
        return changed
    }
}
