import Etcd

/// `etcdctl watch`: prints events until the task is cancelled.
///
/// Upstream: etcd etcdctl/ctlv3/command/watch_command.go.
///
/// Differs: no interactive mode, and no command to execute for each event.
@Sendable
func watch(_ session: Session) async throws(Exit) {
    if session.flags.bool("interactive") {
        throw Exit(.error, "watch --interactive is not supported by Kubarium")
    }
    let arguments = session.arguments
    guard !arguments.isEmpty else { throw Exit(.badArguments, "bad number of arguments") }
    guard arguments.count <= 2 else {
        throw Exit(.error, "a command for each event of a watch is not supported by Kubarium")
    }
    var request = WatchRequest(try keyRange(session.flags))
    request.startRevision = max(0, session.flags.integer("rev"))
    request.withPrevious = session.flags.bool("prev-kv")
    let wanted = request
    let store = try await session.connect("Watch/Watch")
    let stream: any KeyValueWatch
    do { stream = try await store.watch(wanted) } catch { throw ended(error) }
    defer { stream.cancel() }
    while true {
        let events: [KeyValueEvent]?
        do { events = try await stream.next() } catch { throw ended(error) }
        guard let events else { throw Exit(.interrupted, "watch is canceled by the server") }
        try await show(events, session, store)
    }
}

private func ended(_ error: EtcdError) -> Exit {
    if error == .cancelled { return Exit(.cancelled, lines: "") }
    return Exit(
        .interrupted,
        lines: "watch was canceled (\(error.description))\n"
            + "Error: watch is canceled by the server\n")
}

private func show(
    _ events: [KeyValueEvent], _ session: Session, _ store: any EtcdService
) async throws(Exit) {
    let revision = events.first?.keyValue.modRevision ?? 0
    switch session.format {
    case .simple:
        let hex = session.flags.bool("hex")
        for event in events {
            try await session.print(event.kind == .put ? "PUT" : "DELETE")
            if let previous = event.previous { try await session.print(previous.simple(hex: hex)) }
            try await session.print(event.keyValue.simple(hex: hex))
        }
    case .json:
        let header = try await session.header(store, revision: revision)
        let list = events.map { event in
            jsonObject([
                ("type", event.kind == .delete ? "1" : nil), ("kv", event.keyValue.json),
                ("prev_kv", event.previous?.json),
            ])
        }
        try await session.print(
            jsonObject([
                ("Header", header.json), ("Events", jsonArray(list)), ("CompactRevision", "0"),
                ("Canceled", "false"), ("Created", "false"),
            ]))
    case .fields:
        let header = try await session.header(store, revision: revision)
        var text = header.fields
        for event in events {
            text += "\"Type\" : \"\(event.kind == .put ? "PUT" : "DELETE")\"\n"
            text += event.previous?.fields(prefix: "Prev") ?? ""
            text += event.keyValue.fields()
        }
        try await session.print(Array(text.utf8))
    case .table: throw session.unsupportedFormat()
    }
}
