/// The smallest piece of an expression that means something.
struct Token: Sendable {
    enum Kind: Hashable, Sendable {
        case identifier(String)
        /// A field's name between backticks.
        case quotedIdentifier(String)
        case int(Int64)
        /// The magnitude of `Int64.min`, which only a minus sign makes a number.
        case minInt
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        /// `+`, `&&`, `in`, `true` and their like.
        case symbol(String)
        case end
    }
    var kind: Kind
    /// As it is written.
    var text: String
    var place: Int
}
