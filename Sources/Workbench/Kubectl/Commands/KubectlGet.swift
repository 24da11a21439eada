import API
import Simulation

/// `kubectl get`: objects as a table made by the server, or in a form made here.
enum KubectlGet {
    static let flags: [Flag] =
        Invocation.fileFlags + Invocation.printFlags + [
            .bool("all-namespaces", "A"),
            .string("selector", "l"), .string("field-selector"), .bool("watch", "w"),
            .bool("watch-only"), .bool("output-watch-events"), .bool("show-labels"),
            .list("label-columns", "L"), .string("sort-by"), .bool("no-headers"),
            .bool("ignore-not-found"), .string("raw"), .string("subresource"),
            .int("chunk-size"), .bool("show-kind"), .bool("server-print"),
        ]

    static let spec = CommandSpec(
        "get", summary: "Display one or many resources", flags: flags, body: run)

    @Sendable static func run(_ invocation: Invocation) async throws(KubectlError) {
        if let path = invocation.flags.string("raw") {
            return try await KubectlRaw.get(path, invocation)
        }
        let format = try OutputFormat.parse(invocation, forTables: true) ?? .table(wide: false)
        var (targets, severalTypes, errors) = try await targets(invocation)
        let flags = invocation.flags
        if flags.bool("watch") || flags.bool("watch-only") {
            if let error = KubectlError.all(errors) { throw error }
            return try await KubectlGetWatch(invocation, format).run(targets)
        }
        let isRow: Bool
        if case .table = format { isRow = true } else { isRow = false }
        if isRow {
            try await GetTable(invocation, format, severalTypes).print(targets, &errors)
        } else {
            try await GetObjects(invocation, format).print(targets, &errors)
        }
        if let error = KubectlError.all(errors) { throw error }
    }

    /// One resource to list, or one object to get.
    struct Target {
        var mapping: ResourceMapping
        var name: String?
        var namespace: String
    }

    private static func targets(
        _ invocation: Invocation
    ) async throws(KubectlError) -> ([Target], Bool, [KubectlError]) {
        let flags = invocation.flags
        if !flags.list("filename").isEmpty {
            let selection = try await ManifestReader(invocation).read(flags.list("filename"))
            let targets = selection.infos.map {
                Target(mapping: $0.mapping, name: $0.name, namespace: $0.namespace)
            }
            return (targets, Set(targets.map(\.mapping.resource)).count > 1, selection.errors)
        }
        guard !invocation.arguments.isEmpty else {
            try await invocation.printError(
                "You must specify the type of resource to get. Use \"kubectl api-resources\" for a"
                    + " complete list of supported resources.\n\n")
            throw .message(
                "Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed"
                    + " description of that resource (e.g. kubectl explain pods).\n"
                    + "See 'kubectl get -h' for help and examples")
        }
        let hasSelector = flags.isSet("selector") || flags.isSet("field-selector")
        let parsed = try ResourceArguments.parse(
            invocation.arguments, try await invocation.mapper(), hasSelector: hasSelector)
        let across = flags.bool("all-namespaces")
        if across, parsed.targets.contains(where: { $0.name != nil && $0.mapping.isNamespaced }) {
            throw .message("a resource cannot be retrieved by name across all namespaces")
        }
        let namespace = across ? "" : try invocation.namespace()
        let targets = parsed.targets.map {
            Target(
                mapping: $0.mapping, name: $0.name,
                namespace: $0.mapping.isNamespaced ? namespace : "")
        }
        return (targets, parsed.namesSeveralTypes, [])
    }

    /// The path of a target, its subresource included.
    static func path(_ target: Target, _ invocation: Invocation) -> String {
        target.mapping.path(
            namespace: target.namespace, name: target.name ?? "",
            subresource: invocation.flags.string("subresource") ?? "")
    }

    /// The query of a list: selectors and chunk size.
    static func listQuery(_ invocation: Invocation) -> [(String, String)] {
        let flags = invocation.flags
        var query: [(String, String)] = []
        if let selector = flags.string("field-selector") {
            query.append(("fieldSelector", selector))
        }
        if let selector = flags.string("selector") { query.append(("labelSelector", selector)) }
        return query + invocation.chunkQuery
    }

    /// The form that a table is made of: with `--server-print=false`, of objects.
    static func tableForm(_ invocation: Invocation) -> RESTClient.Form {
        invocation.flags.bool("server-print", default: true) ? .table : .object
    }
}

/// `get` as a table.
private struct GetTable {
    let invocation: Invocation
    let options: TablePrinter.Options
    let sortPath: String?

    init(_ invocation: Invocation, _ format: OutputFormat, _ severalTypes: Bool)
        throws(KubectlError)
    {
        self.invocation = invocation
        options = KubectlGet.tableOptions(invocation, format, severalTypes)
        sortPath = try invocation.flags.string("sort-by").map(CustomColumns.relaxed)
    }

    func print(_ targets: [KubectlGet.Target], _ errors: inout [KubectlError])
        async throws(KubectlError)
    {
        var printed = 0
        var index = 0
        while index < targets.count {
            let mapping = targets[index].mapping
            var printer = TablePrinter(mapping, options)
            var rows = 0
            while index < targets.count, targets[index].mapping == mapping {
                do {
                    rows += try await add(targets[index], to: &printer)
                } catch {
                    try keep(error, in: &errors)
                }
                index += 1
            }
            guard rows > 0 else { continue }
            try await invocation.print((printed > 0 ? "\n" : "") + printer.flush())
            printed += rows
        }
        guard printed == 0, errors.isEmpty, !invocation.flags.bool("ignore-not-found") else {
            return
        }
        try await sayNothingFound(targets)
    }

    private func keep(_ error: KubectlError, in errors: inout [KubectlError]) throws(KubectlError) {
        guard case .server = error else { throw error }
        if error.isNotFound, invocation.flags.bool("ignore-not-found") { return }
        errors.append(error)
    }

    /// Adds the rows of a target; gives their number.
    private func add(
        _ target: KubectlGet.Target, to printer: inout TablePrinter
    ) async throws(KubectlError) -> Int {
        let client = try await invocation.client()
        let extra: [(String, String)] = sortPath == nil ? [] : [("includeObject", "Object")]
        if target.name != nil {
            let table = try await client.value(
                "GET", KubectlGet.path(target, invocation), query: extra,
                form: KubectlGet.tableForm(invocation))
            printer.add(TableFallback.table(table, now: invocation.now))
            return 1
        }
        var rows: [Value] = []
        var table: Value = .null
        var token: String?
        repeat {
            let answer = try await client.listPage(
                target.mapping, target.namespace, KubectlGet.listQuery(invocation) + extra,
                token, KubectlGet.tableForm(invocation))
            var page = TableFallback.table(answer, now: invocation.now)
            token = page["metadata"]["continue"].string
            rows += page["rows"].array ?? []
            page["rows"] = nil
            if table.isNull { table = page }
        } while token?.isEmpty == false
        guard !rows.isEmpty else { return 0 }
        if let sortPath {
            rows = try ObjectOrder.sorted(rows, by: sortPath) { $0["object"] ?? .null }
        }
        table["rows"] = .array(rows)
        printer.add(table)
        return rows.count
    }

    private func sayNothingFound(_ targets: [KubectlGet.Target]) async throws(KubectlError) {
        let across = invocation.flags.bool("all-namespaces")
        if across || !targets.allSatisfy(\.mapping.isNamespaced) {
            return try await invocation.printError("No resources found\n")
        }
        try await invocation.printError(
            "No resources found in \(try invocation.namespace()) namespace.\n")
    }
}

extension KubectlGet {
    static func tableOptions(
        _ invocation: Invocation, _ format: OutputFormat, _ severalTypes: Bool
    ) -> TablePrinter.Options {
        let flags = invocation.flags
        var options = TablePrinter.Options()
        if case .table(let wide) = format { options.isWide = wide }
        options.hasHeaders = !flags.bool("no-headers")
        options.showsNamespace = flags.bool("all-namespaces")
        options.showsKind = severalTypes || flags.bool("show-kind")
        options.showsLabels = flags.bool("show-labels")
        options.labelColumns = flags.list("label-columns")
        options.showsEvents = flags.bool("output-watch-events")
        return options
    }
}

/// A table made of objects, for want of one made by the server: names and ages only.
enum TableFallback {
    static func table(_ value: Value, now: SimulatedInstant) -> Value {
        guard value["kind"].string != "Table" else { return value }
        let objects = value["items"].array ?? [value]
        let rows = objects.map { object -> Value in
            let metadata = object["metadata"]
            return [
                "cells": [
                    .string(metadata["name"].string ?? ""),
                    .string(HumanDuration.since(metadata["creationTimestamp"].string, now)),
                ],
                "object": object,
            ]
        }
        return [
            "kind": "Table", "metadata": value["metadata"] ?? .object(Object()),
            "columnDefinitions": [["name": "Name"], ["name": "Age"]], "rows": .array(rows),
        ]
    }
}

/// `get -o json` and its like.
private struct GetObjects {
    let invocation: Invocation
    let format: OutputFormat

    init(_ invocation: Invocation, _ format: OutputFormat) {
        self.invocation = invocation
        self.format = format
    }

    func print(_ targets: [KubectlGet.Target], _ errors: inout [KubectlError])
        async throws(KubectlError)
    {
        let flags = invocation.flags
        var objects: [(value: Value, mapping: ResourceMapping)] = []
        for target in targets {
            do {
                objects += try await fetch(target).map { ($0, target.mapping) }
            } catch {
                guard case .server = error else { throw error }
                if error.isNotFound, flags.bool("ignore-not-found") { continue }
                errors.append(error)
            }
        }
        if let path = flags.string("sort-by") {
            objects = try ObjectOrder.sorted(objects, by: CustomColumns.relaxed(path), of: \.value)
        }
        let isSingular = targets.count == 1 && targets[0].name != nil
        if isSingular, objects.isEmpty { return }
        try await show(objects, isSingular: isSingular)
    }

    private func show(
        _ objects: [(value: Value, mapping: ResourceMapping)], isSingular: Bool
    ) async throws(KubectlError) {
        let showsManagedFields = invocation.flags.bool("show-managed-fields")
        var printer = ObjectPrinter(format, showsManagedFields: showsManagedFields)
        switch format {
        case .name:
            for object in objects {
                let name = object.value["metadata"]["name"].string ?? ""
                try await invocation.print("\(object.mapping.kindName)/\(name)\n")
            }
        case .customColumns(let columns):
            let header = !invocation.flags.bool("no-headers")
            try await invocation.print(try columns.text(objects.map(\.value), header: header))
        default:
            if isSingular, let only = objects.first {
                return try await invocation.print(try printer.text(only.value, displayName: ""))
            }
            let list: Value = [
                "apiVersion": "v1", "items": .array(objects.map(\.value)), "kind": "List",
                "metadata": ["resourceVersion": ""],
            ]
            try await invocation.print(try printer.text(list, displayName: ""))
        }
    }

    private func fetch(_ target: KubectlGet.Target) async throws(KubectlError) -> [Value] {
        let client = try await invocation.client()
        guard target.name == nil else {
            return [try await client.value("GET", KubectlGet.path(target, invocation))]
        }
        return try await client.wholeList(
            target.mapping, namespace: target.namespace, KubectlGet.listQuery(invocation))
    }
}

/// `--sort-by`: numbers by size, all else as text; objects without the field come first.
enum ObjectOrder {
    static func sorted<Item>(
        _ items: [Item], by path: String, of object: (Item) -> Value
    ) throws(KubectlError) -> [Item] {
        var keyed: [(key: Value?, offset: Int, item: Item)] = []
        for (offset, item) in items.enumerated() {
            keyed.append((try Formats.jsonPathValues(path, object(item)).first, offset, item))
        }
        return keyed.sorted { left, right in
            if isLess(left.key, right.key) { return true }
            if isLess(right.key, left.key) { return false }
            return left.offset < right.offset
        }.map(\.item)
    }

    private static func isLess(_ left: Value?, _ right: Value?) -> Bool {
        guard let right else { return false }
        guard let left else { return true }
        if let one = left.int, let other = right.int { return one < other }
        return Formats.plain(left) < Formats.plain(right)
    }
}
