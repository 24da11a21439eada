/// Tries an expression at one place after another.
struct RegularExpressionMatcher {
    typealias Failure = RegularExpression.Failure
    typealias Node = RegularExpression.Node
    let text: [UInt8]
    let ignoresCase: Bool
    private var groups: [Range<Int>?]
    private var stepsLeft = 2_000_000
    private var depth = 0

    init(text: [UInt8], ignoresCase: Bool, groups: Int) {
        self.text = text
        self.ignoresCase = ignoresCase
        self.groups = Array(repeating: nil, count: groups + 1)
    }

    /// What is still to be matched after a node: a list, so that it can be shared.
    final class Rest {
        let node: Node
        let next: Rest?
        /// Set when this ends a group: its number and start.
        let closes: (group: Int, start: Int)?
        /// Set when this is one turn of a repetition: how many are done, and where this one began.
        let turn: (done: Int, start: Int)?

        init(
            _ node: Node, _ next: Rest?, closes: (Int, Int)? = nil, turn: (Int, Int)? = nil
        ) {
            (self.node, self.next) = (node, next)
            self.closes = closes.map { (group: $0.0, start: $0.1) }
            self.turn = turn.map { (done: $0.0, start: $0.1) }
        }
    }

    mutating func match(
        _ node: Node, at position: Int, wantsLongest: Bool
    ) throws(Failure) -> RegularExpression.Match? {
        var best: RegularExpression.Match?
        groups = groups.map { _ in nil }
        _ = try run(Rest(node, nil), position) { groups, end in
            if best == nil || end > (best?.range.upperBound ?? 0) {
                var all = groups
                all[0] = position..<end
                best = RegularExpression.Match(groups: all)
            }
            return !wantsLongest
        }
        return best
    }

    /// Matches `rest` from `position`; calls `accept` at each end found, until it returns true.
    private mutating func run(
        _ rest: Rest?, _ position: Int, _ accept: ([Range<Int>?], Int) -> Bool
    ) throws(Failure) -> Bool {
        depth += 1
        defer { depth -= 1 }
        guard depth < 4000 else { throw .tooHard }
        var current = rest
        var position = position
        while let item = current {
            stepsLeft -= 1
            guard stepsLeft > 0 else { throw .tooHard }
            if let (group, start) = item.closes {
                let before = groups[group]
                groups[group] = start..<position
                if try run(item.next, position, accept) { return true }
                groups[group] = before
                return false
            }
            switch item.node {
            case .byte, .any, .set:
                guard let next = single(item.node, position) else { return false }
                position = next
                current = item.next
            case .start, .end, .wordStart, .wordEnd, .wordEdge, .notWordEdge:
                guard holds(item.node, position) else { return false }
                current = item.next
            case .sequence(let nodes):
                var next = item.next
                for node in nodes.reversed() { next = Rest(node, next) }
                current = next
            case .group(let number, let inner):
                let close = Rest(.sequence([]), item.next, closes: (number, position))
                current = Rest(inner, close)
            case .choice(let nodes):
                for node in nodes {
                    if try run(Rest(node, item.next), position, accept) { return true }
                }
                return false
            case .backreference(let number):
                guard let range = groups[number] else { return false }
                let end = position + range.count
                guard end <= text.count, equal(range, position..<end) else { return false }
                position = end
                current = item.next
            case .repetition(let inner, let minimum, let maximum):
                return try repetition(item, inner, minimum, maximum, position, accept)
            }
        }
        return accept(groups, position)
    }

    private mutating func repetition(
        _ item: Rest, _ inner: Node, _ minimum: Int, _ maximum: Int, _ position: Int,
        _ accept: ([Range<Int>?], Int) -> Bool
    ) throws(Failure) -> Bool {
        if case .byte = inner { return try simple(item, inner, minimum, maximum, position, accept) }
        if case .any = inner { return try simple(item, inner, minimum, maximum, position, accept) }
        if case .set = inner { return try simple(item, inner, minimum, maximum, position, accept) }
        let done = item.turn?.done ?? 0
        // A turn that matched nothing would go on for ever.
        let isStuck = item.turn.map { $0.done > 0 && $0.start == position } ?? false
        if done < maximum, !isStuck {
            let again = Rest(item.node, item.next, turn: (done + 1, position))
            if try run(Rest(inner, again), position, accept) { return true }
        }
        if done >= minimum || isStuck { return try run(item.next, position, accept) }
        return false
    }

    /// A repeated single character: counts instead of recursing.
    private mutating func simple(
        _ item: Rest, _ inner: Node, _ minimum: Int, _ maximum: Int, _ position: Int,
        _ accept: ([Range<Int>?], Int) -> Bool
    ) throws(Failure) -> Bool {
        var ends = [position]
        while ends.count <= maximum, let next = single(inner, ends[ends.count - 1]) {
            ends.append(next)
        }
        stepsLeft -= ends.count
        while ends.count > minimum, let end = ends.popLast() {
            if try run(item.next, end, accept) { return true }
        }
        return false
    }

    /// Where a node for one character ends if it matches at `position`.
    private func single(_ node: Node, _ position: Int) -> Int? {
        guard position < text.count else { return nil }
        let byte = ignoresCase ? text[position].lowered : text[position]
        switch node {
        case .byte(let wanted): return byte == wanted ? position + 1 : nil
        case .any: return character(after: position)
        case .set(let members):
            guard members[Int(byte)] else { return nil }
            return byte < 128 ? position + 1 : character(after: position)
        default: return nil
        }
    }

    private func character(after position: Int) -> Int {
        var end = position + 1
        if text[position] >= 0xC0 {
            while end < text.count, text[end] & 0xC0 == 0x80, end - position < 4 { end += 1 }
        }
        return end
    }

    private func equal(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        zip(left, right).allSatisfy {
            ignoresCase ? text[$0].lowered == text[$1].lowered : text[$0] == text[$1]
        }
    }

    private func holds(_ node: Node, _ position: Int) -> Bool {
        let before = position > 0 && text[position - 1].isNamePart
        let after = position < text.count && text[position].isNamePart
        switch node {
        case .start: return position == 0
        case .end: return position == text.count
        case .wordStart: return !before && after
        case .wordEnd: return before && !after
        case .wordEdge: return before != after
        case .notWordEdge: return before == after
        default: return false
        }
    }
}
