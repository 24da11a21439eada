import Transcript

/// Finds where outputs must vary, by comparing what the same commands showed from several seeds and
/// at several speeds.
///
/// ```
/// seed 3   web    1/1   Running   0   5s     10.244.0.7   server6-node2
/// seed 90  web    1/1   Running   0   4m2s   10.244.1.3   server5-node1
///          web    1/1   Running   0   ${:age}     ${ip:ip}   ${node:node}
/// ```
/// What is the same in all is literal. What differs is a hole of the narrowest type that takes it;
/// one whose values come again elsewhere in the same way is bound to a name.
struct HoleFinder {
    /// A command's output with holes.
    struct Output: Equatable {
        var lines: [String]
        var words: [Transcript.Word] = []
    }

    /// A piece of a line: the same everywhere, or a hole with its value in each take.
    private enum Piece: Hashable {
        case literal(String)
        case hole(HoleType, [String])
    }

    private var nodes: Set<String>
    private var names: [[String]: String] = [:]

    /// `nodes` are the cluster's, since nothing else tells their names from others.
    init(nodes: [String]) { self.nodes = Set(nodes) }

    /// The outputs of all commands. `takes` has for each run the outputs in the commands' order;
    /// `inputs` are the commands.
    mutating func outputs(_ takes: [[[String]]], inputs: [String]) -> [Output] {
        var drafts: [(lines: [[Piece]?], words: [Transcript.Word])] = []
        for index in inputs.indices {
            let outputs = takes.compactMap { index < $0.count ? $0[index] : nil }
            drafts.append(draft(outputs, inputs[index]))
        }
        bind(drafts.flatMap { $0.lines.compactMap { $0 }.flatMap { $0 } })
        return drafts.map { draft in
            Output(
                lines: draft.lines.map { pieces in
                    pieces.map { $0.map(rendered).joined() } ?? "..."
                },
                words: draft.words)
        }
    }

    // MARK: - Lines

    /// Nil among the lines is `...`.
    private func draft(
        _ outputs: [[String]], _ input: String
    ) -> (lines: [[Piece]?], words: [Transcript.Word]) {
        guard let first = outputs.first else { return ([], []) }
        if outputs.allSatisfy({ $0.count == first.count }) {
            let lines = first.indices.map { index in pieces(outputs.map { $0[index] }, input) }
            if lines.allSatisfy({ $0 != nil }) { return (lines, []) }
            if let lines = unordered(outputs, input) { return (lines, [.anyOrder]) }
        }
        return (framed(outputs, input), [])
    }

    /// The lines of the first take in its order, each beside one like it of every other take.
    private func unordered(_ outputs: [[String]], _ input: String) -> [[Piece]?]? {
        var rest = Array(outputs.dropFirst())
        var lines: [[Piece]?] = []
        for (index, line) in outputs[0].enumerated() {
            var group = [line]
            for take in rest.indices {
                let partner =
                    rest[take].firstIndex(of: line)
                    ?? rest[take].firstIndex { pieces([line, $0], input) != nil }
                guard let partner else { return nil }
                group.append(rest[take].remove(at: partner))
            }
            guard let found = pieces(group, input) else { return nil }
            lines.append(found)
            if index > 500 { return nil }
        }
        return lines
    }

    /// What is alike at the start and at the end; between them `...`.
    private func framed(_ outputs: [[String]], _ input: String) -> [[Piece]?] {
        let least = outputs.map(\.count).min() ?? 0
        var head: [[Piece]?] = []
        while head.count < least, let line = pieces(outputs.map { $0[head.count] }, input) {
            head.append(line)
        }
        var tail: [[Piece]?] = []
        while head.count + tail.count < least,
            let line = pieces(outputs.map { $0[$0.count - 1 - tail.count] }, input)
        {
            tail.append(line)
        }
        return head + [nil] + tail.reversed()
    }

    // MARK: - One line

    /// The pieces of a line in all takes; nil if they have not one shape.
    private func pieces(_ lines: [String], _ input: String) -> [Piece]? {
        if Set(lines).count == 1 { return [.literal(lines[0])] }
        let scanned = lines.map { LineScanner($0, input).segments }
        guard scanned.allSatisfy({ $0.count == scanned[0].count }) else {
            return words(lines)
        }
        var pieces: [Piece] = []
        for index in scanned[0].indices {
            guard let piece = segment(scanned.map { $0[index] }) else { return words(lines) }
            pieces += piece
        }
        return pieces
    }

    private func segment(_ segments: [LineSegment]) -> [Piece]? {
        switch segments[0] {
        case .blanks(let width):
            let areBlanks = segments.allSatisfy { if case .blanks = $0 { true } else { false } }
            return areBlanks ? [.literal(String(repeating: " ", count: width))] : nil
        case .varying(let kind, _):
            var values: [String] = []
            for case .varying(kind, let text) in segments { values.append(text) }
            guard values.count == segments.count else { return nil }
            return value(values, preferring: Self.type(kind)).map { [$0] }
        case .literal:
            var texts: [String] = []
            for case .literal(let text) in segments { texts.append(text) }
            return texts.count == segments.count ? words(texts) : nil
        }
    }

    private static func type(_ kind: LineSegment.Kind) -> HoleType {
        switch kind {
        case .token: .token
        case .version, .storeRevision: .rv
        case .instant, .minute: .time
        case .age: .age
        }
    }

    /// Texts word by word; nil if they have not the same number of words and signs.
    private func words(_ texts: [String]) -> [Piece]? {
        if Set(texts).count == 1 { return [.literal(texts[0])] }
        let cut = texts.map(Self.cut)
        guard cut.allSatisfy({ $0.count == cut[0].count }) else { return nil }
        var pieces: [Piece] = []
        for index in cut[0].indices {
            let values = cut.map { $0[index] }
            let areBlanks = values.allSatisfy { $0.allSatisfy { $0 == " " } }
            if areBlanks, Set(values).count > 1 {
                // The columns of a table move with what stands in them.
                guard values.allSatisfy({ $0.count > 1 }) else { return nil }
                pieces.append(.literal(values[0]))
                continue
            }
            guard let found = value(values, preferring: nil).map({ [$0] }) ?? parts(values) else {
                return nil
            }
            pieces += found
        }
        return pieces
    }

    /// Words of letters, digits and `-._`; runs of blanks; any other sign by itself.
    private static func cut(_ text: String) -> [String] {
        var parts: [String] = []
        var last: Character?
        for character in text {
            let joins =
                (isWord(character) && last.map(isWord) == true) || (character == " " && last == " ")
            if joins {
                parts[parts.count - 1].append(character)
            } else {
                parts.append(String(character))
            }
            last = character
        }
        return parts
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "-._".contains(character)
    }

    /// A word whose parts between hyphens are partly the same: `web-7d4b9-x2x4z`.
    private func parts(_ values: [String]) -> [Piece]? {
        let cut = values.map { $0.split(separator: "-", omittingEmptySubsequences: false) }
        guard cut[0].count > 1, cut.allSatisfy({ $0.count == cut[0].count }) else { return nil }
        var pieces: [Piece] = []
        for index in cut[0].indices {
            if index > 0 { pieces.append(.literal("-")) }
            guard let piece = value(cut.map { String($0[index]) }, preferring: nil) else {
                return nil
            }
            pieces.append(piece)
        }
        return pieces
    }

    /// From the narrowest to the widest; a name of several parts is cut before it is one hole.
    private static let types: [HoleType] = [
        .ip, .uid, .int, .age, .duration, .time, .hash, .token,
    ]

    /// A literal if all are the same; else the narrowest hole that takes them all.
    private func value(_ values: [String], preferring type: HoleType?) -> Piece? {
        if Set(values).count == 1 { return .literal(values[0]) }
        if values.allSatisfy(nodes.contains) { return .hole(.node, values) }
        for type in (type.map { [$0] } ?? []) + Self.types
        where values.allSatisfy({ type.accepts($0[...]) }) {
            // Words of a sentence are lower-case letters, too.
            if type == .hash, !values.allSatisfy(Self.isGenerated) { continue }
            return .hole(type, values)
        }
        let isLong = values.allSatisfy { $0.count >= 16 && HoleType.base64.accepts($0[...]) }
        return isLong ? .hole(.base64, values) : nil
    }

    /// Whether a word looks like part of a generated name: it has digits, or no vowels.
    private static func isGenerated(_ word: String) -> Bool {
        word.contains(where: \.isNumber)
            || (word.count >= 4 && !word.contains { "aeiou".contains($0) })
    }

    // MARK: - Names

    /// Gives a name to what comes again.
    private mutating func bind(_ pieces: [Piece]) {
        var counts: [[String]: Int] = [:]
        for case .hole(let type, let values) in pieces where Self.isBound(type) {
            counts[values, default: 0] += 1
        }
        var numbers: [HoleType: Int] = [:]
        for case .hole(let type, let values) in pieces
        where counts[values, default: 0] > 1 && names[values] == nil {
            numbers[type, default: 0] += 1
            let number = numbers[type, default: 1]
            names[values] = number == 1 ? type.rawValue : "\(type.rawValue)\(number)"
        }
    }

    /// Ages and times go on while somebody types.
    private static func isBound(_ type: HoleType) -> Bool {
        switch type {
        case .ip, .uid, .rv, .node, .hash, .token, .base64: true
        case .age, .time, .int, .name, .duration: false
        }
    }

    private func rendered(_ piece: Piece) -> String {
        switch piece {
        case .literal(let text):
            text.split(separator: "${", omittingEmptySubsequences: false).joined(separator: "$${")
        case .hole(let type, let values): "${\(names[values] ?? ""):\(type.rawValue)}"
        }
    }
}
