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
    let lease = try await session.call(
        "Lease/LeaseGrant", wrap: { "failed to grant lease (\($0))" }
    ) { store throws(EtcdError) in
        try await store.grantLease(timeToLive: seconds, id: 0)
    }
    switch session.format {
    case .simple:
        try await session.print(
            "lease \(hexadecimalID(lease.id)) granted with TTL(\(lease.timeToLive)s)")
    case .json:
        try await session.print(
            lease.header.json.dropLast()
                + ",\"ID\":\(lease.id),\"TTL\":\(lease.timeToLive),\"Error\":\"\"}")
    case .fields:
        try await session.print(
            lease.header.fields + "\"ID\" : \(lease.id)\n\"TTL\" : \(lease.timeToLive)")
    case .table: throw session.unsupportedFormat()
    }
}

@Sendable
func leaseRevoke(_ session: Session) async throws(Exit) {
    guard session.arguments.count == 1 else {
        throw Exit(.badArguments, "lease revoke command needs 1 argument")
    }
    let id = try leaseID(session.arguments[0])
    let header = try await session.call(
        "Lease/LeaseRevoke", wrap: { "failed to revoke lease (\($0))" }
    ) { store throws(EtcdError) in
        try await store.revokeLease(id)
    }
    try await session.show(header, simple: "lease \(hexadecimalID(id)) revoked")
}

@Sendable
func leaseTimeToLive(_ session: Session) async throws(Exit) {
    guard session.arguments.count == 1 else {
        throw Exit(.badArguments, "lease timetolive command needs lease ID as argument")
    }
    let id = try leaseID(session.arguments[0])
    let withKeys = session.flags.bool("keys")
    let lease = try await session.call("Lease/LeaseTimeToLive") { store throws(EtcdError) in
        try await store.leaseTimeToLive(id, withKeys: withKeys)
    }
    switch session.format {
    case .simple:
        if lease.granted == 0, lease.remaining == -1 {
            try await session.print("lease \(hexadecimalID(id)) already expired")
            return
        }
        var text = "lease \(hexadecimalID(id)) granted with TTL(\(lease.granted)s), "
        text += "remaining(\(lease.remaining)s)"
        if withKeys {
            let keys = lease.keys.map(\.description).joined(separator: " ")
            text += ", attached keys([\(keys)])"
        }
        try await session.print(text)
    case .json:
        let list = jsonArray(lease.keys.map { "\"\(Base64.encode($0.bytes))\"" }) ?? "null"
        try await session.print(
            lease.header.json.dropLast() + ",\"id\":\(id),\"ttl\":\(lease.remaining),"
                + "\"granted-ttl\":\(lease.granted),\"keys\":\(list)}")
    case .fields:
        var text = lease.header.fields
        text += "\"ID\" : \(id)\n\"TTL\" : \(lease.remaining)\n\"GrantedTTL\" : \(lease.granted)\n"
        text += lease.keys.map { "\"Key\" : \(goQuoted($0.bytes))\n" }.joined()
        try await session.print(Array(text.utf8))
    case .table: throw session.unsupportedFormat()
    }
}

@Sendable
func leaseList(_ session: Session) async throws(Exit) {
    let list = try await session.call("Lease/LeaseLeases") { store throws(EtcdError) in
        try await store.leases()
    }
    switch session.format {
    case .simple:
        try await session.print("found \(list.ids.count) leases")
        for id in list.ids { try await session.print(hexadecimalID(id)) }
    case .json:
        let leases = list.ids.map { "{\"id\":\($0)}" }.joined(separator: ",")
        try await session.print(list.header.json.dropLast() + ",\"leases\":[\(leases)]}")
    case .fields:
        let ids = list.ids.map { "\"ID\" : \($0)\n" }.joined()
        try await session.print(Array((list.header.fields + ids).utf8))
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
        try await session.sleep(.seconds(max(1, seconds / 3)))
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
