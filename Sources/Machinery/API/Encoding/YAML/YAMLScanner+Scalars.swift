/// Plain, quoted and block scalars, anchors and tags.
extension YAMLScanner {
    mutating func scanAnchorName(from start: YAMLMark) throws(YAMLError) -> String {
        skip()
        let first = mark.index
        while isNameByte(self[0]) { skip() }
        let follower = self[0]
        let mayFollow = "?:,]}%@`".utf8.contains(follower)
        guard mark.index > first, isBlankOrEnd(0) || mayFollow else {
            let problem = "did not find expected alphabetic or numeric character"
            throw .scanner(problem, at: mark)
        }
        return String(decoding: bytes[first..<mark.index], as: UTF8.self)
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    mutating func scanTag(from start: YAMLMark) throws(YAMLError) -> String {
        let first = mark.index
        skip()
        let isVerbatim = self[0] == UInt8(ascii: "<")
        while !isBlankOrEnd(0), flowLevel == 0 || isVerbatim || !",[]{}".utf8.contains(self[0]) {
            skip()
        }
        guard isBlankOrEnd(0) || flowLevel > 0 else {
            throw .scanner("did not find expected whitespace or line break", at: mark)
        }
        return String(decoding: bytes[first..<mark.index], as: UTF8.self)
    }

    // MARK: Plain

    mutating func scanPlain(
        from start: YAMLMark, spansLines: inout Bool
    ) throws(YAMLError) -> String {
        var text: [UInt8] = []
        var pending: [UInt8] = []
        let indent = rawIndent + 1
        while true {
            if mark.column == 0, isDocumentMarker("-") || isDocumentMarker(".") { break }
            if self[0] == UInt8(ascii: "#") { break }
            while !isBlankOrEnd(0), !endsPlain() {
                if !pending.isEmpty {
                    text += pending
                    pending = []
                }
                text.append(self[0])
                skip()
                spansLines = false
            }
            guard isBlank(0) || isBreak(0) else { break }
            spansLines = try skipPlainSpace(into: &pending, indent: indent)
            if flowLevel == 0, mark.column < indent { break }
            if isEnd(0) { break }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func endsPlain() -> Bool {
        if self[0] == UInt8(ascii: ":") {
            if isBlankOrEnd(1) { return true }
            return flowLevel > 0 && ",[]{}".utf8.contains(self[1])
        }
        return flowLevel > 0 && ",?[]{}".utf8.contains(self[0]) && !isFlowQuestion()
    }

    /// go-yaml lets a question mark stand inside a plain scalar in flow context.
    private func isFlowQuestion() -> Bool {
        self[0] == UInt8(ascii: "?") && !isBlankOrEnd(1)
    }

    /// Folds the white space between words or lines; true if it held a line break.
    private mutating func skipPlainSpace(
        into pending: inout [UInt8], indent: Int
    ) throws(YAMLError) -> Bool {
        var breaks = 0
        while isBlank(0) || isBreak(0) {
            if isBreak(0) {
                if breaks == 0 { pending = [] }
                breaks += 1
                skipLine()
            } else {
                if breaks > 0, mark.column < indent, self[0] == 0x09 {
                    throw .scanner("found a tab character that violates indentation", at: mark)
                }
                if breaks == 0 { pending.append(self[0]) }
                skip()
            }
        }
        if breaks == 1 { pending = [0x20] }
        if breaks > 1 { pending = Array(repeating: 0x0A, count: breaks - 1) }
        return breaks > 0
    }

    // MARK: Quoted

    mutating func scanQuoted(_ quote: UInt8, from start: YAMLMark) throws(YAMLError) -> String {
        skip()
        var text: [UInt8] = []
        while true {
            if mark.column == 0, isDocumentMarker("-") || isDocumentMarker(".") {
                throw .scanner("found unexpected document indicator", at: mark)
            }
            if isEnd(0) { throw .scanner("found unexpected end of stream", at: mark) }
            if self[0] == quote {
                guard quote == UInt8(ascii: "'"), self[1] == quote else { break }
                text.append(quote)
                skip()
                skip()
            } else if quote == UInt8(ascii: "\""), self[0] == UInt8(ascii: "\\") {
                try scanEscape(into: &text)
            } else if isBlank(0) || isBreak(0) {
                foldQuotedSpace(into: &text)
            } else {
                text.append(self[0])
                skip()
            }
        }
        skip()
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func foldQuotedSpace(into text: inout [UInt8]) {
        var spaces: [UInt8] = []
        var breaks = 0
        while isBlank(0) || isBreak(0) {
            if isBreak(0) {
                breaks += 1
                skipLine()
            } else {
                if breaks == 0 { spaces.append(self[0]) }
                skip()
            }
        }
        switch breaks {
        case 0: text += spaces
        case 1: text.append(0x20)
        default: text += Array(repeating: 0x0A, count: breaks - 1)
        }
    }

    private mutating func scanEscape(into text: inout [UInt8]) throws(YAMLError) {
        let escapes: [UInt8: String] = [
            0x30: "\0", 0x61: "\u{07}", 0x62: "\u{08}", 0x74: "\t", 0x09: "\t", 0x6E: "\n",
            0x76: "\u{0B}", 0x66: "\u{0C}", 0x72: "\r", 0x65: "\u{1B}", 0x20: " ", 0x22: "\"",
            0x27: "'", 0x2F: "/", 0x5C: "\\", 0x4E: "\u{85}", 0x5F: "\u{A0}", 0x4C: "\u{2028}",
            0x50: "\u{2029}",
        ]
        if isBreak(1) {
            skip()
            skipLine()
            while isBlank(0) { skip() }
            return
        }
        let letter = self[1]
        if let replacement = escapes[letter] {
            text += Array(replacement.utf8)
            skip()
            skip()
            return
        }
        let widths: [UInt8: Int] = [0x78: 2, 0x75: 4, 0x55: 8]
        guard let width = widths[letter] else {
            throw .scanner("found unknown escape character", at: mark)
        }
        skip()
        skip()
        var code: UInt32 = 0
        for _ in 0..<width {
            guard !isEnd(0), self[0] < 0x80,
                let digit = Character(Unicode.Scalar(self[0])).hexDigitValue
            else { throw .scanner("did not find expected hexdecimal number", at: mark) }
            code = code << 4 | UInt32(digit)
            skip()
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw .scanner("found invalid Unicode character escape code", at: mark)
        }
        text += Array(String(Character(scalar)).utf8)
    }

    // MARK: Block

    mutating func scanBlockScalar(isLiteral: Bool) throws(YAMLError) -> String {
        skip()
        let header = try scanBlockHeader()
        var indent = header.increment.map { parentIndent + $0 } ?? 0
        var breaks = try scanBlockBreaks(indent: &indent)
        var text: [UInt8] = []
        var lineBreak: [UInt8] = []
        var wasBlank = false
        while mark.column == indent, !isEnd(0) {
            let isBlankLine = isBlank(0)
            if !isLiteral, lineBreak == [0x0A], !wasBlank, !isBlankLine {
                if breaks.isEmpty { text.append(0x20) }
            } else {
                text += lineBreak
            }
            text += breaks
            wasBlank = isBlankLine
            while !isBreakOrEnd(0) {
                text.append(self[0])
                skip()
            }
            lineBreak = isEnd(0) ? [] : [0x0A]
            if !isEnd(0) { skipLine() }
            breaks = try scanBlockBreaks(indent: &indent)
        }
        if header.chomping != .strip { text += lineBreak }
        if header.chomping == .keep { text += breaks }
        return String(decoding: text, as: UTF8.self)
    }

    private enum Chomping {
        case clip
        case strip
        case keep
    }

    private mutating func scanBlockHeader() throws(YAMLError) -> (
        chomping: Chomping, increment: Int?
    ) {
        var chomping = Chomping.clip
        var increment: Int?
        for _ in 0..<2 {
            switch self[0] {
            case UInt8(ascii: "+"):
                chomping = .keep
                skip()
            case UInt8(ascii: "-"):
                chomping = .strip
                skip()
            case UInt8(ascii: "0"):
                throw .scanner("found an indentation indicator equal to 0", at: mark)
            case UInt8(ascii: "1")...UInt8(ascii: "9"):
                increment = Int(self[0] - UInt8(ascii: "0"))
                skip()
            default: break
            }
        }
        while isBlank(0) { skip() }
        if self[0] == UInt8(ascii: "#") { while !isBreakOrEnd(0) { skip() } }
        guard isBreakOrEnd(0) else {
            throw .scanner("did not find expected comment or line break", at: mark)
        }
        if isBreak(0) { skipLine() }
        return (chomping, increment)
    }

    /// Passes empty lines and indentation; finds out the indentation if it is not yet known (0).
    private mutating func scanBlockBreaks(indent: inout Int) throws(YAMLError) -> [UInt8] {
        var breaks: [UInt8] = []
        var deepest = 0
        while true {
            while indent == 0 || mark.column < indent, self[0] == 0x20 { skip() }
            deepest = max(deepest, mark.column)
            if indent == 0 || mark.column < indent, self[0] == 0x09 {
                let problem = "found a tab character where an indentation space is expected"
                throw .scanner(problem, at: mark)
            }
            guard isBreak(0) else { break }
            breaks.append(0x0A)
            skipLine()
        }
        if indent == 0 { indent = max(deepest, parentIndent + 1, 1) }
        return breaks
    }
}
