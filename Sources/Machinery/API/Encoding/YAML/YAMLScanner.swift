/// Forms the tokens of YAML 1.1 out of bytes, as libyaml's scanner does.
///
/// The difficulty of YAML is the *simple key*: that `name` in `name: web` is a key shows only at
/// the colon. So the scanner remembers, for each level of flow brackets, where a key may have
/// begun, and on a colon inserts the key token there, behind tokens already formed. Tokens are
/// therefore handed out only when no possible key stands before them.
///
/// Source: YAML 1.1 §§ 5 to 9; the error texts are libyaml's, which go-yaml shares.
struct YAMLScanner {
    /// A token that becomes a key if a colon follows.
    private struct SimpleKey {
        /// Nothing but a key may stand here, since it begins a block mapping's line.
        var isRequired: Bool
        var tokenNumber: Int
        var mark: YAMLMark
    }

    let bytes: [UInt8]
    var mark = YAMLMark()
    private var tokens: [YAMLToken] = []
    /// How many tokens were handed out: token numbers count from the start of the text.
    private var tokensTaken = 0
    private var indent = -1
    private var indents: [Int] = []
    private(set) var flowLevel = 0
    private var isSimpleKeyAllowed = true
    private var simpleKeys: [SimpleKey?] = [nil]
    private var hasEnded = false

    /// The text must be valid UTF-8; a byte order mark at its start is skipped.
    init(bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { mark.index = 3 }
    }

    /// The column that a block scalar's text must exceed.
    var parentIndent: Int { max(indent, 0) }
    var rawIndent: Int { indent }

    /// The next token, which stays the next until it is taken.
    mutating func peek() throws(YAMLError) -> YAMLToken {
        while try needsMoreTokens() { try fetchToken() }
        return tokens[0]
    }

    mutating func take() throws(YAMLError) -> YAMLToken {
        let token = try peek()
        if token.kind != .streamEnd {
            tokens.removeFirst()
            tokensTaken += 1
        }
        return token
    }

    private mutating func needsMoreTokens() throws(YAMLError) -> Bool {
        if hasEnded { return tokens.isEmpty }
        if tokens.isEmpty { return true }
        try dropStaleSimpleKeys()
        return simpleKeys.contains { $0?.tokenNumber == tokensTaken }
    }

    // MARK: Dispatch

    private mutating func fetchToken() throws(YAMLError) {
        try skipToNextToken()
        try dropStaleSimpleKeys()
        unrollIndent(to: mark.column)
        let byte = self[0]
        if mark.index >= bytes.count { return try fetchStreamEnd() }
        if mark.column == 0, byte == UInt8(ascii: "%") { return try fetchDirective() }
        if mark.column == 0, isDocumentMarker("-") {
            return try fetchDocumentMarker(.documentStart)
        }
        if mark.column == 0, isDocumentMarker(".") { return try fetchDocumentMarker(.documentEnd) }
        switch byte {
        case UInt8(ascii: "["): return try fetchFlowStart(.flowSequenceStart)
        case UInt8(ascii: "{"): return try fetchFlowStart(.flowMappingStart)
        case UInt8(ascii: "]"): return try fetchFlowEnd(.flowSequenceEnd)
        case UInt8(ascii: "}"): return try fetchFlowEnd(.flowMappingEnd)
        case UInt8(ascii: ","): return try fetchFlowEntry()
        case UInt8(ascii: "-") where isBlankOrEnd(1): return try fetchBlockEntry()
        case UInt8(ascii: "?") where flowLevel > 0 || isBlankOrEnd(1): return try fetchKey()
        case UInt8(ascii: ":") where flowLevel > 0 || isBlankOrEnd(1): return try fetchValue()
        default: return try fetchContent(byte)
        }
    }

    /// Anchors, tags and scalars: the tokens that may begin a simple key.
    private mutating func fetchContent(_ byte: UInt8) throws(YAMLError) {
        switch byte {
        case UInt8(ascii: "*"):
            try fetchSimple { scanner, mark throws(YAMLError) in
                .alias(try scanner.scanAnchorName(from: mark))
            }
        case UInt8(ascii: "&"):
            try fetchSimple { scanner, mark throws(YAMLError) in
                .anchor(try scanner.scanAnchorName(from: mark))
            }
        case UInt8(ascii: "!"):
            try fetchSimple { scanner, mark throws(YAMLError) in
                .tag(try scanner.scanTag(from: mark))
            }
        case UInt8(ascii: "|") where flowLevel == 0: try fetchBlockScalar(isLiteral: true)
        case UInt8(ascii: ">") where flowLevel == 0: try fetchBlockScalar(isLiteral: false)
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            try fetchSimple { scanner, mark throws(YAMLError) in
                .scalar(try scanner.scanQuoted(byte, from: mark), isPlain: false)
            }
        default:
            guard canStartPlainScalar(byte) else {
                throw .scanner("found character that cannot start any token", at: mark)
            }
            var spansLines = false
            try fetchSimple { scanner, mark throws(YAMLError) in
                let text = try scanner.scanPlain(from: mark, spansLines: &spansLines)
                return .scalar(text, isPlain: true)
            }
            if spansLines { isSimpleKeyAllowed = true }
        }
    }

    private func canStartPlainScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"): !isBlank(1)
        case UInt8(ascii: "?"), UInt8(ascii: ":"): flowLevel == 0 && !isBlankOrEnd(1)
        case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
            UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "*"),
            UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "'"),
            UInt8(ascii: "\""), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"), 0x09:
            false
        default: true
        }
    }

    // MARK: Simple keys

    /// A key must end on its line and within 1024 bytes.
    private mutating func dropStaleSimpleKeys() throws(YAMLError) {
        for level in simpleKeys.indices {
            guard let key = simpleKeys[level] else { continue }
            guard key.mark.line < mark.line || key.mark.index + 1024 < mark.index else { continue }
            if key.isRequired { throw .scanner("could not find expected ':'", at: mark) }
            simpleKeys[level] = nil
        }
    }

    private mutating func saveSimpleKey() throws(YAMLError) {
        guard isSimpleKeyAllowed else { return }
        try removeSimpleKey()
        let isRequired = flowLevel == 0 && indent == mark.column
        let number = tokensTaken + tokens.count
        simpleKeys[flowLevel] = SimpleKey(isRequired: isRequired, tokenNumber: number, mark: mark)
    }

    private mutating func removeSimpleKey() throws(YAMLError) {
        if let key = simpleKeys[flowLevel], key.isRequired {
            throw .scanner("could not find expected ':'", at: mark)
        }
        simpleKeys[flowLevel] = nil
    }

    // MARK: Indentation

    /// Begins a block collection if `column` is deeper than the present indentation.
    private mutating func rollIndent(
        to column: Int, _ kind: YAMLToken.Kind, at mark: YAMLMark, number: Int? = nil
    ) throws(YAMLError) {
        guard flowLevel == 0, indent < column else { return }
        if indents.count >= EncodingLimits.depthMax {
            throw .scanner("exceeded max depth of \(EncodingLimits.depthMax)", at: mark)
        }
        indents.append(indent)
        indent = column
        let token = YAMLToken(kind: kind, mark: mark)
        if let number {
            tokens.insert(token, at: number - tokensTaken)
        } else {
            tokens.append(token)
        }
    }

    private mutating func unrollIndent(to column: Int) {
        guard flowLevel == 0 else { return }
        while indent > column, let outer = indents.popLast() {
            tokens.append(YAMLToken(kind: .blockEnd, mark: mark))
            indent = outer
        }
    }

    // MARK: Structure

    private mutating func fetchStreamEnd() throws(YAMLError) {
        if mark.column != 0 {
            mark.column = 0
            mark.line += 1
        }
        unrollIndent(to: -1)
        try removeSimpleKey()
        isSimpleKeyAllowed = false
        hasEnded = true
        tokens.append(YAMLToken(kind: .streamEnd, mark: mark))
    }

    private mutating func fetchDirective() throws(YAMLError) {
        unrollIndent(to: -1)
        try removeSimpleKey()
        isSimpleKeyAllowed = false
        let start = mark
        while !isBreakOrEnd(0) { skip() }
        tokens.append(YAMLToken(kind: .directive, mark: start))
    }

    private mutating func fetchDocumentMarker(_ kind: YAMLToken.Kind) throws(YAMLError) {
        unrollIndent(to: -1)
        try removeSimpleKey()
        isSimpleKeyAllowed = false
        append(kind, width: 3)
    }

    private mutating func fetchFlowStart(_ kind: YAMLToken.Kind) throws(YAMLError) {
        try saveSimpleKey()
        if flowLevel >= EncodingLimits.depthMax {
            throw .scanner("exceeded max depth of \(EncodingLimits.depthMax)", at: mark)
        }
        flowLevel += 1
        simpleKeys.append(nil)
        isSimpleKeyAllowed = true
        append(kind, width: 1)
    }

    private mutating func fetchFlowEnd(_ kind: YAMLToken.Kind) throws(YAMLError) {
        try removeSimpleKey()
        if flowLevel > 0 {
            flowLevel -= 1
            simpleKeys.removeLast()
        }
        isSimpleKeyAllowed = false
        append(kind, width: 1)
    }

    private mutating func fetchFlowEntry() throws(YAMLError) {
        try removeSimpleKey()
        isSimpleKeyAllowed = true
        append(.flowEntry, width: 1)
    }

    private mutating func fetchBlockEntry() throws(YAMLError) {
        if flowLevel == 0 {
            guard isSimpleKeyAllowed else {
                throw .scanner("block sequence entries are not allowed in this context", at: mark)
            }
            try rollIndent(to: mark.column, .blockSequenceStart, at: mark)
        }
        try removeSimpleKey()
        isSimpleKeyAllowed = true
        append(.blockEntry, width: 1)
    }

    private mutating func fetchKey() throws(YAMLError) {
        if flowLevel == 0 {
            guard isSimpleKeyAllowed else {
                throw .scanner("mapping keys are not allowed in this context", at: mark)
            }
            try rollIndent(to: mark.column, .blockMappingStart, at: mark)
        }
        try removeSimpleKey()
        isSimpleKeyAllowed = flowLevel == 0
        append(.key, width: 1)
    }

    private mutating func fetchValue() throws(YAMLError) {
        if let key = simpleKeys[flowLevel] {
            let token = YAMLToken(kind: .key, mark: key.mark)
            tokens.insert(token, at: key.tokenNumber - tokensTaken)
            try rollIndent(
                to: key.mark.column, .blockMappingStart, at: key.mark, number: key.tokenNumber)
            simpleKeys[flowLevel] = nil
            isSimpleKeyAllowed = false
        } else {
            if flowLevel == 0 {
                guard isSimpleKeyAllowed else {
                    throw .scanner("mapping values are not allowed in this context", at: mark)
                }
                try rollIndent(to: mark.column, .blockMappingStart, at: mark)
            }
            isSimpleKeyAllowed = flowLevel == 0
        }
        append(.value, width: 1)
    }

    private mutating func append(_ kind: YAMLToken.Kind, width: Int) {
        tokens.append(YAMLToken(kind: kind, mark: mark))
        for _ in 0..<width { skip() }
    }

    /// Scans a token that may be a simple key and after which, on its line, none may begin.
    private mutating func fetchSimple(
        _ scan: (inout YAMLScanner, YAMLMark) throws(YAMLError) -> YAMLToken.Kind
    ) throws(YAMLError) {
        try saveSimpleKey()
        isSimpleKeyAllowed = false
        let start = mark
        let kind = try scan(&self, start)
        tokens.append(YAMLToken(kind: kind, mark: start))
    }

    private mutating func fetchBlockScalar(isLiteral: Bool) throws(YAMLError) {
        try removeSimpleKey()
        isSimpleKeyAllowed = true
        let start = mark
        let text = try scanBlockScalar(isLiteral: isLiteral)
        tokens.append(YAMLToken(kind: .scalar(text, isPlain: false), mark: start))
    }

    /// Skips spaces, comments and line breaks; tabs only where no key could begin.
    private mutating func skipToNextToken() throws(YAMLError) {
        while true {
            while self[0] == 0x20 || (self[0] == 0x09 && (flowLevel > 0 || !isSimpleKeyAllowed)) {
                skip()
            }
            if self[0] == UInt8(ascii: "#") { while !isBreakOrEnd(0) { skip() } }
            guard isBreak(0) else { return }
            skipLine()
            if flowLevel == 0 { isSimpleKeyAllowed = true }
        }
    }
}
