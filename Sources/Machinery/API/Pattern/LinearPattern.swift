/// A regular expression in Go's syntax (RE2), matched in time that grows with the text alone.
///
/// The `pattern` of a schema comes from a client, so a matcher that backtracks would let one
/// definition stop the server. This one walks all ways through the program side by side, as
/// Thompson showed: at each character the set of instructions that may come next.
///
/// Differs: `\p{…}` classes and `\Q…\E` are refused by name; case is folded for ASCII only.
///
/// Source: https://github.com/google/re2/wiki/Syntax; swtch.com/~rsc/regexp/regexp2.html.
package struct LinearPattern: Sendable {
    /// Why a text is no pattern, in the words of Go's `regexp`.
    package struct Failure: Error, CustomStringConvertible { package let description: String }

    /// One instruction of the program.
    enum Instruction: Sendable {
        /// Goes on if the character is one of these.
        case match(CharacterSet)
        /// Goes on in both places.
        case split(Int, Int)
        case jump(Int)
        case assert(Assertion)
        case accept
    }

    enum Assertion: Sendable { case start, end, lineStart, lineEnd, wordEdge, notWordEdge }

    /// Characters by ranges, or all but those.
    struct CharacterSet: Sendable {
        var ranges: [ClosedRange<UInt32>]
        var isNegated = false

        func contains(_ scalar: UInt32) -> Bool {
            ranges.contains { $0.contains(scalar) } != isNegated
        }
    }

    package let source: String
    private let program: [Instruction]

    /// **Throws** what Go says of a text that is no pattern.
    package init(_ source: String) throws(Failure) {
        self.source = source
        var parser = LinearPatternParser(source)
        var compiler = LinearPatternCompiler()
        program = try compiler.compile(try parser.parse())
    }

    /// Whether the pattern is found anywhere in `text`.
    package func matches(_ text: String) -> Bool {
        let scalars = text.unicodeScalars.map(\.value)
        var current = Threads(program.count)
        var next = Threads(program.count)
        for position in 0...scalars.count {
            if follow(0, &current, scalars, position) { return true }
            guard position < scalars.count else { return false }
            for place in current.places {
                guard case .match(let set) = program[place], set.contains(scalars[position]) else {
                    continue
                }
                if follow(place + 1, &next, scalars, position + 1) { return true }
            }
            swap(&current, &next)
            next.removeAll()
        }
        return false
    }

    /// Where a match that begins at `start` ends; nil if none does.
    func end(ofMatchAt start: Int, in scalars: [UInt32]) -> Int? {
        var current = Threads(program.count)
        var next = Threads(program.count)
        var end = follow(0, &current, scalars, start) ? start : nil
        var position = start
        while position < scalars.count, !current.places.isEmpty {
            for place in current.places {
                guard case .match(let set) = program[place], set.contains(scalars[position]) else {
                    continue
                }
                // Who comes later in the order no longer matters.
                if follow(place + 1, &next, scalars, position + 1) {
                    end = position + 1
                    break
                }
            }
            swap(&current, &next)
            next.removeAll()
            position += 1
        }
        return end
    }

    /// The instructions that wait for a character, each once.
    private struct Threads {
        var places: [Int] = []
        private var isThere: [Bool]

        init(_ count: Int) { isThere = Array(repeating: false, count: count) }

        mutating func insert(_ place: Int) -> Bool {
            if isThere[place] { return false }
            isThere[place] = true
            places.append(place)
            return true
        }

        mutating func removeAll() {
            for place in places { isThere[place] = false }
            places.removeAll(keepingCapacity: true)
        }
    }

    /// Adds what can be reached from `start` without a character; true if that is the end.
    private func follow(
        _ start: Int, _ threads: inout Threads, _ text: [UInt32], _ position: Int
    ) -> Bool {
        var pending = [start]
        while let place = pending.popLast() {
            guard threads.insert(place) else { continue }
            switch program[place] {
            case .accept: return true
            case .match: continue
            case .jump(let target): pending.append(target)
            case .split(let first, let second): pending += [second, first]
            case .assert(let assertion):
                if Self.holds(assertion, text, position) { pending.append(place + 1) }
            }
        }
        return false
    }

    private static func holds(_ assertion: Assertion, _ text: [UInt32], _ position: Int) -> Bool {
        func isWord(_ index: Int) -> Bool {
            text.indices.contains(index) && PatternClasses.word.contains(text[index])
        }
        switch assertion {
        case .start: return position == 0
        case .end: return position == text.count
        case .lineStart: return position == 0 || text[position - 1] == 0x0a
        case .lineEnd: return position == text.count || text[position] == 0x0a
        case .wordEdge: return isWord(position - 1) != isWord(position)
        case .notWordEdge: return isWord(position - 1) == isWord(position)
        }
    }
}

/// The tree that a pattern is read into.
indirect enum PatternNode: Sendable {
    case set(LinearPattern.CharacterSet)
    case assert(LinearPattern.Assertion)
    case sequence([PatternNode])
    case choice([PatternNode])
    case repetition(PatternNode, min: Int, max: Int?)
}

/// Lays a tree out as a program.
struct LinearPatternCompiler {
    private var program: [LinearPattern.Instruction] = []
    /// Repetitions multiply; Go limits what comes of them.
    private static let instructionsMax = 20_000

    mutating func compile(
        _ node: PatternNode
    ) throws(LinearPattern.Failure) -> [LinearPattern.Instruction] {
        try emit(node)
        program.append(.accept)
        return program
    }

    private mutating func emit(_ node: PatternNode) throws(LinearPattern.Failure) {
        guard program.count < Self.instructionsMax else {
            throw LinearPattern.Failure(description: "expression nests too deeply or is too large")
        }
        switch node {
        case .set(let set): program.append(.match(set))
        case .assert(let assertion): program.append(.assert(assertion))
        case .sequence(let nodes): for node in nodes { try emit(node) }
        case .choice(let nodes): try emit(nodes[...])
        case .repetition(let inner, let least, let most):
            for _ in 0..<least { try emit(inner) }
            if let most {
                try emitOptional(inner, count: most - least)
            } else {
                let start = program.count
                program.append(.accept)
                try emit(inner)
                program.append(.jump(start))
                program[start] = .split(start + 1, program.count)
            }
        }
    }

    /// Each turn may be the last: `(x(x(x)?)?)?`.
    private mutating func emitOptional(
        _ inner: PatternNode, count: Int
    ) throws(LinearPattern.Failure) {
        var exits: [Int] = []
        for _ in 0..<max(count, 0) {
            exits.append(program.count)
            program.append(.accept)
            try emit(inner)
        }
        for exit in exits { program[exit] = .split(exit + 1, program.count) }
    }

    private mutating func emit(
        _ choices: ArraySlice<PatternNode>
    ) throws(LinearPattern.Failure) {
        var ends: [Int] = []
        for (offset, choice) in choices.enumerated() {
            guard offset < choices.count - 1 else {
                try emit(choice)
                break
            }
            let start = program.count
            program.append(.accept)
            try emit(choice)
            ends.append(program.count)
            program.append(.accept)
            program[start] = .split(start + 1, program.count)
        }
        for end in ends { program[end] = .jump(program.count) }
    }
}
