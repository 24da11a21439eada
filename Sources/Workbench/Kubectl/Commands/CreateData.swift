import Encoding
import API

/// `create configmap`, `create secret ...`.
enum CreateData {
    private static let sources: [Flag] = [
        .array("from-literal"), .array("from-file"), .array("from-env-file"), .bool("append-hash"),
    ]

    static let specs: [CommandSpec] = [
        CreateGenerators.generator(
            "configmap", aliases: ["cm"],
            summary: "Create a config map from a local file, directory or literal value",
            resource: "configmaps", flags: sources, failure: "failed to create configmap: "
        ) { (name, invocation) async throws(KubectlError) in
            var object = CreateGenerators.object("v1", "ConfigMap", name)
            let entries = try DataEntries(invocation, owner: "ConfigMap", name)
            let (texts, binary) = entries.separated
            if !texts.isEmpty { object["data"] = .object(texts) }
            if !binary.isEmpty { object["binaryData"] = .object(binary) }
            return object
        },
        CommandSpec(
            "secret", summary: "Create a secret using a specified subcommand",
            subcommands: [generic, tls, registry]),
    ]

    private static let generic = CreateGenerators.generator(
        "generic", summary: "Create a secret from a local file, directory, or literal value",
        resource: "secrets", flags: sources + [.string("type")], failure: "failed to create secret "
    ) { (name, invocation) async throws(KubectlError) in
        var object = CreateGenerators.object("v1", "Secret", name)
        let entries = try DataEntries(invocation, owner: "Secret", name)
        if !entries.encoded.isEmpty { object["data"] = .object(entries.encoded) }
        if let type = invocation.flags.string("type") { object["type"] = .string(type) }
        return object
    }

    private static let tls = CreateGenerators.generator(
        "tls", summary: "Create a TLS secret", resource: "secrets",
        flags: [.string("cert"), .string("key"), .bool("append-hash")],
        failure: "failed to create secret "
    ) { (name, invocation) async throws(KubectlError) in
        guard let cert = invocation.flags.string("cert"), let key = invocation.flags.string("key")
        else {
            throw .message("key and cert must be specified")
        }
        var object = CreateGenerators.object("v1", "Secret", name)
        object["data"] = [
            "tls.crt": .string(Base64.encode(try read(cert, invocation))),
            "tls.key": .string(Base64.encode(try read(key, invocation))),
        ]
        object["type"] = "kubernetes.io/tls"
        return object
    }

    private static func read(_ path: String, _ invocation: Invocation) throws(KubectlError)
        -> [UInt8]
    {
        do {
            return try invocation.environment.files.read(invocation.environment.absolute(path))
        } catch {
            throw .message("Cannot read file \(path), open \(path): \(error)")
        }
    }

    private static let registry = CreateGenerators.generator(
        "docker-registry", summary: "Create a secret for use with a Docker registry",
        resource: "secrets",
        flags: [
            .string("docker-server"), .string("docker-username"), .string("docker-password"),
            .string("docker-email"), .array("from-file"), .bool("append-hash"),
        ], failure: "failed to create secret "
    ) { (name, invocation) async throws(KubectlError) in
        let flags = invocation.flags
        if !flags.list("from-file").isEmpty {
            var object = CreateGenerators.object("v1", "Secret", name)
            let entries = try DataEntries(invocation, owner: "Secret", name)
            object["data"] = .object(entries.encoded)
            object["type"] = "kubernetes.io/dockerconfigjson"
            return object
        }
        guard let user = flags.string("docker-username"),
            let password = flags.string("docker-password")
        else {
            throw .message(
                "either --from-file or the combination of --docker-username, --docker-password and --docker-server is required"
            )
        }
        var entry: Value = ["username": .string(user), "password": .string(password)]
        if let email = flags.string("docker-email") { entry["email"] = .string(email) }
        entry["auth"] = .string(Base64.encode(Array("\(user):\(password)".utf8)))
        var auths = Object()
        auths[flags.string("docker-server") ?? "https://index.docker.io/v1/"] = entry
        let config = JSONWriter.compact(["auths": .object(auths)])
        var object = CreateGenerators.object("v1", "Secret", name)
        object["data"] = [".dockerconfigjson": .string(Base64.encode(config))]
        object["type"] = "kubernetes.io/dockerconfigjson"
        return object
    }
}

/// The keys and contents that `--from-literal`, `--from-file` and `--from-env-file` give.
private struct DataEntries {
    private var entries: [String: [UInt8]] = [:]
    private let owner: String
    private let name: String

    init(_ invocation: Invocation, owner: String, _ name: String) throws(KubectlError) {
        self.owner = owner
        self.name = name
        let flags = invocation.flags
        if !flags.list("from-env-file").isEmpty,
            !flags.list("from-literal").isEmpty || !flags.list("from-file").isEmpty
        {
            throw .message("from-env-file cannot be combined with from-file or from-literal")
        }
        for literal in flags.list("from-literal") {
            guard let equals = literal.firstIndex(of: "="), equals != literal.startIndex else {
                throw .message("invalid literal source \(literal), expected key=value")
            }
            try add(
                String(literal[..<equals]), Array(literal[literal.index(after: equals)...].utf8))
        }
        for source in flags.list("from-file") { try addFile(source, invocation) }
        for path in flags.list("from-env-file") { try addEnvironment(path, invocation) }
    }

    private mutating func add(_ key: String, _ bytes: [UInt8]) throws(KubectlError) {
        if let complaint = Names.configMapKey(key).first {
            throw .message("\"\(key)\" is not a valid key name for a \(owner): \(complaint)")
        }
        guard entries[key] == nil else {
            throw .message(
                "cannot add key \"\(key)\", another key by that name already exists in Data for"
                    + " \(owner) \"\(name)\"")
        }
        entries[key] = bytes
    }

    private mutating func addFile(_ source: String, _ invocation: Invocation) throws(KubectlError) {
        let parts = source.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            .map(String.init)
        let path = parts.last ?? ""
        if parts.count == 2, parts[0].isEmpty {
            throw .message("key name for file path \(path) missing")
        }
        if parts.count == 2, path.isEmpty {
            throw .message("file path for key name \(parts[0]) missing")
        }
        let files = invocation.environment.files
        let absolute = invocation.environment.absolute(path)
        guard files.exists(absolute) else {
            throw .message("error reading \(path): no such file or directory")
        }
        guard files.isDirectory(absolute) else {
            let base = path.split(separator: "/").last.map(String.init) ?? path
            return try add(
                parts.count == 2 ? parts[0] : base, try Self.read(absolute, path, invocation))
        }
        guard parts.count == 1 else {
            throw .message("cannot give a key name for a directory path")
        }
        let names = (try? files.list(absolute)) ?? []
        for name in names.sorted() where !files.isDirectory(absolute + "/" + name) {
            guard Names.configMapKey(name).isEmpty else { continue }
            try add(name, try Self.read(absolute + "/" + name, name, invocation))
        }
    }

    private static func read(
        _ absolute: String, _ path: String, _ invocation: Invocation
    ) throws(KubectlError) -> [UInt8] {
        do { return try invocation.environment.files.read(absolute) } catch {
            throw .message("error reading \(path): \(error)")
        }
    }

    private mutating func addEnvironment(_ path: String, _ invocation: Invocation)
        throws(KubectlError)
    {
        let bytes = try Self.read(invocation.environment.absolute(path), path, invocation)
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let text = line.drop(while: \.isWhitespace)
            if text.isEmpty || text.hasPrefix("#") { continue }
            let key = String(text.prefix { $0 != "=" })
            if let complaint = Names.environmentVariable(key).first {
                throw .message("\"\(key)\" is not a valid key name: \(complaint)")
            }
            let value =
                text.contains("=")
                ? String(text.dropFirst(key.count + 1))
                : invocation.environment.variables[key] ?? ""
            try add(key, Array(value.utf8))
        }
    }

    private var sorted: [(key: String, value: [UInt8])] { entries.sorted { $0.key < $1.key } }

    /// All contents in base64, for a Secret.
    var encoded: Object { Object(sorted.map { ($0.key, .string(Base64.encode($0.value))) }) }

    /// Contents that are text, and those that are not, for a ConfigMap.
    var separated: (texts: Object, binary: Object) {
        var (texts, binary) = (Object(), Object())
        for (key, bytes) in sorted {
            if let text = String(validating: bytes, as: UTF8.self) {
                texts[key] = .string(text)
            } else {
                binary[key] = .string(Base64.encode(bytes))
            }
        }
        return (texts, binary)
    }
}
