/// Why bytes are no protobuf message, or not the one that was expected.
package enum WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A field runs past the end of its message, or a number never ends.
    case truncated
    /// A wire type that nobody has used for years (groups) or ever, with the field's number.
    case illegalWireType(Int)
    /// A field is not of the type that its message gives it: the field's number.
    case wrongType(Int)
    /// Messages nest deeper than any honest sender's.
    case tooDeep

    /// Upstream: golang protobuf, gogo/protobuf generated code.
    package var description: String {
        switch self {
        case .truncated: "unexpected EOF"
        case .illegalWireType(let number): "proto: illegal wireType for field \(number)"
        case .wrongType(let number): "proto: wrong wireType for field \(number)"
        case .tooDeep: "proto: nesting is too deep"
        }
    }
}
