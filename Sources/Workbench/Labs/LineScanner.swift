import Transcript

/// A piece of a line: text that must be equal, or text that may vary with the time of day.
enum LineSegment: Hashable, Sendable {
    /// What may vary with time.
    enum Kind: Hashable, Sendable { case token, version, storeRevision, instant, minute, age }

    case literal(String)
    /// A run of two or more blanks; its width follows what stands in the table.
    case blanks(Int)
    case varying(Kind, String)
}

/// Cuts a line into text that must be equal and what may vary.
struct LineScanner {
    private let characters: [Character]
    private let allowsBareVersions: Bool
    /// Whatever varies has a digit.
    private let mayVary: Bool
    private(set) var segments: [LineSegment] = []

    init(_ line: String, _ command: String) {
        characters = Array(line)
        let lower = command.lowercased()
        allowsBareVersions = lower.contains("resourceversion") || lower.contains("revision")
        mayVary = line.utf8.contains { $0 >= 48 && $0 <= 57 }
        scan()
    }

    private mutating func scan() {
        var literal = ""
        var index = 0
        while index < characters.count {
            if mayVary, let (kind, length) = varying(at: index) {
                flush(&literal)
                segments.append(
                    .varying(kind, String(characters[index..<index + length])))
                index += length
            } else if characters[index] == " ", !literal.isEmpty || !segments.isEmpty,
                index + 1 < characters.count, characters[index + 1] == " "
            {
                flush(&literal)
                let start = index
                while index < characters.count, characters[index] == " " { index += 1 }
                segments.append(.blanks(index - start))
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

    private func varying(at index: Int) -> (LineSegment.Kind, Int)? {
        if index > 0, isWordCharacter(characters[index - 1]) { return nil }
        guard characters[index].isASCII, characters[index].isLetter || characters[index].isNumber
        else { return nil }
        let end = wordEnd(index)
        let word = String(characters[index..<end])
        if let length = timeLength(at: index) {
            return (length == 12 ? .minute : .instant, length)
        }
        if word.utf8.count > 60, HoleType.token.accepts(word[...]) { return (.token, end - index) }
        if isAge(word, index, end) { return (.age, end - index) }
        if let kind = versionKind(word, index, end) { return (kind, end - index) }
        return nil
    }

    private func timeLength(at index: Int) -> Int? {
        // `2023-...`, `22:10:12`, `Mar 15 22:12` and `Wed, 15 Mar ...` are all that times begin like.
        let isName = index + 3 < characters.count && " ,".contains(characters[index + 3])
        guard characters[index].isNumber || isName else { return nil }
        return Self.timeLengths.first { length in
            let stop = index + length
            guard stop <= characters.count else { return false }
            if stop < characters.count, isWordCharacter(characters[stop]) { return false }
            return HoleType.time.accepts(String(characters[index..<stop])[...])
        }
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

    private func versionKind(_ word: String, _ start: Int, _ end: Int) -> LineSegment.Kind? {
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
