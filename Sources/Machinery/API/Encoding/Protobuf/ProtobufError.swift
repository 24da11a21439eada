/// Why bytes are no Kubernetes protobuf, or an object cannot become some.
package enum ProtobufError: Error, Hashable, CustomStringConvertible {
    /// The four bytes `k8s\0` are missing.
    case noMagic
    /// A field runs past the end of its message, or a number never ends.
    case truncated
    /// A wire type that proto2 of Kubernetes does not use, with the field's number.
    case illegalWireType(Int)
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
        case .truncated: "unexpected EOF"
        case .illegalWireType(let number): "proto: illegal wireType for field \(number)"
        case .tooDeep: "proto: nesting is too deep"
        case .noType(let kind):
            "no protobuf form is registered for kind \"\(kind.kind)\" in version \"\(kind.apiVersion)\""
        case .illegalValue(let field): "proto: wrong type of value for field \(field)"
        }
    }
}
