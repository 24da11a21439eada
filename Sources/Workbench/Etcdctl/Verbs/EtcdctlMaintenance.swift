import Etcd
import Simulation

// The commands about the store as a whole.

/// `etcdctl version`; asks nobody.
@Sendable
func showVersion(_ session: Session) async throws(Exit) {
    try await session.print("etcdctl version: \(Defaults.version)")
    try await session.print("API version: \(Defaults.apiVersion)")
}

/// `etcdctl compaction REVISION`. Upstream: etcdctl/ctlv3/command/compaction_command.go.
@Sendable
func compact(_ session: Session) async throws(Exit) {
    guard session.arguments.count == 1 else {
        throw Exit(.badArguments, "compaction command needs 1 argument")
    }
    let parsed = goInteger(session.arguments[0], base: 10)
    guard case .success(let revision) = parsed else { throw Exit(.error, parsed.failureText) }
    _ = try await session.call("KV/Compact") { store throws(EtcdError) in
        try await store.compact(to: revision)
    }
    try await session.print("compacted revision \(revision)")
}

// MARK: - Alarms

/// `etcdctl alarm list`. Upstream: etcdctl/ctlv3/command/alarm_command.go.
@Sendable
func listAlarms(_ session: Session) async throws(Exit) {
    try await alarms(session, "list", AlarmRequest(.get))
}

/// `etcdctl alarm disarm`: every alarm of every member.
@Sendable
func disarmAlarms(_ session: Session) async throws(Exit) {
    try await alarms(session, "disarm", AlarmRequest(.deactivate))
}

private func alarms(
    _ session: Session, _ verb: String, _ request: AlarmRequest
) async throws(Exit) {
    guard session.arguments.isEmpty else {
        throw Exit(.badArguments, "alarm \(verb) command accepts no arguments")
    }
    let response = try await session.call("Maintenance/Alarm") { store throws(EtcdError) in
        try await store.alarm(request)
    }
    switch session.format {
    case .simple:
        for alarm in response.alarms { try await session.print(alarm.description) }
    case .json:
        let list = response.alarms.map { alarm in
            jsonObject([
                ("memberID", "\(alarm.memberID)"), ("alarm", "\(alarm.kind.rawValue)"),
            ])
        }
        try await session.print(
            jsonObject([("header", response.header.json), ("alarms", jsonArray(list))]))
    case .fields:
        var text = response.header.fields
        for alarm in response.alarms {
            text += "\"MemberID\" : \(alarm.memberID)\n\"AlarmType\" : \(alarm.kind.rawValue)\n\n"
        }
        try await session.print(Array(text.utf8))
    case .table: throw session.unsupportedFormat()
    }
}

// MARK: - Space

/// `etcdctl defrag`: one endpoint after the other, since each is busy with it.
///
/// Upstream: etcdctl/ctlv3/command/defrag_command.go.
@Sendable
func defragment(_ session: Session) async throws(Exit) {
    var hasFailed = false
    for endpoint in try await chosenEndpoints(session) {
        let took = session.plausibleLatency()
        let failure = try await session.attempt(at: endpoint) { store throws(EtcdError) in
            try await store.defragment()
        }.failure
        guard let failure else {
            try await session.print(
                "Finished defragmenting etcd member[\(endpoint.address)]. took \(took)")
            continue
        }
        if failure.isCancelled { throw Exit(.cancelled, lines: "") }
        hasFailed = true
        try await session.complain(
            "Failed to defragment etcd member[\(endpoint.address)]. took \(took). "
                + "(\(failure.printed))")
    }
    if hasFailed { throw Exit(.error, lines: "") }
}

/// `etcdctl move-leader ID`: finds the leader among the endpoints and asks it to step back.
///
/// Upstream: etcdctl/ctlv3/command/move_leader_command.go.
@Sendable
func moveLeader(_ session: Session) async throws(Exit) {
    guard session.arguments.count == 1 else {
        throw Exit(.badArguments, "move-leader command needs 1 argument")
    }
    guard let target = UInt64(session.arguments[0], radix: 16) else {
        throw Exit(
            .badArguments,
            "strconv.ParseUint: parsing \(goQuoted(session.arguments[0])): invalid syntax")
    }
    for endpoint in session.endpoints {
        let outcome = try await session.attempt(at: endpoint) { store throws(EtcdError) in
            try await store.status()
        }
        guard case .success(let status) = outcome, status.leader == status.memberID else {
            continue
        }
        _ = try await session.call("Maintenance/MoveLeader", at: [endpoint]) {
            store throws(EtcdError) in
            try await store.moveLeader(to: target)
        }
        try await session.print(
            "Leadership transferred from \(paddedID(status.leader)) to \(paddedID(target))")
        return
    }
    let addresses = session.endpoints.map(\.address).joined(separator: " ")
    throw Exit(.badArguments, "no leader endpoint given at [\(addresses)]")
}

// MARK: - Snapshots

/// `etcdctl snapshot save FILE`. Upstream: etcdctl/ctlv3/command/snapshot_command.go.
@Sendable
func saveSnapshot(_ session: Session) async throws(Exit) {
    guard session.arguments.count == 1 else {
        throw Exit(.badArguments, "snapshot save expects one argument")
    }
    guard session.endpoints.count == 1, let endpoint = session.endpoints.first else {
        let addresses = session.endpoints.map(\.address).joined(separator: " ")
        throw Exit(
            .badArguments,
            "snapshot must be requested to one selected node, not multiple [\(addresses)]")
    }
    guard let files = session.files else {
        throw Exit(.error, "etcdctl snapshot save has no files to write to here")
    }
    let path = session.arguments[0]
    do { try files.write([], to: path + ".part") } catch {
        throw Exit(.interrupted, "could not open \(path).part (open \(path).part: \(error.reason))")
    }
    try await session.log("created temporary db file", [("path", path + ".part")])
    try await session.log("fetching snapshot", [("endpoint", endpoint.address)])
    let snapshot = try await session.call("Maintenance/Snapshot") { store throws(EtcdError) in
        try await store.snapshot()
    }
    let size = humanBytes(Int64(snapshot.bytes.count))
    try await session.log(
        "fetched snapshot",
        [
            ("endpoint", endpoint.address), ("size", size), ("took", session.plausibleLatency()),
            ("etcd-version", snapshot.version),
        ])
    do {
        try files.write(snapshot.bytes, to: path)
        try files.remove(path + ".part")
    } catch {
        throw Exit(.interrupted, "could not write \(path): \(error.reason)")
    }
    try await session.log("saved", [("path", path)])
    try await session.print("Snapshot saved at \(path)")
    try await session.print("Server version \(snapshot.version)")
}
