/// Finds where a learner gives a program's name another meaning.
enum Redefinition {
    /// The name, if one of `programs` becomes an alias or a function, or PATH is changed.
    static func find(in input: [String], protecting programs: Set<String>) -> String? {
        let text = input.joined(separator: "\n")
        for name in programs.sorted() {
            let forms = ["alias \(name)=", "\(name)()", "\(name) ()", "function \(name) "]
            if forms.contains(where: { contains(text, $0) }) { return name }
        }
        return contains(text, "PATH=") ? "PATH" : nil
    }

    /// Whether `form` begins a word of `text`.
    private static func contains(_ text: String, _ form: String) -> Bool {
        var rest = text[...]
        var previous: Character = " "
        while let first = rest.first {
            let isStart = !(previous.isLetter || previous.isNumber || "_-/.".contains(previous))
            if isStart, rest.hasPrefix(form) { return true }
            previous = first
            rest = rest.dropFirst()
        }
        return false
    }
}
