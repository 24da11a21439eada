import API
import Kubectl
import Session
import Transcript

/// Reads errors as the shell, kubectl and the API server word them.
struct ErrorReader {
    private let attempt: Attempt

    init(_ attempt: Attempt) { self.attempt = attempt }

    /// The reasons that the output names itself.
    var reasons: [Reason] { attempt.output.flatMap(read) }

    private func read(_ line: String) -> [Reason] {
        if let reason = shell(line) ?? kubectl(line) ?? server(line) { return [reason] }
        return manifest(line)
    }

    // MARK: - The shell and its tools

    private static let programs = [
        "cat", "check", "clock", "crash", "curl", "echo", "env", "etcdctl", "exit", "export",
        "grep", "heal", "hint", "kubectl", "lab", "labs", "ls", "partition", "printenv", "restart",
        "terminal",
        "timeline", "vi",
    ]

    private func shell(_ line: String) -> Reason? {
        for ending in [": command not found", ": not found"] where line.hasSuffix(ending) {
            let words = line.dropLast(ending.count).split(separator: " ")
            guard let word = words.last.map(String.init), line.contains(": \(word)\(ending)"),
                !line.hasPrefix("Error")
            else { continue }
            let isInside = !attempt.typed.prompt.isHost
            if isInside, OwnWords.names.contains(word) { return .wordOfHost(word) }
            return .unknownCommand(word, near: nearest(word, Self.programs))
        }
        for (start, end) in [("", ": No such file or directory"), ("can't open '", "'")] {
            guard let name = between(line, start.isEmpty ? ": " : start, end) else { continue }
            return .noSuchFile(name, near: nearest(name, Array(attempt.labFiles.keys)))
        }
        return nil
    }

    // MARK: - kubectl

    private func kubectl(_ line: String) -> Reason? {
        if let word = between(line, "unknown command \"", "\"") {
            return .unknownVerb(word, near: nearest(word, KubectlCommand.commandNames))
        }
        if let word = between(line, "the server doesn't have a resource type \"", "\"") {
            let known = ResourceCatalog.shared.resources.flatMap {
                [$0.name, $0.singularName] + $0.shortNames
            }
            return .unknownResource(word, near: nearest(word, known))
        }
        if let flag = between(line, "unknown flag: ", "") { return .unknownFlag(flag) }
        if let flag = between(line, "unknown shorthand flag: ", " in ") {
            return .unknownFlag(flag)
        }
        if let name = between(line, "error: the path \"", "\" does not exist") {
            return .noSuchFile(name, near: nearest(name, Array(attempt.labFiles.keys)))
        }
        if line.hasPrefix("The connection to the server"), line.contains("was refused") {
            return .unreachable
        }
        return nil
    }

    // MARK: - The server

    private func server(_ line: String) -> Reason? {
        if let rest = between(line, "Error from server (NotFound): ", "") {
            guard let (kind, name) = object(rest, ending: " not found") else { return nil }
            if kind == "namespaces" { return .noSuchNamespace(name) }
            return .noSuchObject(kind: kind, name: name, wanted: wanted(insteadOf: name))
        }
        if let rest = between(line, "Error from server (AlreadyExists): ", "") {
            let text = rest.splitOnce("\": ").map(\.1) ?? rest
            guard let (kind, name) = object(text, ending: " already exists") else { return nil }
            return .alreadyExists(kind: kind, name: name)
        }
        if line.contains("(Forbidden)"), let user = between(line, "User \"", "\""),
            let action = between(line, "cannot ", " in API group")
        {
            return .forbidden(user: user, action: action)
        }
        return nil
    }

    /// `pods "x" not found`; before it may stand what failed.
    private func object(_ text: String, ending: String) -> (kind: String, name: String)? {
        guard let (head, _) = text.splitOnce("\"" + ending),
            let (kind, name) = head.splitOnce(" \"")
        else { return nil }
        return (kind.split(separator: " ").last.map(String.init) ?? kind, name)
    }

    /// The name in the lab's command at the place where the learner's has `name`.
    private func wanted(insteadOf name: String) -> String? {
        let typed = Set(attempt.typedWords.flatMap(Self.parts))
        let words = attempt.wantedWords.flatMap(Self.parts).filter { !typed.contains($0) }
        return nearest(name, words).first
    }

    private static func parts(_ word: String) -> [String] {
        word.split(separator: "/").map(String.init)
    }

    // MARK: - Manifests

    private func manifest(_ line: String) -> [Reason] {
        let file = attempt.manifests.first ?? ""
        let lines = ManifestLines(attempt.file(file) ?? "")
        if line.contains("yaml: line "), let text = between(line, "yaml: line ", ":"),
            let number = Int(text)
        {
            return [
                .manifestSyntax(
                    file: file, line: number, hasTab: line.contains("cannot start any token"))
            ]
        }
        if line.contains("strict decoding error") {
            return line.components(between: "unknown field \"", and: "\"").map { path in
                let name = path.split(separator: ".").last.map(String.init) ?? path
                let lab = ManifestLines(
                    attempt.labFiles.values.sorted().joined(separator: "\n---\n"))
                let known = lab.entries.map { entry in
                    entry.path.split(separator: ".").last.map(String.init) ?? entry.path
                }
                return .manifestField(
                    file: file, line: lines.entry(path)?.line, path: path,
                    near: nearest(name, known).first)
            }
        }
        guard let (_, rest) = line.splitOnce(" is invalid: ") else { return [] }
        guard let (path, why) = rest.splitOnce(": "), !path.contains(" ") else { return [] }
        return [
            .manifestInvalid(file: file, line: lines.entry(path)?.line, path: path, why: why)
        ]
    }

    // MARK: - Words

    /// The known words that are nearest, within two changes.
    private func nearest(_ word: String, _ known: [String]) -> [String] {
        let ranked = Set(known).filter { $0 != word }.map { ($0, Suggestion.distance(word, $0)) }
        guard let least = ranked.map(\.1).min(), least <= 2, least < word.count else { return [] }
        return Array(ranked.filter { $0.1 == least }.map(\.0).sorted().prefix(3))
    }

    /// What stands between two texts; to the end of the line if `end` is empty.
    private func between(_ line: String, _ start: String, _ end: String) -> String? {
        guard let (_, rest) = line.splitOnce(start) else { return nil }
        if end.isEmpty { return rest }
        return rest.splitOnce(end)?.0
    }
}

extension String {
    /// Every text between two others, in order.
    func components(between start: String, and end: String) -> [String] {
        var found: [String] = []
        var rest = self
        while let (_, tail) = rest.splitOnce(start), let (text, after) = tail.splitOnce(end) {
            found.append(text)
            rest = after
        }
        return found
    }
}
