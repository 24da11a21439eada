/// How the scanner looks at bytes.
extension YAMLScanner {
    /// The byte so many ahead; 0 past the end.
    subscript(ahead: Int) -> UInt8 {
        let index = mark.index + ahead
        return index < bytes.count ? bytes[index] : 0
    }

    func isEnd(_ ahead: Int) -> Bool { mark.index + ahead >= bytes.count }
    func isBreak(_ ahead: Int) -> Bool { self[ahead] == 0x0A || self[ahead] == 0x0D }
    func isBlank(_ ahead: Int) -> Bool { self[ahead] == 0x20 || self[ahead] == 0x09 }
    func isBreakOrEnd(_ ahead: Int) -> Bool { isBreak(ahead) || isEnd(ahead) }
    func isBlankOrEnd(_ ahead: Int) -> Bool { isBlank(ahead) || isBreakOrEnd(ahead) }

    /// `---` or `...` with nothing attached.
    func isDocumentMarker(_ character: Unicode.Scalar) -> Bool {
        let byte = UInt8(ascii: character)
        return self[0] == byte && self[1] == byte && self[2] == byte && isBlankOrEnd(3)
    }

    mutating func skip() {
        mark.index += 1
        mark.column += 1
    }

    /// Passes one line break, of one byte or two.
    mutating func skipLine() {
        mark.index += self[0] == 0x0D && self[1] == 0x0A ? 2 : 1
        mark.column = 0
        mark.line += 1
    }
}
