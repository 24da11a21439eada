import API

/// Reads the objects in the files that `-f` names.
///
/// A file that cannot be parsed stops everything; a document whose kind is not served is reported
/// while the others go on.
struct ManifestReader {
    private let invocation: Invocation

    init(_ invocation: Invocation) { self.invocation = invocation }

    /// **Throws** for files that are not there or no YAML.
    func read(_ paths: [String]) async throws(KubectlError) -> ResourceSelection {
        var selection = ResourceSelection()
        var documents: [(value: Value, source: String)] = []
        for path in paths {
            for file in try await files(of: path) {
                let (values, failure) = Formats.readable(file.bytes)
                if let failure {
                    selection.errors.append(.message("error parsing \(file.name): \(failure)"))
                }
                for value in values { documents += Self.flattened(value).map { ($0, file.name) } }
            }
        }
        for document in documents {
            do {
                selection.infos.append(try await info(document.value, document.source))
            } catch {
                selection.errors.append(error)
            }
        }
        selection.isSingular = documents.count == 1
        try keepSelected(&selection)
        return selection
    }

    /// With `-l`, only the objects whose labels match count.
    private func keepSelected(_ selection: inout ResourceSelection) throws(KubectlError) {
        guard let text = invocation.objectSelector, !text.isEmpty else { return }
        let selector: Selector
        do { selector = try Selector(parsing: text) } catch { throw .message("\(error)") }
        selection.infos.removeAll {
            !selector.matches($0.object["metadata"]["labels"].stringMap ?? [:])
        }
    }

    // MARK: - Files

    private typealias File = (name: String, bytes: [UInt8])

    /// The contents of one file, or of standard input.
    func bytes(of path: String) async throws(KubectlError) -> [UInt8] {
        path == "-" ? try await invocation.readInput() : try bytes(path)
    }

    private func files(of path: String) async throws(KubectlError) -> [File] {
        if path == "-" { return [("STDIN", try await invocation.readInput())] }
        if path.hasPrefix("http://") || path.hasPrefix("https://") {
            throw .message(
                "unable to read URL \"\(path)\": this kubectl reads no manifests from the web")
        }
        let environment = invocation.environment
        let absolute = environment.absolute(path)
        guard environment.files.exists(absolute) else {
            throw .message("the path \"\(path)\" does not exist")
        }
        guard environment.files.isDirectory(absolute) else { return [(path, try bytes(path))] }
        return try manifests(in: path, depth: 0)
    }

    private func bytes(_ path: String) throws(KubectlError) -> [UInt8] {
        do {
            return try invocation.environment.files.read(invocation.environment.absolute(path))
        } catch {
            throw .message("open \(path): \(error)")
        }
    }

    /// The manifests in a directory, by name; those below it only with `-R`.
    private func manifests(in folder: String, depth: Int) throws(KubectlError) -> [File] {
        let environment = invocation.environment
        let names: [String]
        do { names = try environment.files.list(environment.absolute(folder)) } catch {
            throw .message("open \(folder): \(error)")
        }
        var found: [File] = []
        for name in names.sorted() {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            if environment.files.isDirectory(environment.absolute(path)) {
                guard invocation.flags.bool("recursive"), depth < 32 else { continue }
                found += try manifests(in: path, depth: depth + 1)
            } else if [".yaml", ".yml", ".json"].contains(where: name.hasSuffix) {
                found.append((path, try bytes(path)))
            }
        }
        if found.isEmpty, depth == 0 {
            throw .message(
                "error reading [\(folder)]: recognized file extensions are [.json .yaml .yml]")
        }
        return found
    }

    // MARK: - Objects

    /// The items of a `List`, or the object itself.
    private static func flattened(_ value: Value) -> [Value] {
        guard value["kind"].string?.hasSuffix("List") == true, let items = value["items"].array
        else {
            return [value]
        }
        return items
    }

    private func info(_ value: Value, _ source: String) async throws(KubectlError) -> ResourceInfo {
        try validate(value, source)
        let kind = GroupVersionKind(
            apiVersion: value["apiVersion"].string ?? "", kind: value["kind"].string ?? "")
        let metadata = value["metadata"]
        let name = metadata["name"].string ?? ""
        let given = metadata["namespace"].string ?? ""
        guard let mapping = try await invocation.mapper().resource(for: kind) else {
            throw .message(
                "resource mapping not found for name: \"\(name)\" namespace: \"\(given)\" from"
                    + " \"\(source)\": no matches for kind \"\(kind.kind)\" in version"
                    + " \"\(kind.apiVersion)\"\nensure CRDs are installed first")
        }
        guard mapping.isNamespaced else {
            return ResourceInfo(
                mapping: mapping, namespace: "", name: name, object: value, source: source)
        }
        if let demanded = invocation.flags.string("namespace"), !given.isEmpty, given != demanded {
            throw .message(
                "the namespace from the provided object \"\(given)\" does not match the namespace"
                    + " \"\(demanded)\". You must pass '--namespace=\(given)' to perform this operation."
            )
        }
        let namespace = given.isEmpty ? try invocation.namespace() : given
        var object = value
        object["metadata"]["namespace"] = .string(namespace)
        return ResourceInfo(
            mapping: mapping, namespace: namespace, name: name, object: object, source: source)
    }

    /// Upstream: kubectl pkg/validation schema.go; the server checks the fields themselves.
    private func validate(_ value: Value, _ source: String) throws(KubectlError) {
        var problems: [String] = []
        if value.object == nil {
            problems = ["invalid object to validate"]
        } else {
            if (value["apiVersion"].string ?? "").isEmpty { problems.append("apiVersion not set") }
            if (value["kind"].string ?? "").isEmpty { problems.append("kind not set") }
        }
        guard let first = problems.first else { return }
        let level = invocation.flags.string("validate") ?? "strict"
        if level == "ignore" || level == "false" {
            let text = JSONWriter.text(value, sortedKeys: true)
            throw .message("unable to decode \"\(source)\": Object 'Kind' is missing in '\(text)'")
        }
        let all = problems.count == 1 ? first : "[" + problems.joined(separator: ", ") + "]"
        throw .message(
            "error validating \"\(source)\": error validating data: \(all);"
                + " if you choose to ignore these errors, turn validation off with --validate=false"
        )
    }
}
