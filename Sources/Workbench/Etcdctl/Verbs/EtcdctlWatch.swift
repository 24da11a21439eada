import Etcd
import Simulation

/// `etcdctl watch`: prints events until the task is cancelled.
///
/// Upstream: etcd etcdctl/ctlv3/command/watch_command.go.
///
/// Differs: no command to execute for each event.
@Sendable
func watch(_ session: Session) async throws(Exit) {
    if session.flags.bool("interactive") {
        try await watchInteractively(session)
        return
    }
    let request = try watchRequest(session.flags, session.environment)
    let store = try await session.connect("Watch/Watch")
    try await follow(request, session, store)
}

/// The watch that flags and arguments describe; without arguments the environment may name one.
private func watchRequest(
    _ flags: ParsedFlags, _ environment: [String: String]
) throws(Exit) -> WatchRequest {
    var flags = flags
    if flags.arguments.isEmpty, let key = environment["ETCDCTL_WATCH_KEY"], !key.isEmpty {
        let end = environment["ETCDCTL_WATCH_RANGE_END"] ?? ""
        flags.arguments = end.isEmpty ? [key] : [key, end]
    }
    guard !flags.arguments.isEmpty else { throw Exit(.badArguments, "bad number of arguments") }
    guard flags.arguments.count <= 2 else {
        throw Exit(.error, "a command for each event of a watch is not supported by Kubarium")
    }
    var request = WatchRequest(try keyRange(flags))
    request.startRevision = max(0, flags.integer("rev"))
    request.withPrevious = flags.bool("prev-kv")
    request.wantsProgress = flags.bool("progress-notify")
    request.requiresLeader = true
    return request
}

/// Prints what the watch tells, until it ends.
private func follow(
    _ request: WatchRequest, _ session: Session, _ store: any EtcdService
) async throws(Exit) {
    let stream: any KeyValueWatch
    do { stream = try await store.watch(request) } catch { throw ended(error) }
    defer { stream.cancel() }
    while true {
        let response: WatchResponse?
        do { response = try await stream.nextResponse() } catch { throw ended(error) }
        guard let response else {
            throw Exit(.interrupted, "watch is canceled by the server")
        }
        try await show(response, session)
    }
}

private func ended(_ error: EtcdError) -> Exit {
    if error == .cancelled { return Exit(.cancelled, lines: "") }
    return Exit(
        .interrupted,
        lines: "watch was canceled (\(error.description))\n"
            + "Error: watch is canceled by the server\n")
}

private func show(_ response: WatchResponse, _ session: Session) async throws(Exit) {
    if response.isProgress, session.format == .simple {
        try await session.print("progress notify: \(response.header.revision)")
        return
    }
    switch session.format {
    case .simple:
        let hex = session.flags.bool("hex")
        for event in response.events {
            try await session.print(event.kind == .put ? "PUT" : "DELETE")
            if let previous = event.previous { try await session.print(previous.simple(hex: hex)) }
            try await session.print(event.keyValue.simple(hex: hex))
        }
    case .json: try await session.print(response.json)
    case .fields: try await session.print(Array(response.fields.utf8))
    case .table: throw session.unsupportedFormat()
    }
}

extension WatchResponse {
    fileprivate var json: String {
        let list = events.map { event in
            jsonObject([
                ("type", event.kind == .delete ? "1" : nil), ("kv", event.keyValue.json),
                ("prev_kv", event.previous?.json),
            ])
        }
        return jsonObject([
            ("Header", header.json), ("Events", jsonArray(list) ?? "null"),
            ("CompactRevision", "0"), ("Canceled", "false"), ("Created", "false"),
        ])
    }

    fileprivate var fields: String {
        var text = header.fields
        for event in events {
            text += "\"Type\" : \"\(event.kind == .put ? "PUT" : "DELETE")\"\n"
            text += event.previous?.fields(prefix: "Prev") ?? ""
            text += event.keyValue.fields()
        }
        return text
    }
}

// MARK: - Interactive

/// `watch -i`: each line on standard input opens another watch, or asks how far all are.
private func watchInteractively(_ session: Session) async throws(Exit) {
    let store = try await session.connect("Watch/Watch")
    var lines = LineReader(session.input)
    var tasks: [Task<Void, Never>] = []
    defer { for task in tasks { task.cancel() } }
    while let line = try await lines.next() {
        let words = splitWords(line)
        switch words.first {
        case nil:
            try await session.complain("Invalid command: \(line) (watch and progress supported)")
        case "progress":
            let header: ResponseHeader
            do { header = try await store.status().header } catch { throw ended(error) }
            try await session.print("progress notify: \(header.revision)")
        case "watch":
            guard words.count > 1 || session.environment["ETCDCTL_WATCH_KEY"] != nil else {
                try await session.complain(
                    "Invalid command \(line) (command type or key is not provided)")
                continue
            }
            let request: WatchRequest
            do throws(Exit) { request = try parsedWatch(words, session) } catch {
                try await session.complain("Invalid command \(line) (\(error.reason))")
                continue
            }
            tasks.append(
                session.simulation.spawn("etcdctl watch") {
                    // Its end is not that of the others.
                    try? await follow(request, session, store)
                })
        default: try await session.complain("Invalid command \(line) (only support watch)")
        }
    }
    throw Exit(.invalidInput, "Error reading watch request line: EOF")
}

private func parsedWatch(_ words: [String], _ session: Session) throws(Exit) -> WatchRequest {
    let flags: ParsedFlags
    do { flags = try ParsedFlags(Array(words.dropFirst()), flags: watchFlags) } catch {
        throw Exit(.badArguments, error.text)
    }
    return try watchRequest(flags, session.environment)
}

extension Exit {
    /// The error without `Error: ` and newline.
    fileprivate var reason: String {
        let line = text.hasPrefix("Error: ") ? text.dropFirst("Error: ".count) : text[...]
        return String(line.hasSuffix("\n") ? line.dropLast() : line)
    }
}
