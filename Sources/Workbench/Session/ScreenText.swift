extension String {
    /// Without the colours and cursor movements that a copied or recorded screen may hold.
    package var withoutTerminalCodes: String {
        guard utf8.contains(27) || utf8.contains(13) else { return self }
        var result: [UInt8] = []
        var bytes = Array(utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == 27, bytes.first == UInt8(ascii: "[") {
                bytes = bytes.dropFirst().drop { $0 < 64 || $0 > 126 }.dropFirst()
            } else if byte != 13 {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
