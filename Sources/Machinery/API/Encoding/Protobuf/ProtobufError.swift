package import Encoding

/// Why bytes are no Kubernetes protobuf, or an object cannot become some.
package enum ProtobufError: Error, Hashable, CustomStringConvertible {
    /// The four bytes `k8s\0` are missing.
    case noMagic
    /// The bytes are no protobuf message at all.
    case wire(WireError)
    /// Messages nest deeper than any object does.
    case tooDeep
    /// The kind has no protobuf form: a custom resource, a Table.
    case noType(GroupVersionKind)
    /// A field holds what its type cannot: the field's name.
    case illegalValue(String)

    package var description: String {
        switch self {
        case .noMagic:
            "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]"
        case .wire(let error): error.description
        case .tooDeep: "proto: nesting is too deep"
        case .noType(let kind):
            "no protobuf form is registered for kind \"\(kind.kind)\" in version \"\(kind.apiVersion)\""
        case .illegalValue(let field): "proto: wrong type of value for field \(field)"
        }
    }
}
