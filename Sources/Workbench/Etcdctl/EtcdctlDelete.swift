import Etcd

/// `etcdctl del`. Upstream: etcd etcdctl/ctlv3/command/del_command.go.
@Sendable
func delete(_ session: Session) async throws(Exit) {
    let range = try deleteRange(session.flags)
    let (store, response) = try await session.call("KV/DeleteRange") { store throws(EtcdError) in
        (
            store,
            try await store.deleteRange(
                DeleteRangeRequest(range, withPrevious: session.flags.bool("prev-kv")))
        )
    }
    let (deleted, shown) = (response.deleted, response.previous)
    switch session.format {
    case .simple:
        try await session.print("\(deleted)")
        for keyValue in shown {
            try await session.print(keyValue.simple(hex: session.flags.bool("hex")))
        }
    case .json:
        let header = try await session.header(store, revision: response.header.revision)
        try await session.print(
            jsonObject([
                ("header", header.json), ("deleted", deleted == 0 ? nil : "\(deleted)"),
                ("prev_kvs", jsonArray(shown.map(\.json))),
            ]))
    case .fields:
        let header = try await session.header(store, revision: response.header.revision)
        let previous = shown.map { $0.fields(prefix: "Prev") }.joined()
        try await session.print(
            Array((header.fields + "\"Deleted\" : \(deleted)\n" + previous).utf8))
    case .table: throw session.unsupportedFormat()
    }
}

/// The keys that the flags and arguments of a `del` mean.
func deleteRange(_ flags: ParsedFlags) throws(Exit) -> KeyRange {
    guard (1...2).contains(flags.arguments.count) else {
        throw Exit(
            .badArguments,
            "del command needs one argument as key and an optional argument as range_end")
    }
    return try keyRange(flags)
}
