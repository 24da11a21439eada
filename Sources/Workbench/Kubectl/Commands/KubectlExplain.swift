import API

/// `kubectl explain`: what a kind's fields are, as the server's OpenAPI documents tell it.
///
/// Custom resources are explained like built-in ones, by the descriptions in their definitions.
enum KubectlExplain {
    static let spec = CommandSpec(
        "explain", summary: "Get documentation for a resource",
        flags: [.bool("recursive"), .string("api-version"), .string("output")], body: run)

    @Sendable private static func run(_ invocation: Invocation) async throws(KubectlError) {
        guard invocation.arguments.count == 1, let word = invocation.arguments.first else {
            throw .message(
                "You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list of supported resources.\n"
            )
        }
        var fields = word.split(separator: ".").map(String.init)
        let name = fields.isEmpty ? word : fields.removeFirst()
        let template = invocation.flags.string("output") ?? "plaintext"
        guard ["plaintext", "plaintext-openapiv2"].contains(template) else {
            throw .message("this kubectl explains in plaintext only, not in \(template)")
        }
        guard let mapping = try await mapping(of: name, invocation) else {
            throw .bare("the server doesn't have a resource type \"\(name)\"")
        }
        let isRecursive = invocation.flags.bool("recursive")
        let kind = mapping.groupVersionKind
        let schemas = try await schemas(of: kind.groupVersion, invocation)
        var text = kind.group.isEmpty ? "" : "GROUP:      \(kind.group)\n"
        text += "KIND:       \(kind.kind)\nVERSION:    \(kind.version)\n\n"
        let explanation = Explanation(schemas)
        guard var place = explanation.type(of: kind) else {
            throw .message(
                "couldn't find resource for \"\(mapping.resource.groupVersion), \(name)\"")
        }
        for field in fields {
            guard let next = explanation.field(field, of: place) else {
                try await invocation.print(text)
                // Upstream names the last field, whichever is missing.
                throw .message("field \"\(fields.last ?? field)\" does not exist")
            }
            place = next
        }
        text += explanation.text(place, field: fields.last, isRecursive: isRecursive)
        try await invocation.print(text)
    }

    /// The resource that `name` means; of the group and version of `--api-version` if given.
    private static func mapping(
        of name: String, _ invocation: Invocation
    ) async throws(KubectlError) -> ResourceMapping? {
        let mapper = try await invocation.mapper()
        guard let wanted = invocation.flags.string("api-version"), !wanted.isEmpty else {
            return mapper.find(name)
        }
        return mapper.mappings.first {
            $0.isCalled(name.lowercased()) && $0.resource.groupVersion.description == wanted
        }
    }

    /// The types in the document of a group version.
    private static func schemas(
        of version: GroupVersion, _ invocation: Invocation
    ) async throws(KubectlError) -> Object {
        let client = try await invocation.client()
        let index = try await client.value("GET", "/openapi/v3")
        let name = version.group.isEmpty ? "api/\(version)" : "apis/\(version)"
        guard let address = index["paths"][name]["serverRelativeURL"].string else {
            throw .message("couldn't find \(version) in the server's OpenAPI documents")
        }
        let (path, query) = URLQuery.split(address)
        let document = try await client.value(
            "GET", path, query: query.map { ($0.name, $0.value) })
        return document["components"]["schemas"].object ?? Object()
    }
}
