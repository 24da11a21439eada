import Etcd

// `etcdctl endpoint ...`. Upstream: etcd etcdctl/ctlv3/command/ep_command.go.

/// One endpoint and what came of asking it.
private struct Probe {
    var endpoint: EtcdEndpoint
    var outcome: Result<StoreStatus, ProbeError>
    var took: String
}

/// Why an endpoint gave no answer: what the client logs, and what the command prints.
private struct ProbeError: Error {
    var code: String
    var logged: String
    var printed: String
}

/// Asks every endpoint; those that cannot be reached cost one time-out together.
private func probe(_ session: Session) async throws(Exit) -> [Probe] {
    var probes: [Probe] = []
    for endpoint in try await chosenEndpoints(session) {
        probes.append(try await probe(endpoint, session))
    }
    let hasFailed = probes.contains { if case .failure = $0.outcome { true } else { false } }
    if hasFailed { try await session.waitForTimeout() }
    return probes
}

private func probe(_ endpoint: EtcdEndpoint, _ session: Session) async throws(Exit) -> Probe {
    let took = session.plausibleLatency()
    let store: any EtcdService
    do { store = try await session.resolve(endpoint) } catch {
        switch error {
        case .unusableFile(let text): throw Exit(.badArguments, text)
        case .unreachable(let text):
            let failure = ProbeError(
                code: "DeadlineExceeded", logged: session.lastError(text),
                printed: "context deadline exceeded")
            return Probe(endpoint: endpoint, outcome: .failure(failure), took: took)
        }
    }
    do {
        return Probe(endpoint: endpoint, outcome: .success(try await store.status()), took: took)
    } catch {
        if error == .cancelled { throw Exit(.cancelled, lines: "") }
        let failure = ProbeError(
            code: error.grpcCode.name, logged: error.description, printed: error.description)
        return Probe(endpoint: endpoint, outcome: .failure(failure), took: took)
    }
}

/// The endpoints of the flag, or with `--cluster` those of the members.
private func chosenEndpoints(_ session: Session) async throws(Exit) -> [EtcdEndpoint] {
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

@Sendable
func endpointHealth(_ session: Session) async throws(Exit) {
    let probes = try await probe(session)
    var isHealthy = true
    for probe in probes {
        guard case .failure(let failure) = probe.outcome else { continue }
        isHealthy = false
        try await session.complain(
            session.warning(
                "KV/Range", endpoint: probe.endpoint.hostAndPort, code: failure.code,
                failure.logged, logger: "client"))
    }
    try await showHealth(probes, session)
    if !isHealthy { throw Exit(.error, "unhealthy cluster") }
}

private func showHealth(_ probes: [Probe], _ session: Session) async throws(Exit) {
    let rows = probes.map { probe -> (address: String, error: String?, took: String) in
        if case .failure(let failure) = probe.outcome {
            return (probe.endpoint.address, failure.printed, probe.took)
        }
        return (probe.endpoint.address, nil, probe.took)
    }
    switch session.format {
    case .simple:
        for row in rows where row.error == nil {
            try await session.print(
                "\(row.address) is healthy: successfully committed proposal: took = \(row.took)")
        }
        for row in rows {
            guard let error = row.error else { continue }
            try await session.complain(
                "\(row.address) is unhealthy: failed to commit proposal: \(error)")
        }
    case .json:
        let list = rows.map { row in
            jsonObject([
                ("endpoint", jsonString(row.address)), ("health", "\(row.error == nil)"),
                ("took", jsonString(row.took)), ("error", row.error.map(jsonString)),
            ])
        }
        try await session.print("[" + list.joined(separator: ",") + "]")
    case .fields:
        for row in rows {
            try await session.print(
                "\"Endpoint\" : \(goQuoted(row.address))\n\"Health\" : \(row.error == nil)\n"
                    + "\"Took\" : \(row.took)\n\"Error\" : \(row.error.map { goQuoted($0) } ?? "")\n"
            )
        }
    case .table:
        let cells = rows.map { [$0.address, "\($0.error == nil)", $0.took, $0.error ?? ""] }
        let text = table(header: ["ENDPOINT", "HEALTH", "TOOK", "ERROR"], rows: cells)
        try await session.print(Array(text.utf8))
    }
}

@Sendable
func endpointStatus(_ session: Session) async throws(Exit) {
    let probes = try await probe(session)
    var found: [(EtcdEndpoint, StoreStatus)] = []
    var hasFailed = false
    for probe in probes {
        switch probe.outcome {
        case .success(let status): found.append((probe.endpoint, status))
        case .failure(let failure):
            hasFailed = true
            try await session.complain(
                session.warning(
                    "Maintenance/Status", endpoint: probe.endpoint.hostAndPort,
                    code: failure.code, failure.logged))
            try await session.complain(
                "Failed to get the status of endpoint \(probe.endpoint.address) "
                    + "(\(failure.printed))")
        }
    }
    try await show(found.map { EndpointRow(endpoint: $0.0, status: $0.1) }, session)
    if hasFailed { throw Exit(.error, lines: "") }
}

private func show(_ rows: [EndpointRow], _ session: Session) async throws(Exit) {
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
            endpoint.address, hexadecimal(status.memberID, width: 1), Defaults.version,
            Defaults.storageVersion, humanBytes(total), humanBytes(status.databaseSizeInUse),
            "\(percentage)%", humanBytes(Defaults.quotaBytes),
            "\(status.leader == status.memberID)", "false", "\(status.raftTerm)",
            "\(status.raftIndex)", "\(status.raftIndex)", status.leader == 0 ? noLeader : "", "",
            "false",
        ]
    }

    private var noLeader: String { EtcdError.unavailable.description }

    var json: String {
        let header = Header(
            clusterID: status.clusterID, memberID: status.memberID, revision: status.revision,
            raftTerm: status.raftTerm)
        let body = jsonObject([
            ("header", header.json), ("version", jsonString(Defaults.version)),
            ("dbSize", "\(status.databaseSize)"),
            ("leader", status.leader == 0 ? nil : "\(status.leader)"),
            ("raftIndex", "\(status.raftIndex)"), ("raftTerm", "\(status.raftTerm)"),
            ("raftAppliedIndex", "\(status.raftIndex)"),
            ("errors", status.leader == 0 ? "[\(jsonString(noLeader))]" : nil),
            ("dbSizeInUse", "\(status.databaseSizeInUse)"),
            ("storageVersion", jsonString(Defaults.storageVersion)),
            ("dbSizeQuota", "\(Defaults.quotaBytes)"), ("downgradeInfo", "{}"),
        ])
        return jsonObject([("Endpoint", jsonString(endpoint.address)), ("Status", body)])
    }

    var fields: String {
        let header = Header(
            clusterID: status.clusterID, memberID: status.memberID, revision: status.revision,
            raftTerm: status.raftTerm)
        var text = header.fields
        text += "\"Version\" : \(goQuoted(Defaults.version))\n"
        text += "\"StorageVersion\" : \(goQuoted(Defaults.storageVersion))\n"
        text += "\"DBSize\" : \(status.databaseSize)\n"
        text += "\"DBSizeInUse\" : \(status.databaseSizeInUse)\n"
        text += "\"DBSizeQuota\" : \(Defaults.quotaBytes)\n"
        text += "\"Leader\" : \(status.leader)\n\"IsLearner\" : false\n"
        text += "\"RaftIndex\" : \(status.raftIndex)\n\"RaftTerm\" : \(status.raftTerm)\n"
        text += "\"RaftAppliedIndex\" : \(status.raftIndex)\n\"Errors\" : []\n"
        text += "\"Endpoint\" : \(goQuoted(endpoint.address))\n"
        return text
    }
}
