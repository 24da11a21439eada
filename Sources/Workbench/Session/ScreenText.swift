extension String {
    /// As a screen shows it: without the colours and cursor movements that a copied or recorded
    /// screen may hold, and without what a carriage return let be written over.
    package var withoutTerminalCodes: String {
        guard utf8.contains(27) || utf8.contains(13) else { return self }
        var result: [UInt8] = []
        var lineStart = 0
        var isAtLineStart = false
        var bytes = Array(utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == 27, bytes.first == UInt8(ascii: "[") {
                bytes = bytes.dropFirst().drop { $0 < 64 || $0 > 126 }.dropFirst()
            } else if byte == 13 {
                isAtLineStart = true
            } else {
                // A new line after the return leaves the old one as it is; anything else replaces it.
                if isAtLineStart, byte != 10 { result.removeSubrange(lineStart...) }
                isAtLineStart = false
                result.append(byte)
                if byte == 10 { lineStart = result.count }
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
