import Encoding

/// The text form of keys and certificates (RFC 7468).
package enum PEM {
    /// Lines of 64 characters between `-----BEGIN type-----` and `-----END type-----`.
    package static func encode(_ der: [UInt8], as type: String) -> String {
        var text = "-----BEGIN \(type)-----\n"
        var rest = Substring(Base64.encode(der))
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
                if let text = body, let bytes = Base64.decode(text) { blocks.append(bytes) }
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
