import Etcd

/// `etcdctl del`. Upstream: etcd etcdctl/ctlv3/command/del_command.go.
@Sendable
func delete(_ session: Session) async throws(Exit) {
    let request = DeleteRangeRequest(
        try deleteRange(session.flags), withPrevious: session.flags.bool("prev-kv"))
    let response = try await session.call("KV/DeleteRange") { store throws(EtcdError) in
        try await store.deleteRange(request)
    }
    switch session.format {
    case .simple:
        try await session.print("\(response.deleted)")
        for keyValue in response.previous {
            try await session.print(keyValue.simple(hex: session.flags.bool("hex")))
        }
    case .json: try await session.print(response.json)
    case .fields: try await session.print(Array(response.fields.utf8))
    case .table: throw session.unsupportedFormat()
    }
}

extension DeleteRangeResponse {
    var json: String {
        jsonObject([
            ("header", header.json), ("deleted", deleted == 0 ? nil : "\(deleted)"),
            ("prev_kvs", jsonArray(previous.map(\.json))),
        ])
    }

    var fields: String {
        header.fields + "\"Deleted\" : \(deleted)\n"
            + previous.map { $0.fields(prefix: "Prev") }.joined()
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
