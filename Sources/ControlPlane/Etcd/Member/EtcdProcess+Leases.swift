import Simulation

extension EtcdProcess {
    func grantLease(
        timeToLive: Int64, id: Int64, by caller: EtcdCaller
    ) async throws(EtcdError) -> LeaseGrant {
        try checkServing()
        let author = try author(caller)
        let id = id != 0 ? id : newLeaseID()
        let answer = try await propose(.grantLease(id: id, seconds: timeToLive), by: author)
        expireInTime(id)
        guard case .lease(_, let seconds) = answer else {
            preconditionFailure("a grant is answered by the lease")
        }
        return LeaseGrant(header: header, id: id, timeToLive: seconds)
    }

    func renewLease(_ id: Int64) async throws(EtcdError) -> LeaseRenewal {
        try await settle()
        let seconds = try watchable.machine.value.store.lessor.renew(id, now: simulation.now)
        return LeaseRenewal(header: header, id: id, timeToLive: seconds)
    }

    func revokeLease(
        _ id: Int64, by caller: EtcdCaller
    ) async throws(EtcdError) -> ResponseHeader {
        _ = try await propose(.revokeLease(id), by: try author(caller))
        return header
    }

    func timeToLive(
        of id: Int64, withKeys: Bool, by caller: EtcdCaller
    ) async throws(EtcdError) -> LeaseTimeToLive {
        let author = try author(caller)
        try await settle()
        var response = try machine.timeToLive(
            of: id, withKeys: withKeys, by: author, now: simulation.now)
        response.header = completed(response.header)
        return response
    }

    func leaseList() async throws(EtcdError) -> LeaseList {
        try await settle()
        return LeaseList(header: header, ids: machine.store.lessor.all.map(\.id))
    }

    /// Revokes the lease when its time is up, however often that is put off.
    func expireInTime(_ id: Int64) {
        simulation.spawn("etcd lease") { [self] in
            while let lease = watchable.machine.value.store.lessor[id], watchable.failure == nil {
                if lease.expiry <= simulation.now {
                    do {
                        _ = try await propose(.revokeLease(id), by: .leader)
                        return
                    } catch {
                        // The disk refused. Its keys stay until it takes writes again.
                        guard (try? await simulation.sleep(for: .seconds(1))) != nil else { return }
                        continue
                    }
                }
                do { try await simulation.sleep(until: lease.expiry) } catch { return }
            }
        }
    }

    /// Sixteen digits in hexadecimal, as those of a real etcd.
    private func newLeaseID() -> Int64 {
        let random = simulation.random("etcd lease")
        while true {
            let id = Int64(random.int(in: 0x1000_0000_0000_0000..<0x7fff_ffff_ffff_ffff))
            if watchable.machine.value.store.lessor[id] == nil { return id }
        }
    }
}
