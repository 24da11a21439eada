import Etcd

// The commands about the cluster itself.

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

/// `etcdctl alarm list`: an etcd without alarms prints nothing.
@Sendable
func listAlarms(_ session: Session) async throws(Exit) {
    _ = try await session.call("Maintenance/Alarm") { store throws(EtcdError) in
        try await store.status().revision
    }
}

/// `etcdctl member list`. Upstream: etcdctl/ctlv3/command/member_command.go.
@Sendable
func memberList(_ session: Session) async throws(Exit) {
    let list = try await session.call("Cluster/MemberList") { store throws(EtcdError) in
        try await store.members(isLinearizable: true)
    }
    let rows = list.members.map { member in
        [
            hexadecimal(member.id, width: 1), "started", member.name,
            member.peerURLs.joined(separator: ","), member.clientURLs.joined(separator: ","),
            "false",
        ]
    }
    // Membership is not part of the keys' history: this header has no revision.
    let header = Header(
        clusterID: list.header.clusterID, memberID: list.header.memberID, revision: 0,
        raftTerm: list.header.raftTerm)
    switch session.format {
    case .simple:
        for row in rows { try await session.print(row.joined(separator: ", ")) }
    case .json:
        let members = list.members.map { member in
            jsonObject([
                ("ID", "\(member.id)"), ("name", jsonString(member.name)),
                ("peerURLs", jsonArray(member.peerURLs.map(jsonString))),
                ("clientURLs", jsonArray(member.clientURLs.map(jsonString))),
            ])
        }
        try await session.print(
            jsonObject([("header", header.json), ("members", jsonArray(members))]))
    case .fields:
        var text = header.fields
        for member in list.members {
            text += "\"ID\" : \(member.id)\n\"Name\" : \(goQuoted(member.name))\n"
            text += member.peerURLs.map { "\"PeerURL\" : \(goQuoted($0))\n" }.joined()
            text += member.clientURLs.map { "\"ClientURL\" : \(goQuoted($0))\n" }.joined()
            text += "\"IsLearner\" : false\n\n"
        }
        try await session.print(Array(text.utf8))
    case .table:
        let titles = ["ID", "STATUS", "NAME", "PEER ADDRS", "CLIENT ADDRS", "IS LEARNER"]
        try await session.print(Array(table(header: titles, rows: rows).utf8))
    }
}
