import Transcript

/// Tells whether a line that a learner claims is the line that a replay gave, where only what the
/// time of day changes may differ.
///
/// ```
/// claimed   pod/web   1/1   Running   0     5m10s
/// replayed  pod/web   1/1   Running   0     9s         the same: an age
/// ```
/// **Invariants**
/// 1. Uids, tokens and resource versions of the two sides correspond one to one over the whole file.
/// 2. Resource versions and points in time keep their order.
/// 3. All other text is equal; runs of two or more blanks inside a line are equal, too.
/// 4. If most of what may vary does not, the session was itself a replay (`demo`, a pipe), and then
///    nothing may vary (`outlier`).
struct TimingMask {
    /// What may vary with time.
    enum Kind: Hashable { case uid, token, version, storeRevision, instant, minute, age }

    enum Segment: Hashable {
        case literal(String)
        case blanks
        case varying(Kind, String)
    }

    private var forward: [Kind: [String: String]] = [:]
    private var backward: [Kind: [String: String]] = [:]
    private var ordered: [Kind: [(claimed: String, replayed: String)]] = [:]
    private var differing: [Outlier] = []
    private var equalCount = 0

    /// A text that may vary, and did.
    struct Outlier: Hashable {
        /// In the learner's file, counted from 1.
        var line: Int
        var claimed: String
        var replayed: String
    }

    /// The number of the first line that differs, counted from 0; nil if all are the same.
    ///
    /// `command` is what was typed: it says whether bare numbers can be resource versions.
    /// `line` is where the output begins in the learner's file.
    mutating func firstDifference(
        claimed: [String], replayed: [String], command: String, line: Int = 1
    ) -> Int? {
        // What shows only minutes is the same within one output.
        forward[.minute] = nil
        backward[.minute] = nil
        for index in 0..<max(claimed.count, replayed.count) {
            guard index < claimed.count, index < replayed.count else { return index }
            guard accepts(claimed[index], replayed[index], command) else { return index }
            if claimed[index] != replayed[index] {
                differing.append(
                    Outlier(
                        line: line + index, claimed: claimed[index], replayed: replayed[index]))
            }
        }
        return nil
    }

    /// The first line with a difference, if nearly all that could differ does not.
    ///
    /// In a session that a person typed, the times of day differ nearly everywhere.
    var outlier: Outlier? { differing.count <= equalCount ? differing.first : nil }

    private mutating func accepts(_ claimed: String, _ replayed: String, _ command: String) -> Bool
    {
        let left = LineScanner(claimed, command).segments
        let right = LineScanner(replayed, command).segments
        guard left.count == right.count else { return false }
        for (one, other) in zip(left, right) {
            switch (one, other) {
            case (.varying(let kind, let text), .varying(let otherKind, let otherText)):
                guard kind == otherKind, corresponds(kind, text, otherText) else { return false }
                // Uids come from the seed and are the same either way: they tell nothing.
                if kind != .uid, text == otherText { equalCount += 1 }
            default: if one != other { return false }
            }
        }
        return true
    }

    private mutating func corresponds(_ kind: Kind, _ claimed: String, _ replayed: String) -> Bool {
        switch kind {
        case .age: return true
        case .uid, .token, .minute: return pairs(kind, claimed, replayed)
        case .version:
            return pairs(kind, claimed, replayed) && keepsOrder(kind, claimed, replayed)
        case .storeRevision, .instant: return keepsOrder(kind, claimed, replayed)
        }
    }

    private mutating func pairs(_ kind: Kind, _ claimed: String, _ replayed: String) -> Bool {
        let known = forward[kind]?[claimed]
        let back = backward[kind]?[replayed]
        if known == nil, back == nil {
            forward[kind, default: [:]][claimed] = replayed
            backward[kind, default: [:]][replayed] = claimed
            return true
        }
        return known == replayed && back == claimed
    }

    /// Numbers are ordered as numbers, instants as text of one length.
    private mutating func keepsOrder(_ kind: Kind, _ claimed: String, _ replayed: String) -> Bool {
        for pair in ordered[kind] ?? [] {
            if Self.isBefore(pair.replayed, replayed), Self.isBefore(claimed, pair.claimed) {
                return false
            }
            if Self.isBefore(replayed, pair.replayed), Self.isBefore(pair.claimed, claimed) {
                return false
            }
        }
        if ordered[kind, default: []].count < 500 {
            ordered[kind, default: []].append((claimed, replayed))
        }
        return true
    }

    private static func isBefore(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count ? left < right : left.utf8.count < right.utf8.count
    }
}

/// Cuts a line into text that must be equal and what may vary.
private struct LineScanner {
    private let characters: [Character]
    private let allowsBareVersions: Bool
    private(set) var segments: [TimingMask.Segment] = []

    init(_ line: String, _ command: String) {
        characters = Array(line)
        let lower = command.lowercased()
        allowsBareVersions = lower.contains("resourceversion") || lower.contains("revision")
        scan()
    }

    private mutating func scan() {
        var literal = ""
        var index = 0
        while index < characters.count {
            if let (kind, length) = varying(at: index) {
                flush(&literal)
                segments.append(
                    .varying(kind, String(characters[index..<index + length])))
                index += length
            } else if characters[index] == " ", !literal.isEmpty || !segments.isEmpty,
                index + 1 < characters.count, characters[index + 1] == " "
            {
                flush(&literal)
                segments.append(.blanks)
                while index < characters.count, characters[index] == " " { index += 1 }
            } else {
                literal.append(characters[index])
                index += 1
            }
        }
        flush(&literal)
    }

    private mutating func flush(_ literal: inout String) {
        if !literal.isEmpty { segments.append(.literal(literal)) }
        literal = ""
    }

    /// The lengths of the texts that `HoleType.time` knows, longest first; 12 is `Mar 15 22:12`.
    private static let timeLengths = [35, 31, 30, 29, 28, 27, 25, 20, 19, 12, 8]

    private func varying(at index: Int) -> (TimingMask.Kind, Int)? {
        if index > 0, isWordCharacter(characters[index - 1]) { return nil }
        guard characters[index].isASCII, characters[index].isLetter || characters[index].isNumber
        else { return nil }
        let end = wordEnd(index)
        let word = String(characters[index..<end])
        if word.utf8.count == 36, HoleType.uid.accepts(word[...]) { return (.uid, 36) }
        for length in Self.timeLengths where index + length <= characters.count {
            let stop = index + length
            if stop < characters.count, isWordCharacter(characters[stop]) { continue }
            let text = String(characters[index..<stop])
            if HoleType.time.accepts(text[...]) {
                return (length == 12 ? .minute : .instant, length)
            }
        }
        if word.utf8.count > 60, HoleType.token.accepts(word[...]) { return (.token, end - index) }
        if isAge(word, index, end) { return (.age, end - index) }
        if let kind = versionKind(word, index, end) { return (kind, end - index) }
        return nil
    }

    /// `5m10s` in a column of its own, `(9s ago)`, or `12.3ms`.
    private func isAge(_ word: String, _ start: Int, _ end: Int) -> Bool {
        guard word.contains(where: \.isLetter), word.first?.isNumber == true else { return false }
        if HoleType.duration.accepts(word[...]), word.contains(".") || word.hasSuffix("ms") {
            return true
        }
        guard HoleType.age.accepts(word[...]) else { return false }
        let rest = String(characters[end...].prefix(4))
        return rest.hasPrefix(" ago")
            || (start >= 2 && characters[start - 1] == " " && characters[start - 2] == " ")
    }

    private func versionKind(_ word: String, _ start: Int, _ end: Int) -> TimingMask.Kind? {
        guard word.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        let before = String(characters[..<start].suffix(32)).lowercased()
        let key = String(before.filter { $0.isLetter || $0 == "_" }.suffix(24))
        if key.hasSuffix("resourceversion") || key.hasSuffix("modrevision")
            || key.hasSuffix("mod_revision") || key.hasSuffix("createrevision")
            || key.hasSuffix("create_revision")
        {
            return .version
        }
        if key == "revision" || key.hasSuffix("_revision") || before.hasSuffix("\"revision\":")
            || before.hasSuffix("\"revision\" : ")
        {
            return .storeRevision
        }
        return allowsBareVersions && word.utf8.count >= 3 ? .version : nil
    }

    private func isWordCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "-" || character == "_"
            || character == "."
    }

    private func wordEnd(_ start: Int) -> Int {
        var end = start
        while end < characters.count, isWordCharacter(characters[end]) { end += 1 }
        return end
    }
}
