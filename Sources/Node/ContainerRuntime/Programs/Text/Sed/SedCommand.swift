/// One command of a script.
struct SedCommand: Sendable {
    enum Address: Sendable {
        case line(Int)
        case last
        case pattern(RegularExpression)
        /// `first~step`
        case step(Int, Int)
        /// `+N`, only as the second address.
        case offset(Int)
    }
    enum Action: Sendable {
        case substitute(
            RegularExpression, replacement: [Piece], all: Bool, number: Int, prints: Bool)
        case translate([UInt8], [UInt8])
        case text(UInt8, [UInt8])
        case quit(Int32, prints: Bool)
        case simple(UInt8)
        case jump(UInt8, String)
        case label(String)
        /// `{`: goes on behind the matching `}` if the address does not match.
        case group(end: Int)
        case groupEnd
    }
    /// A piece of a replacement.
    enum Piece: Sendable {
        case text([UInt8])
        case group(Int)
        case changeCase(UInt8)
    }
    var first: Address?
    var second: Address?
    var isNegated = false
    var action: Action
}
