/// The bytes with which a match can begin: most places of a long text are passed over by them.
struct RegularExpressionStart {
    typealias Node = RegularExpression.Node

    /// Nil if a match can be empty, so that it can be anywhere.
    let bytes: [Bool]?

    init(_ node: Node) {
        var found = [Bool](repeating: false, count: 256)
        bytes = Self.collect(node, into: &found) ? nil : found
    }

    /// Adds the bytes with which `node` can begin; returns whether what follows it counts, too.
    private static func collect(_ node: Node, into found: inout [Bool]) -> Bool {
        switch node {
        case .byte(let byte): found[Int(byte)] = true
        case .any: found = [Bool](repeating: true, count: 256)
        case .set(let members): for byte in 0..<256 where members[byte] { found[byte] = true }
        case .start, .end, .wordStart, .wordEnd, .wordEdge, .notWordEdge: return true
        // It may be of an empty group.
        case .backreference:
            found = [Bool](repeating: true, count: 256)
            return true
        case .group(_, let inner): return collect(inner, into: &found)
        case .sequence(let nodes): return nodes.allSatisfy { collect($0, into: &found) }
        case .choice(let nodes):
            var isOpen = nodes.isEmpty
            for node in nodes where collect(node, into: &found) { isOpen = true }
            return isOpen
        case .repetition(let inner, let least, _):
            let isOpen = collect(inner, into: &found)
            return isOpen || least == 0
        }
        return false
    }
}
