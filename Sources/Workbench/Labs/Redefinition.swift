/// Finds where a learner gives a program's name another meaning.
enum Redefinition {
    /// The name, if one of `programs` becomes an alias or a function, or PATH is changed.
    static func find(in input: [String], protecting programs: Set<String>) -> String? {
        let words = wordStarts(of: Array(input.joined(separator: "\n").utf8))
        func begins(_ form: String) -> Bool { words.contains { $0.starts(with: form.utf8) } }
        for name in programs.sorted() {
            let forms = ["alias \(name)=", "\(name)()", "\(name) ()", "function \(name) "]
            if forms.contains(where: begins) { return name }
        }
        return begins("PATH=") ? "PATH" : nil
    }

    /// The text from each of its words on. It is asked of every command: bytes are quick.
    private static func wordStarts(of text: [UInt8]) -> [ArraySlice<UInt8>] {
        text.indices.filter { $0 == 0 || !isInWord(text[$0 - 1]) }.map { text[$0...] }
    }

    /// Letters, digits and signs of names and paths; all that is not ASCII.
    private static func isInWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "-")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
