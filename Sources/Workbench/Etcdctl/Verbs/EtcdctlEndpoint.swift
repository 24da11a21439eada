import Etcd

// `etcdctl endpoint ...`. Upstream: etcd etcdctl/ctlv3/command/ep_command.go.

/// The endpoints of the flag, or with `--cluster` those of the members.
func chosenEndpoints(_ session: Session) async throws(Exit) -> [EtcdEndpoint] {
    guard session.flags.bool("cluster"), let model = session.endpoints.first else {
        return session.endpoints
    }
    let list = try await session.call("Cluster/MemberList") { store throws(EtcdError) in
        try await store.members(isLinearizable: true)
    }
    return list.members.flatMap(\.clientURLs).map { address in
        var endpoint = model
        endpoint.address = address
        return endpoint
    }
}

// MARK: - Health

/// One endpoint, and what came of asking it.
private struct HealthProbe: Sendable {
    var endpoint: EtcdEndpoint
    var took: String
    /// Nil if it is well.
    var failure: RequestFailure?

    var isHealthy: Bool { failure == nil }
    var error: String { failure?.printed ?? "" }
}

/// `etcdctl endpoint health`: whether a read gets through, which takes a quorum.
@Sendable
func endpointHealth(_ session: Session) async throws(Exit) {
    let probes = try await healthOfAll(try await chosenEndpoints(session), session)
    for probe in probes {
        guard let failure = probe.failure, !failure.logged.isEmpty else { continue }
        try await session.complain(
            session.warning(
                "KV/Range", endpoint: probe.endpoint.hostAndPort, code: failure.code,
                failure.logged, logger: "client"))
    }
    try await show(probes, session)
    if !probes.allSatisfy(\.isHealthy) { throw Exit(.error, "unhealthy cluster") }
}

/// Asks all at the same time: those that do not answer cost one time-out together.
private func healthOfAll(
    _ endpoints: [EtcdEndpoint], _ session: Session
) async throws(Exit) -> [HealthProbe] {
    typealias Outcome = Result<HealthProbe, Exit>
    var found: [Int: Outcome] = [:]
    await withTaskGroup(of: (Int, Outcome).self) { group in
        for (place, endpoint) in endpoints.enumerated() {
            let took = session.plausibleLatency()
            group.addTask {
                do throws(Exit) {
                    return (place, .success(try await health(of: endpoint, took, session)))
                } catch { return (place, .failure(error)) }
            }
        }
        for await (place, outcome) in group { found[place] = outcome }
    }
    var probes: [HealthProbe] = []
    for place in endpoints.indices {
        switch found[place] {
        case .success(let probe): probes.append(probe)
        case .failure(let exit): throw exit
        case nil: break
        }
    }
    return probes
}

private func health(
    of endpoint: EtcdEndpoint, _ took: String, _ session: Session
) async throws(Exit) -> HealthProbe {
    var probe = HealthProbe(endpoint: endpoint, took: took)
    let outcome = try await session.attempt(at: endpoint) {
        store throws(EtcdError) -> [Alarm] in
        do throws(EtcdError) { _ = try await store.range(RangeRequest(.key(Key("health")))) } catch
        {
            // Who is turned away has been answered.
            guard error == .permissionDenied else { throw error }
        }
        return try await store.alarm(AlarmRequest(.get)).alarms
    }
    switch outcome {
    case .failure(let failure):
        if failure.isCancelled { throw Exit(.cancelled, lines: "") }
        probe.failure = failure
    case .success(let alarms) where !alarms.isEmpty:
        let names = alarms.map { $0.kind == .noSpace ? "NOSPACE " : "CORRUPT " }.joined()
        probe.failure = RequestFailure(
            code: "", logged: "", printed: "Active Alarm(s): " + names)
    case .success: break
    }
    return probe
}

private func show(_ probes: [HealthProbe], _ session: Session) async throws(Exit) {
    switch session.format {
    case .simple:
        for probe in probes where probe.isHealthy {
            try await session.print(
                "\(probe.endpoint.address) is healthy: successfully committed proposal: "
                    + "took = \(probe.took)")
        }
        for probe in probes where !probe.isHealthy {
            try await session.complain(
                "\(probe.endpoint.address) is unhealthy: failed to commit proposal: "
                    + probe.error)
        }
    case .json:
        let list = probes.map { probe in
            jsonObject([
                ("endpoint", jsonString(probe.endpoint.address)),
                ("health", "\(probe.isHealthy)"), ("took", jsonString(probe.took)),
                ("error", probe.isHealthy ? nil : jsonString(probe.error)),
            ])
        }
        try await session.print("[" + list.joined(separator: ",") + "]")
    case .fields:
        for probe in probes {
            try await session.print(
                "\"Endpoint\" : \(goQuoted(probe.endpoint.address))\n"
                    + "\"Health\" : \(probe.isHealthy)\n\"Took\" : \(probe.took)\n"
                    + "\"Error\" : \(probe.isHealthy ? "" : goQuoted(probe.error))\n")
        }
    case .table:
        let cells = probes.map {
            [$0.endpoint.address, "\($0.isHealthy)", $0.took, $0.error]
        }
        let text = table(header: ["ENDPOINT", "HEALTH", "TOOK", "ERROR"], rows: cells)
        try await session.print(Array(text.utf8))
    }
}

// MARK: - Status and hash

/// Asks one endpoint after the other, and complains about those that do not answer.
private func askEach<Response: Sendable>(
    _ session: Session, _ method: String, _ what: String, _ request: @escaping Request<Response>
) async throws(Exit) -> (found: [(EtcdEndpoint, Response)], hasFailed: Bool) {
    var found: [(EtcdEndpoint, Response)] = []
    var hasFailed = false
    for endpoint in try await chosenEndpoints(session) {
        switch try await session.attempt(at: endpoint, request) {
        case .success(let response): found.append((endpoint, response))
        case .failure(let failure):
            if failure.isCancelled { throw Exit(.cancelled, lines: "") }
            hasFailed = true
            try await session.complain(
                session.warning(
                    method, endpoint: endpoint.hostAndPort, code: failure.code,
                    failure.logged))
            try await session.complain(
                "Failed to get the \(what) of endpoint \(endpoint.address) "
                    + "(\(failure.printed))")
        }
    }
    return (found, hasFailed)
}

@Sendable
func endpointStatus(_ session: Session) async throws(Exit) {
    let (found, hasFailed) = try await askEach(session, "Maintenance/Status", "status") {
        store throws(EtcdError) in
        try await store.status()
    }
    let rows = found.map { EndpointRow(endpoint: $0.0, status: $0.1) }
    switch session.format {
    case .simple:
        for row in rows { try await session.print(row.cells.joined(separator: ", ")) }
    case .json:
        try await session.print("[" + rows.map(\.json).joined(separator: ",") + "]")
    case .fields:
        for row in rows { try await session.print(row.fields) }
    case .table:
        let text = table(header: EndpointRow.header, rows: rows.map(\.cells))
        try await session.print(Array(text.utf8))
    }
    if hasFailed { throw Exit(.error, lines: "") }
}

@Sendable
func endpointHashKeyValues(_ session: Session) async throws(Exit) {
    let revision = session.flags.integer("rev")
    let (found, hasFailed) = try await askEach(session, "Maintenance/HashKV", "hash") {
        store throws(EtcdError) in
        try await store.hashKeyValues(at: revision)
    }
    switch session.format {
    case .simple:
        for (endpoint, hash) in found {
            try await session.print("\(endpoint.address), \(hash.hash), \(hash.hashRevision)")
        }
    case .json:
        let rows = found.map { endpoint, hash in
            let body = jsonObject([
                ("header", hash.header.json), ("hash", "\(hash.hash)"),
                ("compact_revision", "\(hash.compactRevision)"),
                ("hash_revision", "\(hash.hashRevision)"),
            ])
            return jsonObject([("Endpoint", jsonString(endpoint.address)), ("HashKV", body)])
        }
        try await session.print("[" + rows.joined(separator: ",") + "]")
    case .fields:
        for (endpoint, hash) in found {
            try await session.print(
                hash.header.fields + "\"Endpoint\" : \(goQuoted(endpoint.address))\n"
                    + "\"Hash\" : \(hash.hash)\n\"HashRevision\" : \(hash.hashRevision)\n")
        }
    case .table:
        let cells = found.map { ["\($0.0.address)", "\($0.1.hash)", "\($0.1.hashRevision)"] }
        let text = table(header: ["ENDPOINT", "HASH", "HASH REVISION"], rows: cells)
        try await session.print(Array(text.utf8))
    }
    if hasFailed { throw Exit(.error, lines: "") }
}

/// The status of one endpoint, in every format.
private struct EndpointRow {
    var endpoint: EtcdEndpoint
    var status: StoreStatus

    static let header = [
        "ENDPOINT", "ID", "VERSION", "STORAGE VERSION", "DB SIZE", "IN USE",
        "PERCENTAGE NOT IN USE", "QUOTA", "IS LEADER", "IS LEARNER", "RAFT TERM", "RAFT INDEX",
        "RAFT APPLIED INDEX", "ERRORS", "DOWNGRADE TARGET VERSION", "DOWNGRADE ENABLED",
    ]

    var cells: [String] {
        let total = status.databaseSize
        let unused = max(0, total - status.databaseSizeInUse)
        let percentage = total > 0 ? (unused * 100 + total - 1) / total : 0
        return [
            endpoint.address, hexadecimal(status.memberID, width: 1), status.version,
            status.storageVersion, humanBytes(total), humanBytes(status.databaseSizeInUse),
            "\(percentage)%", humanBytes(status.databaseQuota),
            "\(status.leader == status.memberID)", "\(status.isLearner)", "\(status.raftTerm)",
            "\(status.raftIndex)", "\(status.raftAppliedIndex)",
            status.errors.joined(separator: ", "), "", "false",
        ]
    }

    var json: String {
        let body = jsonObject([
            ("header", status.header.json), ("version", jsonString(status.version)),
            ("dbSize", "\(status.databaseSize)"),
            ("leader", status.leader == 0 ? nil : "\(status.leader)"),
            ("raftIndex", "\(status.raftIndex)"), ("raftTerm", "\(status.raftTerm)"),
            ("raftAppliedIndex", "\(status.raftAppliedIndex)"),
            ("errors", jsonArray(status.errors.map(jsonString))),
            ("dbSizeInUse", "\(status.databaseSizeInUse)"),
            ("isLearner", status.isLearner ? "true" : nil),
            ("storageVersion", jsonString(status.storageVersion)),
            ("dbSizeQuota", "\(status.databaseQuota)"), ("downgradeInfo", "{}"),
        ])
        return jsonObject([("Endpoint", jsonString(endpoint.address)), ("Status", body)])
    }

    var fields: String {
        let errors = status.errors.map { goQuoted($0) }.joined(separator: " ")
        var text = status.header.fields
        text += "\"Version\" : \(goQuoted(status.version))\n"
        text += "\"StorageVersion\" : \(goQuoted(status.storageVersion))\n"
        text += "\"DBSize\" : \(status.databaseSize)\n"
        text += "\"DBSizeInUse\" : \(status.databaseSizeInUse)\n"
        text += "\"DBSizeQuota\" : \(status.databaseQuota)\n"
        text += "\"Leader\" : \(status.leader)\n\"IsLearner\" : \(status.isLearner)\n"
        text += "\"RaftIndex\" : \(status.raftIndex)\n\"RaftTerm\" : \(status.raftTerm)\n"
        text += "\"RaftAppliedIndex\" : \(status.raftAppliedIndex)\n\"Errors\" : [\(errors)]\n"
        text += "\"Endpoint\" : \(goQuoted(endpoint.address))\n"
        return text
    }
}
