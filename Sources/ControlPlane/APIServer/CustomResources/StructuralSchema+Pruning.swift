import API

/// Pruning: what a schema does not name is not stored.
///
/// ```
/// schema {spec: {replicas}}    {"spec": {"replicas": 1, "foo": 2}}
///                           ─▶ {"spec": {"replicas": 1}}, unknown: ["spec.foo"]
/// ```
/// Upstream: kubernetes apiextensions-apiserver/pkg/apiserver/schema/pruning.
extension StructuralSchema {
    /// The object without unknown fields, and their paths in the order of the object.
    func pruned(_ object: Value) -> (value: Value, unknown: [String]) {
        var pruner = Pruner()
        let value = pruner.prune(object, self, at: "", isResource: true)
        return (value, pruner.unknown)
    }
}

private struct Pruner {
    var unknown: [String] = []

    private static let resourceFields: Set<String> = ["apiVersion", "kind", "metadata"]

    /// No schema means that nothing is known here.
    mutating func prune(
        _ value: Value, _ schema: StructuralSchema?, at path: String, isResource: Bool = false
    ) -> Value {
        switch value {
        case .object(let object):
            let isResource = isResource || schema?.isEmbeddedResource == true
            return .object(prune(object, schema, at: path, isResource: isResource))
        case .array(let items):
            let keepsAll = schema?.preservesUnknownFields == true && schema?.items == nil
            if keepsAll { return value }
            return .array(
                items.enumerated().map { prune($1, schema?.items, at: "\(path)[\($0)]") })
        default: return value
        }
    }

    private mutating func prune(
        _ object: Object, _ schema: StructuralSchema?, at path: String, isResource: Bool
    ) -> Object {
        var members: [Object.Member] = []
        for member in object {
            let place = path.isEmpty ? member.name : "\(path).\(member.name)"
            if isResource, Self.resourceFields.contains(member.name) {
                members.append(member)
            } else if let known = schema?.member(member.name) {
                members.append((member.name, prune(member.value, known, at: place)))
            } else if schema?.preservesUnknownFields == true {
                members.append(member)
            } else if case .any = schema?.additional {
                members.append((member.name, prune(member.value, nil, at: place)))
            } else {
                unknown.append(place)
            }
        }
        return Object(uniqueMembers: members)
    }
}
