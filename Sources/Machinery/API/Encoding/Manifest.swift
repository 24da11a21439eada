/// A manifest file: one or several objects in YAML or JSON, as `kubectl -f` reads them.
package enum Manifest {
    /// One object and where its text begins.
    package struct Document {
        package var value: Value
        /// Counted from 1, in the whole text.
        package var line: Int
    }

    /// Why a manifest cannot be read.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        /// What kubectl prints behind `error parsing FILE: `.
        package var description: String

        package init(_ description: String) { self.description = description }
    }

    /// The objects of a manifest; empty documents are skipped.
    package static func documents(_ text: String) throws(Failure) -> [Value] {
        try located(text).map(\.value)
    }

    /// The objects of a manifest given as bytes; bytes that are no UTF-8 become U+FFFD.
    package static func documents(_ bytes: [UInt8]) throws(Failure) -> [Value] {
        try documents(String(decoding: bytes, as: UTF8.self))
    }

    /// The objects of a manifest with their lines; throws at the first that cannot be read.
    package static func located(_ text: String) throws(Failure) -> [Document] {
        let (documents, failure) = partial(text)
        if let failure { throw failure }
        return documents
    }

    /// The objects before the first that cannot be read, and why that one cannot: kubectl acts on
    /// the former before it reports the latter.
    package static func partial(_ text: String) -> (documents: [Document], failure: Failure?) {
        var documents: [Document] = []
        do throws(Failure) {
            if text.utf8.first(where: { !isSpace($0) }) == UInt8(ascii: "{") {
                try readJSON(text, into: &documents)
            } else {
                try readYAML(text, into: &documents)
            }
        } catch {
            return (documents, error)
        }
        return (documents, nil)
    }

    private static func readYAML(_ text: String, into documents: inout [Document]) throws(Failure) {
        for section in sections(text) {
            do throws(YAMLError) {
                let value = try YAMLParser.parse(section.text)
                if !value.isNull { documents.append(Document(value: value, line: section.line)) }
            } catch {
                let prefix = error.message.hasPrefix("json: ") ? "" : "yaml: "
                throw Failure("error converting YAML to JSON: " + prefix + error.message)
            }
        }
    }

    /// The text between lines of `---`; the parser sees each section's lines from 1.
    private static func sections(_ text: String) -> [(text: String, line: Int)] {
        var sections: [(text: String, line: Int)] = []
        var current: [UInt8] = []
        var start = 1
        // Split as bytes: to Swift, CR LF is one character and no line feed.
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if isSeparator(line) {
                sections.append((String(decoding: current, as: UTF8.self), start))
                (current, start) = ([], index + 2)
            } else {
                current += line
                current.append(UInt8(ascii: "\n"))
            }
        }
        if !current.isEmpty { current.removeLast() }
        sections.append((String(decoding: current, as: UTF8.self), start))
        return sections
    }

    private static func isSeparator(_ line: Substring.UTF8View) -> Bool {
        guard line.starts(with: "---".utf8) else { return false }
        let rest = line.dropFirst(3)
        return rest.first == UInt8(ascii: "#") || rest.allSatisfy(isSpace)
    }

    private static func readJSON(_ text: String, into documents: inout [Document]) throws(Failure) {
        let bytes = Array(text.utf8)
        var position = 0
        while let next = bytes[position...].firstIndex(where: { !isSpace($0) }) {
            do throws(JSONError) {
                let (value, length) = try JSONParser.prefix(of: Array(bytes[next...]))
                let line = bytes[..<next].count { $0 == UInt8(ascii: "\n") } + 1
                if !value.isNull { documents.append(Document(value: value, line: line)) }
                position = next + length
            } catch {
                if error.message == "unexpected end of JSON input" {
                    throw Failure("unexpected EOF")
                }
                throw Failure("json: offset \(next + error.offset + 1): \(error.message)")
            }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
