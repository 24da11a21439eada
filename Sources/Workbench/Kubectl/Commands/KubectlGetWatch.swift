import API
import Simulation

/// `kubectl get --watch`: a list, then every change until the server or the user ends it.
struct KubectlGetWatch {
    private let invocation: Invocation
    private let format: OutputFormat
    private let printsTable: Bool

    init(_ invocation: Invocation, _ format: OutputFormat) {
        self.invocation = invocation
        self.format = format
        if case .table = format { printsTable = true } else { printsTable = false }
    }

    func run(_ targets: [KubectlGet.Target]) async throws(KubectlError) {
        guard targets.count == 1, var target = targets.first else {
            throw .message(
                "you may only specify a single resource type")
        }
        var selectors: [(String, String)] = KubectlGet.listQuery(invocation).filter {
            $0.0 != "limit"
        }
        if let name = target.name {
            selectors.append(("fieldSelector", "metadata.name=\(name)"))
            target.name = nil
        }
        let form = printsTable ? KubectlGet.tableForm(invocation) : .object
        let client = try await invocation.client()
        if let name = targets[0].name, !invocation.flags.bool("watch-only") {
            // A watch of one name begins with it, so that a wrong name is said.
            _ = try await client.value(
                "GET", target.mapping.path(namespace: target.namespace, name: name))
        }
        let list = try await client.listPage(target.mapping, target.namespace, selectors, nil, form)
        var output = WatchOutput(invocation, format, target.mapping)
        if !invocation.flags.bool("watch-only") { try await output.show(list: list) }
        let stream = try await client.watch(
            target.mapping.path(namespace: target.namespace),
            query: selectors + [
                ("resourceVersion", list["metadata"]["resourceVersion"].string ?? "")
            ],
            form: form)
        defer { stream.stop() }
        try await follow(stream, &output)
    }

    private func follow(
        _ stream: WatchStream, _ output: inout WatchOutput
    ) async throws(KubectlError) {
        while true {
            let event: WatchEvent?
            do { event = try await stream.next() } catch { throw .interrupted }
            guard let event else { return }
            switch event.type {
            case .bookmark: continue
            case .error: throw .server(RESTClient.status(of: event.object))
            case .added, .modified, .deleted: try await output.show(event)
            }
        }
    }
}

/// What a watch prints, line by line.
private struct WatchOutput {
    private let invocation: Invocation
    private let mapping: ResourceMapping
    private let showsEvents: Bool
    private var table: TablePrinter
    private var objects: ObjectPrinter
    private let printsTable: Bool

    init(_ invocation: Invocation, _ format: OutputFormat, _ mapping: ResourceMapping) {
        self.invocation = invocation
        self.mapping = mapping
        showsEvents = invocation.flags.bool("output-watch-events")
        table = TablePrinter(mapping, KubectlGet.tableOptions(invocation, format, false))
        objects = ObjectPrinter(
            format, showsManagedFields: invocation.flags.bool("show-managed-fields"))
        if case .table = format { printsTable = true } else { printsTable = false }
    }

    /// The state from which the watch starts; nothing if there is none.
    mutating func show(list: Value) async throws(KubectlError) {
        if printsTable {
            let rows = TableFallback.table(list, now: invocation.now)
            guard rows["rows"].array?.isEmpty == false else { return }
            return try await invocation.print(table.text(rows, event: "ADDED"))
        }
        for item in list["items"].array ?? [] {
            try await show(object: item, event: "ADDED")
        }
    }

    mutating func show(_ event: WatchEvent) async throws(KubectlError) {
        guard printsTable else {
            return try await show(object: event.object, event: event.type.rawValue)
        }
        let rows = TableFallback.table(event.object, now: invocation.now)
        try await invocation.print(table.text(rows, event: event.type.rawValue))
    }

    private mutating func show(object: Value, event: String) async throws(KubectlError) {
        var object = object
        object["apiVersion"] = .string(mapping.groupVersionKind.apiVersion)
        object["kind"] = .string(mapping.kind)
        let name = object["metadata"]["name"].string ?? ""
        if showsEvents {
            object = ["type": .string(event), "object": ObjectPrinter.withoutManagedFields(object)]
        }
        try await invocation.print(
            try objects.text(object, displayName: "\(mapping.kindName)/\(name)"))
    }
}
