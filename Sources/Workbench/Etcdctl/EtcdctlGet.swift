import Etcd

/// `etcdctl get`. Upstream: etcd etcdctl/ctlv3/command/get_command.go.
@Sendable
func get(_ session: Session) async throws(Exit) {
    let request = try getRequest(session.flags)
    let sorting = try Sorting(session.flags)
    try checkGetFormat(session)
    let (store, response) = try await session.call("KV/Range") {
        store throws(EtcdError) in
        var wanted = request
        // What is sorted by anything but the key must all be there before it is cut.
        if sorting.isNeeded { wanted.limit = 0 }
        return (store, sorting.apply(try await store.range(wanted), limit: request.limit))
    }
    switch session.format {
    case .simple:
        let hex = session.flags.bool("hex")
        let valueOnly = session.flags.bool("print-value-only")
        for keyValue in response.keyValues {
            try await session.print(keyValue.simple(hex: hex, valueOnly: valueOnly))
        }
    case .json:
        let header = try await session.header(store, revision: response.revision)
        try await session.print(response.json(header))
    case .fields:
        let header = try await session.header(store, revision: response.revision)
        try await session.print(Array(response.fields(header).utf8))
    case .table: throw session.unsupportedFormat()
    }
}

/// The request that the flags and arguments of a `get` describe.
func getRequest(_ flags: ParsedFlags) throws(Exit) -> RangeRequest {
    if flags.arguments.isEmpty {
        throw Exit(
            .badArguments,
            "get command needs one argument as key and an optional argument as range_end")
    }
    var request = RangeRequest(try keyRange(flags))
    switch flags.string("consistency") {
    case "l": break
    case "s": request.isSerializable = true
    case let other: throw Exit(.badFeature, "unknown consistency flag \(goQuoted(other))")
    }
    request.revision = flags.integer("rev")
    request.limit = Int(flags.integer("limit"))
    request.keysOnly = flags.bool("keys-only")
    request.countOnly = flags.bool("count-only")
    if request.keysOnly, request.countOnly {
        throw Exit(
            .badArguments,
            "`--keys-only` and `--count-only` cannot be set at the same time, choose one")
    }
    return request
}

/// The keys meant by one or two arguments with `--prefix` or `--from-key`.
func keyRange(_ flags: ParsedFlags) throws(Exit) -> KeyRange {
    let (isPrefix, isFrom) = (flags.bool("prefix"), flags.bool("from-key"))
    if isPrefix, isFrom {
        throw Exit(
            .badArguments, "`--prefix` and `--from-key` cannot be set at the same time, choose one")
    }
    let first = Key(flags.arguments.first ?? "")
    if flags.arguments.count > 1 {
        if isPrefix || isFrom {
            throw Exit(
                .badArguments,
                "too many arguments, only accept one argument when `--prefix` or `--from-key` is set"
            )
        }
        let end = Key(flags.arguments[1])
        return end.bytes.isEmpty ? .key(first) : .between(first, end)
    }
    if isPrefix { return first.bytes.isEmpty ? .all : .prefix(first) }
    if isFrom { return first.bytes.isEmpty ? .all : .from(first) }
    return .key(first)
}

private func checkGetFormat(_ session: Session) throws(Exit) {
    if session.flags.bool("count-only"), session.format != .fields {
        throw Exit(.badArguments, "--count-only is only for `--write-out=fields`")
    }
    if session.flags.bool("print-value-only"), session.format != .simple {
        throw Exit(.badArguments, "print-value-only is only for `--write-out=simple`")
    }
}

/// `--order` and `--sort-by`.
private struct Sorting: Sendable {
    enum Target: Sendable { case key, version, create, modify, value }
    var target = Target.key
    var isDescending = false
    var isNeeded: Bool { target != .key || isDescending }

    init(_ flags: ParsedFlags) throws(Exit) {
        switch flags.string("order").uppercased() {
        case "", "ASCEND": break
        case "DESCEND": isDescending = true
        default: throw Exit(.badFeature, "bad sort order \(flags.string("order"))")
        }
        switch flags.string("sort-by").uppercased() {
        case "", "KEY": break
        case "CREATE": target = .create
        case "MODIFY": target = .modify
        case "VALUE": target = .value
        case "VERSION": target = .version
        default: throw Exit(.badFeature, "bad sort target \(flags.string("sort-by"))")
        }
    }

    func apply(_ response: RangeResponse, limit: Int) -> RangeResponse {
        guard isNeeded else { return response }
        var response = response
        // Swift's sort is stable: equals stay in the order of their keys.
        response.keyValues.sort { left, right in
            isDescending ? isBefore(right, left) : isBefore(left, right)
        }
        if limit > 0, response.keyValues.count > limit {
            response.keyValues.removeSubrange(limit...)
            response.hasMore = true
        }
        return response
    }

    private func isBefore(_ left: KeyValue, _ right: KeyValue) -> Bool {
        switch target {
        case .key: left.key < right.key
        case .version: left.version < right.version
        case .create: left.createRevision < right.createRevision
        case .modify: left.modRevision < right.modRevision
        case .value: left.value.bytes.lexicographicallyPrecedes(right.value.bytes)
        }
    }
}

extension RangeResponse {
    func json(_ header: Header) -> String {
        jsonObject([
            ("header", header.json), ("kvs", jsonArray(keyValues.map(\.json))),
            ("more", hasMore ? "true" : nil), ("count", count == 0 ? nil : "\(count)"),
        ])
    }

    func fields(_ header: Header) -> String {
        header.fields + keyValues.map { $0.fields() }.joined()
            + "\"More\" : \(hasMore)\n\"Count\" : \(count)\n"
    }
}
