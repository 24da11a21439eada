import Etcd

let maintenanceCases: [ConformanceCase] = [
    ConformanceCase("what was compacted is gone, and said to be so") { trial in
        let first = try await trial.put("a", "1")
        let second = try await trial.put("a", "2")
        try await trial.etcd.compact(to: second)
        try trial.expect(try await trial.texts { $0.revision = second }, is: ["a=2"], "exact")
        try await trial.expect(.compacted(compactRevision: second)) {
            _ = try await trial.texts { $0.revision = first }
        }
        try await trial.expect(.compacted(compactRevision: second)) {
            try await trial.etcd.compact(to: second)
        }
        try await trial.expect(.futureRevision) {
            try await trial.etcd.compact(to: second + 1_000_000)
        }
    },
    ConformanceCase("a hash is of the keys at a revision") { trial in
        let first = try await trial.put("a", "1")
        try await trial.etcd.compact(to: first)
        let before = try await trial.etcd.hashKeyValues(at: 0)
        try trial.expect(before.hashRevision, is: first, "the revision hashed")
        try trial.expect(before.compactRevision, is: first, "the revision compacted to")
        try await trial.put("a", "2")
        let after = try await trial.etcd.hashKeyValues(at: 0)
        try trial.expect(before.hash != after.hash, "another value, another hash")
        let again = try await trial.etcd.hashKeyValues(at: first)
        try trial.expect(again.hash, is: before.hash, "the hash of the same revision")
        try await trial.expect(.futureRevision) {
            _ = try await trial.etcd.hashKeyValues(at: first + 1_000_000)
        }
    },
    ConformanceCase("defragmenting changes no key") { trial in
        try await trial.put("a", "1")
        try await trial.etcd.defragment()
        try trial.expect(try await trial.texts(), is: ["a=1"], "the keys")
    },
    ConformanceCase("the space alarm refuses puts and leases until it is disarmed") { trial in
        try await trial.put("a", "1")
        let member = try await trial.etcd.status().memberID
        let alarm = Alarm(memberID: member, kind: .noSpace)
        let raised = try await trial.etcd.alarm(AlarmRequest(.activate, alarm))
        try trial.expect(raised.alarms, is: [alarm], "the alarm raised")
        do {
            try await trial.expect(.noSpace) { try await trial.put("a", "2") }
            try await trial.expect(.noSpace) {
                _ = try await trial.etcd.grantLease(timeToLive: 60, id: 0)
            }
            try trial.expect(try await trial.texts(), is: ["a=1"], "reads go on")
            try await trial.delete("a")
            let active = try await trial.etcd.alarm(AlarmRequest(.get)).alarms
            try trial.expect(active, is: [alarm], "the alarms")
            let errors = try await trial.etcd.status().errors
            try trial.expect(errors.contains { $0.contains("NOSPACE") }, "said in the status")
        } catch {
            try await trial.etcd.alarm(AlarmRequest(.deactivate))
            throw error
        }
        let disarmed = try await trial.etcd.alarm(AlarmRequest(.deactivate, alarm)).alarms
        try trial.expect(disarmed, is: [alarm], "disarmed")
        try await trial.put("a", "3")
    },
    ConformanceCase("the alarm of corruption refuses everything about keys") { trial in
        let member = try await trial.etcd.status().memberID
        let alarm = Alarm(memberID: member, kind: .corrupt)
        try await trial.etcd.alarm(AlarmRequest(.activate, alarm))
        do {
            try await trial.expect(.corrupt) { try await trial.put("a", "1") }
            try await trial.expect(.corrupt) { _ = try await trial.texts() }
        } catch {
            try await trial.etcd.alarm(AlarmRequest(.deactivate, alarm))
            throw error
        }
        try await trial.etcd.alarm(AlarmRequest(.deactivate, alarm))
        try trial.expect(try await trial.etcd.alarm(AlarmRequest(.get)).alarms, is: [], "alarms")
    },
    ConformanceCase("an answer says who answered, and when") { trial in
        let put = try await trial.etcd.put(PutRequest(trial.key("a"), BytesPayload([])))
        let status = try await trial.etcd.status()
        try trial.expect(put.header.clusterID, is: status.clusterID, "the cluster")
        try trial.expect(put.header.raftTerm, is: status.raftTerm, "the term")
        try trial.expect(status.clusterID != 0 && status.memberID != 0, "ids are not zero")
        try trial.expect(status.leader != 0, "there is a leader")
        try trial.expect(status.databaseSize >= status.databaseSizeInUse, "sizes")
        try trial.expect(status.databaseSizeInUse > 0, "something is in use")
    },
    ConformanceCase("a snapshot has the hash of its bytes at its end") { trial in
        try await trial.put("a", "1")
        let snapshot = try await trial.etcd.snapshot()
        // Pages or records of 512 bytes and more, and the 32 bytes of SHA-256 behind them.
        try trial.expect(snapshot.bytes.count % 512, is: 32, "bytes behind the last page")
    },
    ConformanceCase("nobody leads but a member") { trial in
        let status = try await trial.etcd.status()
        let isLeader = status.leader == status.memberID
        try await trial.expect(isLeader ? .badLeaderTransferee : .notLeader) {
            try await trial.etcd.moveLeader(to: 0xdead)
        }
    },
]
