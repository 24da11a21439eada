import API

/// One object that a command works on, and where it came from.
struct ResourceInfo: Sendable {
    var mapping: ResourceMapping
    /// Empty for cluster-scoped objects.
    var namespace: String
    var name: String
    var object: Value
    /// The file it was read from: `pod.yaml`, `STDIN`; nil if it came from the server.
    var source: String?

    /// The object's own path.
    var path: String { mapping.path(namespace: namespace, name: name) }

    func path(_ subresource: String) -> String {
        mapping.path(namespace: namespace, name: name, subresource: subresource)
    }

    /// `deployment.apps/web`.
    var displayName: String { "\(mapping.kindName)/\(name)" }
}

/// Which objects a command works on, gathered from files or arguments.
struct ResourceSelection: Sendable {
    var infos: [ResourceInfo] = []
    /// What could not be found; the rest is done all the same.
    var errors: [KubectlError] = []
    /// Exactly one object was named, rather than a list.
    var isSingular = false
}

extension Invocation {
    /// The flags by which commands choose objects.
    static let fileFlags: [Flag] = [
        .list("filename", "f"), .bool("recursive", "R"),
        .string("kustomize", "k").refused("write plain manifests and name them with -f"),
    ]

    /// The objects that `-f`, or else the arguments, name; fetched from the server.
    func select(
        arguments words: [String]? = nil, latest: Bool = true
    ) async throws(KubectlError) -> ResourceSelection {
        let words = words ?? arguments
        let files = flags.list("filename")
        if !files.isEmpty {
            var selection = try await ManifestReader(self).read(files)
            if latest, !flags.bool("local") { try await fetch(&selection) }
            return selection
        }
        guard !words.isEmpty else { throw Self.nothingNamed }
        if flags.bool("local") { throw .message("cannot specify --local and server resources") }
        return try await selectByArguments(words)
    }

    /// `-l`. The `--selector` of `expose` is that of the Service to come.
    var objectSelector: String? {
        commandPath == "kubectl expose" ? nil : flags.string("selector")
    }

    /// `limit=500`, or what `--chunk-size` says; 0 asks for everything at once.
    var chunkQuery: [(String, String)] {
        let chunk = flags.int("chunk-size") ?? 500
        return chunk > 0 ? [("limit", String(chunk))] : []
    }

    static let nothingNamed = KubectlError.message(
        "You must provide one or more resources by argument or filename.\n"
            + "Example resource specifications include:\n   '-f rsrc.yaml'\n"
            + "   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'")

    private func selectByArguments(_ words: [String]) async throws(KubectlError)
        -> ResourceSelection
    {
        let selector = objectSelector
        let hasSelector = selector != nil || flags.isSet("field-selector")
        let wantsAll = flags.bool("all") || hasSelector
        let parsed = try ResourceArguments.parse(
            words, try await mapper(), hasSelector: hasSelector)
        var selection = ResourceSelection()
        selection.isSingular = parsed.targets.count == 1 && parsed.targets[0].name != nil
        for target in parsed.targets {
            guard let name = target.name else {
                guard wantsAll else {
                    throw .message("resource(s) were provided, but no name was specified")
                }
                selection.infos += try await list(
                    target.mapping, across: flags.bool("all-namespaces"))
                continue
            }
            do { selection.infos.append(try await get(target.mapping, name)) } catch {
                guard case .server = error else { throw error }
                selection.errors.append(error)
            }
        }
        return selection
    }

    /// Fetches one object by name.
    func get(_ mapping: ResourceMapping, _ name: String) async throws(KubectlError) -> ResourceInfo
    {
        let namespace = mapping.isNamespaced ? try namespace() : ""
        let object = try await client().value("GET", mapping.path(namespace: namespace, name: name))
        return ResourceInfo(mapping: mapping, namespace: namespace, name: name, object: object)
    }

    /// Fetches the objects of a resource that the selectors choose.
    func list(
        _ mapping: ResourceMapping, across: Bool = false, labels: String? = nil
    ) async throws(KubectlError) -> [ResourceInfo] {
        var query = chunkQuery
        if let selector = labels ?? objectSelector {
            query.append(("labelSelector", selector))
        }
        if let selector = flags.string("field-selector") {
            query.append(("fieldSelector", selector))
        }
        let namespace = across ? "" : try namespace()
        let list = try await client().wholeList(mapping, namespace: namespace, query)
        return list.map { object in
            ResourceInfo(
                mapping: mapping, namespace: object["metadata"]["namespace"].string ?? "",
                name: object["metadata"]["name"].string ?? "", object: object)
        }
    }

    /// Replaces what was read from files by what the server has.
    private func fetch(_ selection: inout ResourceSelection) async throws(KubectlError) {
        var found: [ResourceInfo] = []
        for var info in selection.infos {
            do {
                info.object = try await client().value("GET", info.path)
                found.append(info)
            } catch {
                guard case .server = error else { throw error }
                selection.errors.append(error)
            }
        }
        selection.infos = found
    }
}

extension RESTClient {
    /// All items of a list, page by page, each with its `apiVersion` and `kind`.
    func wholeList(
        _ mapping: ResourceMapping, namespace: String, _ query: [(String, String)]
    ) async throws(KubectlError) -> [Value] {
        var items: [Value] = []
        var token: String?
        repeat {
            let page = try await listPage(mapping, namespace, query, token, .object)
            for var item in page["items"].array ?? [] {
                item["apiVersion"] = .string(mapping.groupVersionKind.apiVersion)
                item["kind"] = .string(mapping.kind)
                items.append(item)
            }
            token = page["metadata"]["continue"].string
        } while token?.isEmpty == false
        return items
    }

    /// One page of a list; a bad selector is reported in kubectl's words.
    func listPage(
        _ mapping: ResourceMapping, _ namespace: String, _ query: [(String, String)],
        _ token: String?, _ form: Form
    ) async throws(KubectlError) -> Value {
        var query = query
        if let token, !token.isEmpty { query.append(("continue", token)) }
        do {
            return try await value(
                "GET", mapping.path(namespace: namespace), query: query, form: form)
        } catch {
            throw Self.listFailure(error, mapping, query)
        }
    }

    /// Upstream: cli-runtime pkg/resource/selector.go Visit.
    private static func listFailure(
        _ error: KubectlError, _ mapping: ResourceMapping, _ query: [(String, String)]
    ) -> KubectlError {
        guard case .server(let status) = error,
            status.reason == .badRequest || status.reason == .notFound
        else { return error }
        func parameter(_ name: String) -> String { query.first { $0.0 == name }?.1 ?? "" }
        let (labels, fields) = (parameter("labelSelector"), parameter("fieldSelector"))
        if labels.isEmpty, fields.isEmpty {
            return error.prefixed("Unable to list \"\(mapping.resource)\": ")
        }
        return error.prefixed(
            "Unable to find \"\(mapping.resource)\" that match label selector \"\(labels)\","
                + " field selector \"\(fields)\": ")
    }
}
