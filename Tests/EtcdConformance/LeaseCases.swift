import Etcd

let leaseCases: [ConformanceCase] = [
    ConformanceCase("a lease takes its keys with it when it ends") { trial in
        let lease = try await trial.etcd.grantLease(timeToLive: 2, id: 0).id
        try await trial.put("a", "1", lease: lease)
        try await trial.put("b", "1", lease: lease)
        // Written without the lease, a key leaves it.
        try await trial.put("b", "2")
        let left = try await trial.etcd.leaseTimeToLive(lease, withKeys: true)
        try trial.expect(left.keys, is: [trial.key("a")], "its keys")
        try trial.expect((1...2).contains(left.remaining), "remaining: \(left.remaining)")
        try await trial.pause(.seconds(5))
        try trial.expect(try await trial.texts(), is: ["b=2"], "what is left")
        let gone = try await trial.etcd.leaseTimeToLive(lease, withKeys: true)
        try trial.expect(gone.remaining, is: -1, "remaining")
        try await trial.expect(.leaseNotFound) { try await trial.etcd.keepLeaseAlive(lease) }
    },
    ConformanceCase("a lease that is renewed goes on") { trial in
        let lease = try await trial.etcd.grantLease(timeToLive: 3, id: 0).id
        try await trial.put("a", "1", lease: lease)
        for _ in 0..<3 {
            try await trial.pause(.seconds(2))
            let renewed = try await trial.etcd.keepLeaseAlive(lease).timeToLive
            try trial.expect(renewed, is: 3, "the time from now")
        }
        try trial.expect(try await trial.texts(), is: ["a=1"], "the key")
        try await trial.etcd.revokeLease(lease)
    },
    ConformanceCase("a revoked lease takes its keys with it, in one revision") { trial in
        let lease = try await trial.etcd.grantLease(timeToLive: 600, id: 0).id
        try await trial.put("a", "1", lease: lease)
        let before = try await trial.put("b", "1", lease: lease)
        let header = try await trial.etcd.revokeLease(lease)
        try trial.expect(header.revision, is: before + 1, "the revision")
        try trial.expect(try await trial.texts(), is: [], "the keys")
        try await trial.expect(.leaseNotFound) { try await trial.etcd.revokeLease(lease) }
        try await trial.expect(.leaseNotFound) { try await trial.put("c", "", lease: lease) }
    },
    ConformanceCase("leases have the ids they were given, once, and are listed") { trial in
        let granted = try await trial.etcd.grantLease(timeToLive: 600, id: 0x51_3377)
        try trial.expect(granted.id, is: 0x51_3377, "the id")
        try trial.expect(granted.timeToLive, is: 600, "the time")
        try await trial.expect(.leaseExists) {
            _ = try await trial.etcd.grantLease(timeToLive: 600, id: 0x51_3377)
        }
        let ids = try await trial.etcd.leases().ids
        try trial.expect(ids.contains(0x51_3377), "listed")
        try await trial.etcd.revokeLease(0x51_3377)
        let later = try await trial.etcd.leases().ids
        try trial.expect(!later.contains(0x51_3377), "listed no more")
    },
    ConformanceCase("a lease lives at least two seconds, and not too long") { trial in
        let short = try await trial.etcd.grantLease(timeToLive: 1, id: 0)
        try trial.expect(short.timeToLive, is: 2, "the time granted")
        try await trial.etcd.revokeLease(short.id)
        try await trial.expect(.leaseTooLong) {
            _ = try await trial.etcd.grantLease(timeToLive: 9_000_000_001, id: 0)
        }
    },
]
