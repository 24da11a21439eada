import API

/// The subcommands of `create`: each makes one object from its flags and sends it.
///
/// What fails on the server is said in the words of that subcommand, which differ upstream too.
enum CreateGenerators {
    static let specs: [CommandSpec] =
        CreateData.specs + CreateAccess.specs + CreateWorkloads.specs + [CreateService.spec]
        + CreatePolicies.specs

    /// A subcommand that takes one NAME and makes one object.
    ///
    /// `failure` is put before the server's words; nil passes its answer on as it is.
    static func generator(
        _ name: String, aliases: [String] = [], summary: String, resource: String, flags: [Flag],
        required: [String] = [], failure: String?,
        make: @escaping @Sendable (String, Invocation) async throws(KubectlError) -> Value
    ) -> CommandSpec {
        CommandSpec(
            name, aliases: aliases, summary: summary,
            flags: Invocation.changeFlags
                + [Invocation.validateFlag, Invocation.saveConfigFlag] + flags,
            required: required
        ) { (invocation) async throws(KubectlError) in
            let given = invocation.arguments.prefix(invocation.argumentsBeforeDash ?? .max)
            guard
                given.count == 1
                    || (invocation.argumentsBeforeDash == nil && name == "job" && !given.isEmpty)
            else {
                throw invocation.usage("exactly one NAME is required, got \(given.count)")
            }
            var object = try await make(given[given.startIndex], invocation)
            if invocation.flags.bool("append-hash") { object = DataHash.appended(to: object) }
            try await send(object, resource, failure, invocation)
        }
    }

    private static func send(
        _ made: Value, _ resource: String, _ failure: String?, _ invocation: Invocation
    ) async throws(KubectlError) {
        let mapping = try await invocation.mapper().resource(named: resource)
        var object = made
        if mapping.isNamespaced, invocation.flags.string("namespace") != nil {
            object["metadata"]["namespace"] = .string(try invocation.namespace())
        }
        if invocation.flags.bool("save-config") { object = LastApplied.added(to: object) }
        if try invocation.dryRun() != .client {
            do {
                object = try await invocation.client().value(
                    "POST", mapping.path(namespace: try invocation.namespace()),
                    query: try invocation.changeQuery(manager: "kubectl-create", validates: true),
                    body: object)
            } catch {
                guard let failure else { throw error }
                throw error.wrapped(failure)
            }
        }
        var report = try Report(invocation)
        try await report.done(mapping, object, "created")
    }

    static func object(_ apiVersion: String, _ kind: String, _ name: String) -> Value {
        [
            "apiVersion": .string(apiVersion), "kind": .string(kind),
            "metadata": ["name": .string(name)],
        ]
    }

    static func strings(_ texts: [String]) -> Value { .array(texts.map(Value.string)) }
}
