import Etcd

// `etcdctl member ...`. Upstream: etcd etcdctl/ctlv3/command/member_command.go.

@Sendable
func memberList(_ session: Session) async throws(Exit) {
    guard session.arguments.isEmpty else {
        throw Exit(.badArguments, "member list command accepts no arguments")
    }
    let consistency = session.flags.string("consistency")
    guard ["l", "s"].contains(consistency) else {
        throw Exit(.badFeature, "unknown consistency flag \(goQuoted(consistency))")
    }
    let list = try await session.call("Cluster/MemberList") { store throws(EtcdError) in
        try await store.members(isLinearizable: consistency == "l")
    }
    let rows = list.members.map(\.cells)
    switch session.format {
    case .simple:
        for row in rows { try await session.print(row.joined(separator: ", ")) }
    case .json: try await session.print(list.json)
    case .fields:
        let members = list.members.map(\.fields).joined()
        try await session.print(Array((list.timelessHeader.fields + members).utf8))
    case .table:
        let titles = ["ID", "STATUS", "NAME", "PEER ADDRS", "CLIENT ADDRS", "IS LEARNER"]
        try await session.print(Array(table(header: titles, rows: rows).utf8))
    }
}

/// `etcdctl member add NAME --peer-urls=...`: prints what the new member is to be started with.
@Sendable
func memberAdd(_ session: Session) async throws(Exit) {
    guard let name = session.arguments.first else {
        throw Exit(.badArguments, "member name not provided")
    }
    guard session.arguments.count == 1 else { throw Exit(.badArguments, "too many arguments") }
    let peerURLs = try checkedPeerURLs(session)
    let isLearner = session.flags.bool("learner")
    let list = try await session.call("Cluster/MemberAdd") { store throws(EtcdError) in
        try await store.changeMembership(.add(peerURLs: peerURLs, isLearner: isLearner))
    }
    let id = list.changed?.id ?? 0
    try await show(list, session, "Member \(paddedID(id)) added to cluster")
    guard session.format == .simple else { return }
    let cluster = list.members.flatMap { member in
        member.peerURLs.map { "\(member.id == id ? name : member.name)=\($0)" }
    }
    try await session.print("\nETCD_NAME=\(goQuoted(name))")
    try await session.print("ETCD_INITIAL_CLUSTER=\(goQuoted(cluster.joined(separator: ",")))")
    let advertised = goQuoted(peerURLs.joined(separator: ","))
    try await session.print("ETCD_INITIAL_ADVERTISE_PEER_URLS=\(advertised)")
    try await session.print("ETCD_INITIAL_CLUSTER_STATE=\"existing\"")
}

@Sendable
func memberRemove(_ session: Session) async throws(Exit) {
    let id = try memberID(session)
    let list = try await session.call("Cluster/MemberRemove") { store throws(EtcdError) in
        try await store.changeMembership(.remove(id))
    }
    try await show(list, session, "Member \(paddedID(id)) removed from cluster")
}

@Sendable
func memberUpdate(_ session: Session) async throws(Exit) {
    let id = try memberID(session)
    let peerURLs = try checkedPeerURLs(session)
    let list = try await session.call("Cluster/MemberUpdate") { store throws(EtcdError) in
        try await store.changeMembership(.update(id, peerURLs: peerURLs))
    }
    try await show(list, session, "Member \(paddedID(id)) updated in cluster")
}

@Sendable
func memberPromote(_ session: Session) async throws(Exit) {
    let id = try memberID(session)
    let list = try await session.call("Cluster/MemberPromote") { store throws(EtcdError) in
        try await store.changeMembership(.promote(id))
    }
    try await show(list, session, "Member \(paddedID(id)) promoted in cluster")
}

private func show(
    _ list: MemberList, _ session: Session, _ sentence: String
) async throws(Exit) {
    switch session.format {
    case .simple: try await session.print("\(sentence) \(paddedID(list.header.clusterID))")
    case .json: try await session.print(list.json)
    case .fields, .table: throw session.unsupportedFormat()
    }
}

private func memberID(_ session: Session) throws(Exit) -> UInt64 {
    guard session.arguments.count == 1 else {
        throw Exit(.badArguments, "member ID is not provided")
    }
    let text = session.arguments[0]
    guard let id = UInt64(text, radix: 16) else {
        throw Exit(
            .badArguments,
            "bad member ID arg (strconv.ParseUint: parsing \(goQuoted(text)): invalid syntax), "
                + "expecting ID in Hex")
    }
    return id
}

/// Upstream: etcd client/pkg/types/urls.go `NewURLs`.
private func checkedPeerURLs(_ session: Session) throws(Exit) -> [String] {
    let urls = session.flags.strings("peer-urls")
    guard !urls.isEmpty else { throw Exit(.badArguments, "member peer urls not provided") }
    for url in urls {
        let (scheme, rest) = url.cut(at: "://")
        guard let rest, !scheme.isEmpty else {
            throw Exit(.error, "parse \(goQuoted(url)): missing protocol scheme")
        }
        guard ["http", "https"].contains(scheme) else {
            throw Exit(.error, "URL scheme must be http, https, unix, or unixs: \(url)")
        }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 2, let port = parts.last, UInt16(port) != nil else {
            throw Exit(.error, "URL address does not have the form \"host:port\": \(url)")
        }
    }
    return urls
}

extension MemberList {
    /// Membership is not part of the keys' history: its header has no revision.
    fileprivate var timelessHeader: ResponseHeader {
        ResponseHeader(
            clusterID: header.clusterID, memberID: header.memberID, revision: 0,
            raftTerm: header.raftTerm)
    }

    fileprivate var json: String {
        jsonObject([
            ("header", timelessHeader.json), ("member", changed?.json),
            ("members", jsonArray(members.map(\.json))),
        ])
    }
}

extension StoreMember {
    fileprivate var cells: [String] {
        [
            hexadecimal(id, width: 1), name.isEmpty ? "unstarted" : "started", name,
            peerURLs.joined(separator: ","), clientURLs.joined(separator: ","), "\(isLearner)",
        ]
    }

    fileprivate var json: String {
        jsonObject([
            ("ID", "\(id)"), ("name", name.isEmpty ? nil : jsonString(name)),
            ("peerURLs", jsonArray(peerURLs.map(jsonString))),
            ("clientURLs", jsonArray(clientURLs.map(jsonString))),
            ("isLearner", isLearner ? "true" : nil),
        ])
    }

    fileprivate var fields: String {
        "\"ID\" : \(id)\n\"Name\" : \(goQuoted(name))\n"
            + peerURLs.map { "\"PeerURL\" : \(goQuoted($0))\n" }.joined()
            + clientURLs.map { "\"ClientURL\" : \(goQuoted($0))\n" }.joined()
            + "\"IsLearner\" : \(isLearner)\n\n"
    }
}

extension String {
    /// What stands before and after the first `separator`; nothing after if there is none.
    fileprivate func cut(at separator: String) -> (before: String, after: String?) {
        var before = ""
        var rest = self[...]
        while let letter = rest.first {
            if rest.hasPrefix(separator) {
                return (before, String(rest.dropFirst(separator.count)))
            }
            before.append(letter)
            rest = rest.dropFirst()
        }
        return (before, nil)
    }
}
