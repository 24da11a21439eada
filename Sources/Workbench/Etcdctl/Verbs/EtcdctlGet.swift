import Etcd

/// `etcdctl get`. Upstream: etcd etcdctl/ctlv3/command/get_command.go.
@Sendable
func get(_ session: Session) async throws(Exit) {
    let request = try getRequest(session.flags)
    try checkGetFormat(session)
    let response = try await session.call("KV/Range") { store throws(EtcdError) in
        try await store.range(request)
    }
    switch session.format {
    case .simple:
        let hex = session.flags.bool("hex")
        let valueOnly = session.flags.bool("print-value-only")
        for keyValue in response.keyValues {
            try await session.print(keyValue.simple(hex: hex, valueOnly: valueOnly))
        }
    case .json:
        try await session.print(response.json)
    case .fields:
        try await session.print(Array(response.fields.utf8))
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
    (request.sortOrder, request.sortTarget) = try sorting(flags)
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
private func sorting(
    _ flags: ParsedFlags
) throws(Exit) -> (RangeRequest.SortOrder, RangeRequest.SortTarget) {
    let order: RangeRequest.SortOrder
    switch flags.string("order").uppercased() {
    case "": order = .none
    case "ASCEND": order = .ascend
    case "DESCEND": order = .descend
    default: throw Exit(.badFeature, "bad sort order \(flags.string("order"))")
    }
    switch flags.string("sort-by").uppercased() {
    case "", "KEY": return (order, .key)
    case "CREATE": return (order, .create)
    case "MODIFY": return (order, .mod)
    case "VALUE": return (order, .value)
    case "VERSION": return (order, .version)
    default: throw Exit(.badFeature, "bad sort target \(flags.string("sort-by"))")
    }
}

extension RangeResponse {
    var json: String {
        jsonObject([
            ("header", header.json), ("kvs", jsonArray(keyValues.map(\.json))),
            ("more", hasMore ? "true" : nil), ("count", count == 0 ? nil : "\(count)"),
        ])
    }

    var fields: String {
        header.fields + keyValues.map { $0.fields() }.joined()
            + "\"More\" : \(hasMore)\n\"Count\" : \(count)\n"
    }
}
