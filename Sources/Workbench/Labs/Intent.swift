import API
import Session
package import Transcript

/// What a command line is for, so that another correct way to say it counts as well, and a command
/// that only prints the same text does not.
///
/// ```
/// kubectl get po -n default web       ┐
/// kubectl get pods web                ├ host: kubectl get pods web
/// kubectl -n default get pod/web      ┘
/// kubectl exec web -- cat /etc/x      ┐
/// / $ cat /etc/x                      ┘ container: cat /etc/x
/// ```
package struct Intent: Hashable, Sendable {
    package enum Place: Hashable, Sendable { case host, container }
    package var place: Place
    package var words: [String]
    /// The programs that the output went through.
    package var filters: [String]
    /// What leaves the intent the same but tells one try from another: the form of an output
    /// (`-o yaml`), the kind of object that is created, the variables that `printenv` prints.
    package var details: [String] = []

    /// Filters that only choose among lines.
    private static let harmless: Set<String> = [
        "grep", "head", "tail", "sort", "less", "more", "tee",
    ]

    /// Nil for a line that shows nothing of its own, or more than one thing.
    package init?(_ line: String, at prompt: Prompt) {
        let lists = CommandWords(line).commands
        let speaking = lists.filter { !Self.isSilent($0) }
        guard speaking.count == 1, let pipeline = speaking.first, let first = pipeline.first else {
            return nil
        }
        self.init(first, place: prompt.isHost ? .host : .container)
        filters += pipeline.dropFirst().compactMap { $0.first.map(Self.baseName) }
    }

    private init(_ words: [String], place: Place) {
        self.place = place
        filters = []
        let program = Self.baseName(words.first ?? "")
        switch program {
        case "kubectl":
            self.words = []
            readKubectl(Array(words.dropFirst()))
        case "curl", "wget":
            self.words = [program] + Self.curl(Array(words.dropFirst()))
        case "etcdctl": self.words = [program] + Self.etcdctl(Array(words.dropFirst()))
        case "env", "printenv":
            self.words = ["env"]
            details = Array(words.dropFirst())
        default:
            let operands = words.dropFirst().filter { !$0.hasPrefix("-") }
            self.words = [program] + operands.map(Self.withoutSlash)
        }
    }

    /// Whether a learner's command counts where this one is expected.
    package func accepts(_ other: Intent) -> Bool {
        let ways = other.filters.allSatisfy { Self.harmless.contains($0) || filters.contains($0) }
        guard place == other.place, ways, words.count == other.words.count else { return false }
        return zip(words, other.words).allSatisfy(Self.areSame)
    }

    /// Whether this is a try at what `expected` is for, rather than a look at something near it.
    ///
    /// Who types `env | grep POD_` where `env` is expected, or `-o yaml` where a table is, explores.
    package func isTry(of expected: Intent) -> Bool {
        expected.accepts(self) && details == expected.details
            && filters.allSatisfy(expected.filters.contains)
    }

    /// Equal, part by part, where a variable stands for anything.
    private static func areSame(_ one: String, _ other: String) -> Bool {
        if one == other { return true }
        let left = one.split(separator: "/", omittingEmptySubsequences: false)
        let right = other.split(separator: "/", omittingEmptySubsequences: false)
        guard left.count == right.count else { return one.hasPrefix("$") || other.hasPrefix("$") }
        return zip(left, right).allSatisfy { $0 == $1 || $0.hasPrefix("$") || $1.hasPrefix("$") }
    }

    private static func baseName(_ word: String) -> String {
        word.split(separator: "/").last.map(String.init) ?? word
    }

    private static func withoutSlash(_ word: String) -> String {
        if word.count > 2, word.hasPrefix("./") { return withoutSlash(String(word.dropFirst(2))) }
        return word.count > 1 && word.hasSuffix("/") ? String(word.dropLast()) : word
    }

    private static let silent: Set<String> = [
        "cd", "export", "unset", "set", "sleep", "true", ":", "source", ".", "alias", "umask",
        "partition", "heal", "crash", "restart",
    ]

    private static func isSilent(_ pipeline: [[String]]) -> Bool {
        pipeline.count == 1 && (pipeline[0].isEmpty || silent.contains(pipeline[0][0]))
    }

    // MARK: - kubectl

    private static let valued: Set<String> = [
        "-n", "--namespace", "-f", "--filename", "-l", "--selector", "-o", "--output", "-c",
        "--container", "--context", "--kubeconfig", "-p", "--patch", "--type", "--field-selector",
        "--for", "--timeout", "--image", "--sort-by", "-s", "--server", "--token", "-k",
        "--kustomize", "-v", "--cluster", "--user", "--patch-file", "--grace-period",
    ]

    private mutating func readKubectl(_ arguments: [String]) {
        var operands: [String] = []
        var inner: [String]?
        var index = 0
        while index < arguments.count {
            let word = arguments[index]
            index += 1
            if word == "--" {
                inner = Array(arguments[index...])
                break
            }
            readForm(word, index < arguments.count ? arguments[index] : "")
            if Self.valued.contains(word) {
                index += 1
            } else if !word.hasPrefix("-") {
                operands.append(word)
            }
        }
        let verb = operands.first ?? ""
        operands = Array(operands.dropFirst())
        switch verb {
        case "create", "apply", "run":
            words = ["kubectl", "create"]
            details += verb == "run" ? ["pods"] : operands.prefix(1).map(Self.canonical)
        case "replace", "edit": words = ["kubectl", "replace"]
        case "explain": words = ["kubectl", verb] + operands.map(Self.field)
        case "exec":
            readInner(inner ?? Array(operands.dropFirst()))
        default: words = ["kubectl", verb] + Self.objects(operands)
        }
    }

    /// The form of the output, without what is picked: `jsonpath`, `yaml`.
    private mutating func readForm(_ word: String, _ next: String) {
        let form: String
        if word == "-o" || word == "--output" {
            form = next
        } else if let (flag, value) = word.splitOnce("="), flag == "-o" || flag == "--output" {
            form = value
        } else if word.hasPrefix("-o"), word.count > 2 {
            form = String(word.dropFirst(2))
        } else {
            return
        }
        details.append("-o " + form.prefix { $0.isLetter || $0 == "-" })
    }

    /// The command that is run in a container; the text of `sh -c` is read as one.
    private mutating func readInner(_ command: [String]) {
        let shells: Set<String> = ["sh", "ash", "bash"]
        let isShell = shells.contains(Self.baseName(command.first ?? ""))
        if isShell, command.count == 3, command[1] == "-c",
            let inner = Intent(command[2], at: Prompt(terminal: "", text: "/ # "))
        {
            self = inner
            return
        }
        self =
            isShell
            ? Intent(["sh"], place: .container) : Intent(command, place: .container)
    }

    /// `po web`, `pod/web`, `pods web`: the resource as the server calls it, then the names.
    private static func objects(_ operands: [String]) -> [String] {
        guard let first = operands.first else { return [] }
        var words: [String] = []
        for (index, word) in operands.enumerated() {
            if let slash = word.firstIndex(of: "/") {
                let resource = canonical(String(word[..<slash]))
                if words.first != resource { words.append(resource) }
                words.append(String(word[word.index(after: slash)...]))
            } else {
                words.append(index == 0 ? canonical(first) : word)
            }
        }
        return words
    }

    /// `job.spec`: the path of a field, which begins with a resource.
    private static func field(_ path: String) -> String {
        let end = path.firstIndex(of: ".") ?? path.endIndex
        return canonical(String(path[..<end])) + path[end...]
    }

    private static func canonical(_ word: String) -> String {
        let lower = word.lowercased()
        let resource = ResourceCatalog.shared.resources.first { resource in
            resource.name == lower || resource.singularName == lower
                || resource.shortNames.contains(lower) || resource.kind.lowercased() == lower
        }
        return resource?.name ?? word
    }

    // MARK: - etcdctl

    private static let etcdctlValued: Set<String> = [
        "-w", "--write-out", "--endpoints", "--cacert", "--cert", "--key", "--limit", "--rev",
    ]

    /// The operands, wherever the flags stand.
    private static func etcdctl(_ arguments: [String]) -> [String] {
        var operands: [String] = []
        var isValue = false
        for word in arguments {
            if !isValue, !word.hasPrefix("-") { operands.append(word) }
            isValue = !isValue && etcdctlValued.contains(word)
        }
        return operands
    }

    // MARK: - curl

    private static let curlValued: Set<Character> = [
        "H", "X", "d", "o", "w", "u", "A", "e", "b", "c", "F", "T", "m", "E",
    ]
    private static let curlValuedLong: Set<String> = [
        "--header", "--request", "--data", "--data-binary", "--data-raw", "--output", "--write-out",
        "--cacert", "--cert", "--key", "--resolve", "--connect-to", "--user", "--user-agent",
        "--max-time", "--upload-file", "--capath", "--connect-timeout", "--retry",
    ]

    /// Method and path of a request.
    private static func curl(_ arguments: [String]) -> [String] {
        var method = "GET"
        var paths: [String] = []
        var index = 0
        while index < arguments.count {
            let word = arguments[index]
            index += 1
            var flag = word
            var value: String?
            if word.hasPrefix("--"), let (name, text) = word.splitOnce("=") {
                (flag, value) = (name, text)
            } else if !word.hasPrefix("--"), word.hasPrefix("-"), word.count > 1 {
                let letters = Array(word.dropFirst())
                if let place = letters.firstIndex(where: { curlValued.contains($0) }) {
                    flag = "-\(letters[place])"
                    if place + 1 < letters.count { value = String(letters[(place + 1)...]) }
                }
            } else if !word.hasPrefix("-") {
                paths.append(path(word))
                continue
            }
            let last = flag.last ?? "-"
            let takesValue =
                curlValuedLong.contains(flag) || flag.count == 2 && curlValued.contains(last)
            if takesValue, value == nil, index < arguments.count {
                value = arguments[index]
                index += 1
            }
            switch flag {
            case "-X", "--request": method = value ?? method
            case "-d", "--data", "--data-binary", "--data-raw":
                if method == "GET" { method = "POST" }
            case "-T", "--upload-file": if method == "GET" { method = "PUT" }
            default: break
            }
        }
        return [method] + paths
    }

    private static func path(_ url: String) -> String {
        let rest = url.splitOnce("://")?.1 ?? url
        guard let slash = rest.firstIndex(of: "/") else { return "" }
        let path = withoutSlash(String(rest[slash...].prefix { $0 != "?" }))
        return path == "/" ? "" : path
    }
}
