import API

/// `kubectl create -f`: objects from files; its subcommands make objects from flags.
enum KubectlCreate {
    static let spec = CommandSpec(
        "create", summary: "Create a resource from a file or from stdin",
        flags: Invocation.fileFlags + Invocation.changeFlags + [
            Invocation.validateFlag, Invocation.saveConfigFlag, Invocation.recordFlag,
            .string("raw"), .string("selector", "l"),
            .bool("edit").refused("there is no editor; change the file first"),
            .bool("windows-line-endings").refused("it is of use with --edit only"),
        ],
        subcommands: CreateGenerators.specs, body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        let files = invocation.flags.list("filename")
        if let word = invocation.arguments.first {
            throw invocation.usage("Unexpected args: [\(word)]")
        }
        guard !files.isEmpty else {
            throw .message("must specify one of -f and -k")
        }
        if let path = invocation.flags.string("raw") {
            return try await KubectlRaw.send("POST", path, invocation)
        }
        let selection = try await ManifestReader(invocation).read(files)
        if selection.infos.isEmpty, selection.errors.isEmpty {
            throw .message("no objects passed to create")
        }
        var report = try Report(invocation)
        let dryRun = try invocation.dryRun()
        try await invocation.forEach(selection) { (info) async throws(KubectlError) in
            var object = invocation.recorded(info.object)
            if invocation.flags.bool("save-config") { object = LastApplied.added(to: object) }
            if dryRun != .client {
                do throws(KubectlError) {
                    object = try await create(info, object, invocation)
                } catch {
                    throw error.prefixed("error when creating \"\(info.source ?? "")\": ")
                }
            }
            try await report.done(info.mapping, object, "created")
        }
    }

    private static func create(
        _ info: ResourceInfo, _ object: Value, _ invocation: Invocation
    ) async throws(KubectlError) -> Value {
        try await invocation.client().value(
            "POST", info.mapping.path(namespace: info.namespace),
            query: invocation.changeQuery(manager: "kubectl-create", validates: true), body: object)
    }
}

/// The annotation in which `apply` remembers what it was given.
enum LastApplied {
    static let annotation = "kubectl.kubernetes.io/last-applied-configuration"

    /// The configuration that `object` stands for: itself without this annotation, in one line.
    static func configuration(of object: Value) -> String {
        var bare = object
        var annotations = bare["metadata"]["annotations"] ?? .object(Object())
        annotations[annotation] = nil
        bare["metadata"]["annotations"] = annotations
        return JSONWriter.text(bare, sortedKeys: true) + "\n"
    }

    static func added(to object: Value) -> Value {
        var object = object
        object["metadata"]["annotations"][annotation] = .string(configuration(of: object))
        return object
    }
}
