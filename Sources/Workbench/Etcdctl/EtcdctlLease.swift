import Encoding
import Etcd
import Simulation

// `etcdctl lease ...`. Upstream: etcd etcdctl/ctlv3/command/lease_command.go.

@Sendable
func leaseGrant(_ session: Session) async throws(Exit) {
    guard session.arguments.count == 1 else {
        throw Exit(.badArguments, "lease grant command needs TTL argument")
    }
    let parsed = goInteger(session.arguments[0], base: 10)
    guard case .success(let seconds) = parsed else {
        throw Exit(.badArguments, "bad TTL (\(parsed.failureText))")
    }
    let (store, lease) = try await session.call(
        "Lease/LeaseGrant", wrap: { "failed to grant lease (\($0))" }
    ) { store throws(EtcdError) in
        (store, try await store.grantLease(timeToLive: seconds, id: 0))
    }
    switch session.format {
    case .simple:
        try await session.print(
            "lease \(hexadecimalID(lease.id)) granted with TTL(\(lease.timeToLive)s)")
    case .json:
        let header = try await session.header(store).json.dropLast()
        try await session.print(
            header + ",\"ID\":\(lease.id),\"TTL\":\(lease.timeToLive),\"Error\":\"\"}")
    case .fields:
        let header = try await session.header(store).fields
        try await session.print(header + "\"ID\" : \(lease.id)\n\"TTL\" : \(lease.timeToLive)")
    case .table: throw session.unsupportedFormat()
    }
}

@Sendable
func leaseRevoke(_ session: Session) async throws(Exit) {
    guard session.arguments.count == 1 else {
        throw Exit(.badArguments, "lease revoke command needs 1 argument")
    }
    let id = try leaseID(session.arguments[0])
    let store = try await session.call(
        "Lease/LeaseRevoke", wrap: { "failed to revoke lease (\($0))" }
    ) { store throws(EtcdError) in
        try await store.revokeLease(id)
        return store
    }
    switch session.format {
    case .simple: try await session.print("lease \(hexadecimalID(id)) revoked")
    case .json:
        try await session.print(jsonObject([("header", try await session.header(store).json)]))
    case .fields: try await session.print(Array(try await session.header(store).fields.utf8))
    case .table: throw session.unsupportedFormat()
    }
}

@Sendable
func leaseTimeToLive(_ session: Session) async throws(Exit) {
    guard session.arguments.count == 1 else {
        throw Exit(.badArguments, "lease timetolive command needs lease ID as argument")
    }
    let id = try leaseID(session.arguments[0])
    let (store, lease) = try await session.call("Lease/LeaseTimeToLive") {
        store throws(EtcdError) in
        (store, try await store.leaseTimeToLive(id, withKeys: true))
    }
    let keys = session.flags.bool("keys") ? lease.keys : []
    switch session.format {
    case .simple:
        if lease.granted == 0, lease.remaining == -1 {
            try await session.print("lease \(hexadecimalID(id)) already expired")
            return
        }
        var text = "lease \(hexadecimalID(id)) granted with TTL(\(lease.granted)s), "
        text += "remaining(\(lease.remaining)s)"
        if session.flags.bool("keys") {
            text += ", attached keys([" + keys.map(\.description).joined(separator: " ") + "])"
        }
        try await session.print(text)
    case .json:
        let header = try await session.header(store).json.dropLast()
        let list = jsonArray(keys.map { "\"\(Base64.encode($0.bytes))\"" }) ?? "null"
        try await session.print(
            header + ",\"id\":\(id),\"ttl\":\(lease.remaining),"
                + "\"granted-ttl\":\(lease.granted),\"keys\":\(list)}")
    case .fields:
        var text = try await session.header(store).fields
        text += "\"ID\" : \(id)\n\"TTL\" : \(lease.remaining)\n\"GrantedTTL\" : \(lease.granted)\n"
        text += keys.map { "\"Key\" : \(goQuoted($0.bytes))\n" }.joined()
        try await session.print(Array(text.utf8))
    case .table: throw session.unsupportedFormat()
    }
}

@Sendable
func leaseList(_ session: Session) async throws(Exit) {
    let (store, ids) = try await session.call("Lease/LeaseLeases") { store throws(EtcdError) in
        (store, try await store.leases().ids)
    }
    switch session.format {
    case .simple:
        try await session.print("found \(ids.count) leases")
        for id in ids { try await session.print(hexadecimalID(id)) }
    case .json:
        let header = try await session.header(store).json.dropLast()
        let list = ids.map { "{\"id\":\($0)}" }.joined(separator: ",")
        try await session.print(header + ",\"leases\":[\(list)]}")
    case .fields:
        let header = try await session.header(store).fields
        try await session.print(Array((header + ids.map { "\"ID\" : \($0)\n" }.joined()).utf8))
    case .table: throw session.unsupportedFormat()
    }
}

/// Renews once, or again after each third of the lease's time until the task is cancelled.
@Sendable
func leaseKeepAlive(_ session: Session) async throws(Exit) {
    guard session.arguments.count == 1 else {
        throw Exit(.badArguments, "lease keep-alive command needs lease ID as argument")
    }
    guard session.format == .simple else { throw session.unsupportedFormat() }
    let id = try leaseID(session.arguments[0])
    let isOnce = session.flags.bool("once")
    let store = try await session.connect("Lease/LeaseKeepAlive")
    while true {
        let seconds: Int64
        do { seconds = try await store.keepLeaseAlive(id).timeToLive } catch {
            switch error {
            case .cancelled: throw Exit(.cancelled, lines: "")
            case .leaseNotFound where !isOnce:
                try await session.print("lease \(hexadecimalID(id)) expired or revoked.")
                return
            default: throw Exit(.badConnection, error.description)
            }
        }
        try await session.print("lease \(hexadecimalID(id)) keepalived with TTL(\(seconds))")
        if isOnce { return }
        do { try await session.simulation.sleep(for: .seconds(max(1, seconds / 3))) } catch {
            throw Exit(.cancelled, lines: "")
        }
    }
}

private func leaseID(_ text: String) throws(Exit) -> Int64 {
    let parsed = goInteger(text, base: 16)
    guard case .success(let id) = parsed else {
        throw Exit(.badArguments, "bad lease ID arg (\(parsed.failureText)), expecting ID in Hex")
    }
    return id
}

private func hexadecimalID(_ id: Int64) -> String {
    id < 0
        ? "-" + hexadecimal(id.magnitude, width: 15) : hexadecimal(id.magnitude, width: 16)
}
