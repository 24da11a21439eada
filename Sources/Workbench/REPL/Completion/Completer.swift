import Kubectl

/// Completes the word at the cursor, as the shell in front and kubectl would read it.
///
/// It is pure: what it knows of files, programs and the cluster comes from a `CompletionContext`.
///
/// Differs: what stands behind `-l`, in a JSONPath and in URLs is not completed; names are those that
/// the cluster has, whatever the current user may see.
package struct Completer {
    private let context: any CompletionContext

    package init(_ context: any CompletionContext) { self.context = context }

    /// The candidates for the word at `cursor`, which counts bytes of `line`.
    package func complete(_ line: String, cursor: Int) -> Completion {
        let typed = TypedWords(line, cursor: cursor)
        let partial = typed.partial
        let variables = variables(typed)
        var words = variables ?? candidates(typed, expandingAlias: true)
        words = Array(Set(words.filter { $0.hasPrefix(partial) })).sorted()
        let quote = typed.quote.map(String.init) ?? ""
        if quote.isEmpty {
            // What the shell would not read as one plain word is not offered.
            words = words.filter { variables != nil || $0.allSatisfy(Self.isPlain) }
        } else if words.count == 1, words[0].last != "/" {
            words[0] += quote
        }
        return Completion(start: typed.start, candidates: words.map { quote + $0 })
    }

    private static func isPlain(_ character: Character) -> Bool {
        !" \t\n'\"\\`$&|;<>()*?[]#!{}".contains(character)
    }

    // MARK: - What may stand here

    /// `$NA│` and `${NA│`; nil if no variable is being typed.
    private func variables(_ typed: TypedWords) -> [String]? {
        guard typed.quote != "'", let dollar = typed.partial.lastIndex(of: "$") else { return nil }
        let head = typed.partial[..<dollar]
        let name = typed.partial[dollar...].dropFirst()
        if name.hasPrefix("{") { return context.variables.map { head + "${\($0)}" } }
        guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
            return nil
        }
        return context.variables.map { head + "$\($0)" }
    }

    private func candidates(_ typed: TypedWords, expandingAlias: Bool) -> [String] {
        if typed.isRedirection { return files(typed.partial) }
        guard let first = typed.before.first else {
            if TypedWords.isAssignment(typed.partial) { return files(typed.partial) }
            return typed.partial.contains("/") ? files(typed.partial) : context.commands
        }
        var words = typed.before
        if expandingAlias, let text = context.alias(first) {
            words = text.split(separator: " ").map(String.init) + words.dropFirst()
        }
        return arguments(words, typed)
    }

    private func arguments(_ words: [String], _ typed: TypedWords) -> [String] {
        let program = words.first?.split(separator: "/").last.map(String.init) ?? ""
        let rest = Array(words.dropFirst())
        switch program {
        case "kubectl":
            let completer = KubectlCompleter(context.kubectl)
            switch completer.offer(before: rest, partial: typed.partial, after: typed.after) {
            case .words(let words): return words
            case .files: return files(typed.partial)
            case .command: return []
            }
        case "cd", "rmdir": return files(typed.partial, onlyFolders: true)
        case "export", "readonly", "unset":
            let isValue = typed.partial.contains("=")
            return isValue ? files(typed.partial) : context.variables
        case "command", "type", "which": return context.commands
        default: break
        }
        if let words = subcommands(of: program, rest) { return words }
        return typed.partial.hasPrefix("-") ? [] : files(typed.partial)
    }

    /// The next word of a program's own commands; nil if it has none.
    private func subcommands(of program: String, _ rest: [String]) -> [String]? {
        let paths = context.subcommands(of: program).map { $0.split(separator: " ") }
        guard !paths.isEmpty else { return nil }
        return paths.compactMap { path in
            guard path.count > rest.count, zip(path, rest).allSatisfy({ $0 == $1 }) else {
                return nil
            }
            return String(path[rest.count])
        }
    }

    // MARK: - Files

    /// The files and folders that go on from `partial`; in `name=pa│` from what follows the sign.
    private func files(_ partial: String, onlyFolders: Bool = false) -> [String] {
        let sign = partial.lastIndex(of: "=").map { partial.index(after: $0) }
        let typed = partial[(sign ?? partial.startIndex)...]
        let slash = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
        let head = partial[..<slash]
        let leaf = typed[slash...]
        return context.entries(of: folder(String(typed[..<slash]))).compactMap { entry in
            if entry.name.hasPrefix("."), !leaf.hasPrefix(".") { return nil }
            if onlyFolders, !entry.isFolder { return nil }
            return head + entry.name + (entry.isFolder ? "/" : "")
        }
    }

    /// Where a typed folder is.
    private func folder(_ typed: String) -> String {
        if typed.hasPrefix("~/") { return context.home + typed.dropFirst() }
        if typed.hasPrefix("/") { return typed }
        return context.workingDirectory + "/" + typed
    }
}
