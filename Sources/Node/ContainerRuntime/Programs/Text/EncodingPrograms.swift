import Encoding
import Simulation

/// `base64`, `od`, `hexdump`, `xxd`: bytes as text.
enum EncodingPrograms {
    static let all: [(String, any Program)] = [
        ("base64", SmallProgram("[-d] [-w COL] [FILE]", base64)),
        ("hexdump", SmallProgram(hexdump)),
        ("xxd", SmallProgram(xxd)), ("od", SmallProgram(od)),
        ("md5sum", DigestProgram(digest: .md5)), ("sha1sum", DigestProgram(digest: .sha1)),
        ("sha256sum", DigestProgram(digest: .sha256)),
    ]

    private static func base64(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "dw:", long: ["decode": "d", "wrap": "w"])
        let content = try await call.content(options.operands.first ?? "-")
        if options.has("d") {
            var characters = content.filter { !$0.isSpace }
            while characters.count % 4 != 0 { characters.append(UInt8(ascii: "=")) }
            guard let bytes = Base64.decode(text(characters)) else {
                throw AppletFailure("truncated input")
            }
            try await call.write(bytes)
            return 0
        }
        let encoded = Base64.encode(content).bytes
        let width = try options.number("w") ?? 76
        if width == 0 {
            try await call.write(encoded)
            return 0
        }
        for start in stride(from: 0, to: encoded.count, by: width) {
            try await call.write(encoded[start..<min(start + width, encoded.count)] + [.newline])
        }
        return 0
    }

    private static func hex(_ value: Int, _ width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { $0.isPrintable ? text([$0]) : "." }.joined()
    }

    private static func hexdump(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "Cvn:s:bcdox")
        var content = try await call.content(options.operands.first ?? "-")[...]
        if let limit = try options.number("n") { content = content.prefix(limit) }
        let bytes = Array(content)
        for start in stride(from: 0, to: bytes.count, by: 16) {
            let row = bytes[start..<min(start + 16, bytes.count)]
            if options.has("C") {
                let cells = row.map { hex(Int($0), 2) }
                let left = cells.prefix(8).joined(separator: " ")
                let right = cells.dropFirst(8).joined(separator: " ")
                try await call.print(
                    "\(hex(start, 8))  \((left + "  " + right).leftAligned(49)) |\(printable(row))|"
                )
            } else {
                let pairs = stride(from: row.startIndex, to: row.endIndex, by: 2).map { index in
                    hex(
                        Int(row[index]) | (index + 1 < row.endIndex ? Int(row[index + 1]) << 8 : 0),
                        4)
                }
                try await call.print("\(hex(start, 7)) \(pairs.joined(separator: " "))")
            }
        }
        if !bytes.isEmpty { try await call.print(hex(bytes.count, options.has("C") ? 8 : 7)) }
        return 0
    }

    private static func xxd(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "l:pg:c:s:ru")
        var content = try await call.content(options.operands.first ?? "-")
        if let limit = try options.number("l") { content = Array(content.prefix(limit)) }
        if options.has("r") { throw AppletFailure("-r is not supported") }
        if options.has("p") {
            for start in stride(from: 0, to: content.count, by: 30) {
                let row = content[start..<min(start + 30, content.count)]
                try await call.print(row.map { hex(Int($0), 2) }.joined())
            }
            return 0
        }
        for start in stride(from: 0, to: content.count, by: 16) {
            let row = content[start..<min(start + 16, content.count)]
            let pairs = stride(from: row.startIndex, to: row.endIndex, by: 2).map { index in
                row[index..<min(index + 2, row.endIndex)].map { hex(Int($0), 2) }.joined()
            }
            let cells = pairs.joined(separator: " ").leftAligned(39)
            try await call.print("\(hex(start, 8)): \(cells)  \(printable(row))")
        }
        return 0
    }

    private static func od(_ call: Call) async throws -> Int32 {
        let options = try Options(call.arguments, "cbxdoA:t:N:v")
        var content = try await call.content(options.operands.first ?? "-")
        if let limit = try options.number("N") { content = Array(content.prefix(limit)) }
        func octal(_ value: Int, _ width: Int) -> String {
            let digits = String(value, radix: 8)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let isCharacters = options.has("c") || options["t"]?.hasPrefix("c") == true
        let isHex = options["t"]?.hasPrefix("x1") == true
        let names: [UInt8: String] = [0: "\\0", 9: "\\t", 10: "\\n", 13: "\\r", 7: "\\a", 8: "\\b"]
        for start in stride(from: 0, to: content.count, by: 16) {
            let row = content[start..<min(start + 16, content.count)]
            var line = options["A"] == "n" ? "" : octal(start, 7)
            if isCharacters {
                for byte in row {
                    let name =
                        names[byte] ?? (byte.isPrintable ? text([byte]) : octal(Int(byte), 3))
                    line += name.rightAligned(4)
                }
            } else if isHex || options.has("b") {
                line += row.map { " " + (isHex ? hex(Int($0), 2) : octal(Int($0), 3)) }.joined()
            } else {
                for index in stride(from: row.startIndex, to: row.endIndex, by: 2) {
                    let value =
                        Int(row[index]) | (index + 1 < row.endIndex ? Int(row[index + 1]) << 8 : 0)
                    line += " " + (options.has("x") ? hex(value, 4) : octal(value, 6))
                }
            }
            try await call.print(line)
        }
        if options["A"] != "n" { try await call.print(octal(content.count, 7)) }
        return 0
    }
}
