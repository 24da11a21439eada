import Foundation

/// The text form of keys and certificates (RFC 7468).
package enum PEM {
    /// Lines of 64 characters between `-----BEGIN type-----` and `-----END type-----`.
    package static func encode(_ der: [UInt8], as type: String) -> String {
        var text = "-----BEGIN \(type)-----\n"
        var rest = Substring(Data(der).base64EncodedString())
        while !rest.isEmpty {
            text += rest.prefix(64) + "\n"
            rest = rest.dropFirst(64)
        }
        return text + "-----END \(type)-----\n"
    }

    /// The contents of all blocks of `type` in `text`, in order; damaged ones are left out.
    package static func decode(_ text: String, type: String) -> [[UInt8]] {
        var blocks: [[UInt8]] = []
        var body: String?
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("-----BEGIN \(type)-----") {
                body = ""
            } else if line.hasPrefix("-----END \(type)-----") {
                if let text = body, let data = Data(base64Encoded: text) {
                    blocks.append(Array(data))
                }
                body = nil
            } else {
                body?.append(contentsOf: line.filter { !$0.isWhitespace })
            }
        }
        return blocks
    }

    /// The 32 bytes of an Ed25519 key in PKCS #8 PEM text; nil for any other key.
    package static func ed25519PrivateKey(_ text: String) -> [UInt8]? {
        guard let der = decode(text, type: "PRIVATE KEY").first, der.count == 48 else { return nil }
        return Array(der.suffix(32))
    }
}

/// Base64 in the two alphabets of RFC 4648.
package enum Base64 {
    package static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// Nil unless `text` is valid padded base64; line ends are ignored.
    package static func decode(_ text: String) -> [UInt8]? {
        Data(base64Encoded: text.filter { !$0.isNewline }).map(Array.init)
    }

    /// The URL-safe alphabet without padding, as tokens use it.
    package static func encodeURL(_ bytes: [UInt8]) -> String {
        String(
            encode(bytes).compactMap { character -> Character? in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }

    package static func decodeURL(_ text: Substring) -> [UInt8]? {
        guard !text.contains(where: { $0 == "=" || $0 == "+" || $0 == "/" }) else { return nil }
        var padded = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        padded += String(repeating: "=", count: (4 - padded.utf8.count % 4) % 4)
        return Data(base64Encoded: padded).map(Array.init)
    }
}
