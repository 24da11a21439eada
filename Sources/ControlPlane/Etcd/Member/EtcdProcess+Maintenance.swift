import Simulation

extension EtcdProcess {
    func currentStatus() async throws(EtcdError) -> StoreStatus {
        try await settleHere()
        let (machine, size) = (machine, memberDisk?.size ?? commits.size())
        var status = StoreStatus(header: header)
        status.compactRevision = machine.store.compactRevision
        (status.databaseSize, status.databaseSizeInUse) = size
        status.databaseQuota = configuration.quotaBytes
        let standing = group?.standing
        status.leader = standing?.leader ?? configuration.memberID
        status.isLearner = machine.members[configuration.memberID]?.isLearner ?? false
        status.raftIndex = standing?.commitIndex ?? UInt64(commits.header.raftIndex)
        status.raftAppliedIndex = standing?.appliedIndex ?? status.raftIndex
        status.errors = machine.alarms.active.map(\.description)
        if status.leader == 0 { status.errors.append(EtcdError.unavailable.description) }
        return status
    }

    func alarm(
        _ request: AlarmRequest, by caller: EtcdCaller
    ) async throws(EtcdError) -> AlarmResponse {
        let answer = try await propose(.alarm(request), by: try author(caller))
        guard case .alarms(let alarms) = answer else {
            preconditionFailure("a request about alarms is answered by alarms")
        }
        return AlarmResponse(header: header, alarms: alarms)
    }

    func defragment(by caller: EtcdCaller) async throws(EtcdError) -> ResponseHeader {
        try await checkAdministrator(caller)
        try memberDisk?.defragment()
        try commits.defragment()
        return header
    }

    func hash(by caller: EtcdCaller) async throws(EtcdError) -> HashResponse {
        try await checkAdministrator(caller)
        let store = machine.store
        return HashResponse(
            header: header, hash: store.hash(at: store.revision), hashRevision: store.revision,
            compactRevision: store.compactRevision > 0 ? store.compactRevision : -1)
    }

    func hashKeyValues(
        at revision: Int64, by caller: EtcdCaller
    ) async throws(EtcdError) -> HashResponse {
        try await checkAdministrator(caller)
        let store = machine.store
        try store.checkReadable(revision)
        let at = revision > 0 ? revision : store.revision
        return HashResponse(
            header: header, hash: store.hash(at: at), hashRevision: at,
            compactRevision: store.compactRevision > 0 ? store.compactRevision : -1)
    }

    func snapshot(by caller: EtcdCaller) async throws(EtcdError) -> SnapshotResponse {
        try await checkAdministrator(caller)
        return SnapshotResponse(header: header, bytes: SnapshotFile(contents).bytes)
    }

    func moveLeader(
        to id: UInt64, by caller: EtcdCaller
    ) async throws(EtcdError) -> ResponseHeader {
        try await checkAdministrator(caller)
        if let group {
            try await group.moveLeader(to: id)
            return header
        }
        guard machine.members[id] != nil else { throw .badLeaderTransferee }
        return header
    }

    func checkAdministrator(_ caller: EtcdCaller) async throws(EtcdError) {
        try await settle()
        try machine.auth.checkAdministrator(try author(caller))
    }
}
