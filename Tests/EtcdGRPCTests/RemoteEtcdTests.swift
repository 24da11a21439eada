import Etcd
import EtcdConformance
import Foundation
import Simulation
import RealEtcd
import TestSupport
import Testing

@testable import EtcdGRPC

@Suite(
    "RemoteEtcd", .serialized,
    .enabled(if: EtcdProcesses.isInstalled, "etcd-server and etcd-client are not installed"))
struct RemoteEtcdTests {
    @Test("keys, transactions, watches and leases of a real etcd")
    func everything() async throws {
        try await onOwnThread {
            let keys = try EtcdKeys()
            let real = try EtcdProcesses(keys: keys)
            let simulation = Simulation(seed: 1)
            let etcd = try RemoteEtcd(
                simulation: simulation, addresses: real.addresses(tls: true),
                credentials: keys.credentials())
            try simulation.run {
                try await etcd.connect()
                var request = WatchRequest(.prefix(Key("/")))
                request.withPrevious = true
                let watch = try await etcd.watch(request)
                let lease = try await etcd.grantLease(timeToLive: 60, id: 0)
                try await etcd.put(PutRequest(Key("/a"), BytesPayload([1]), lease: lease.id))
                try await etcd.put(PutRequest(Key("/a"), BytesPayload([2])))
                try await etcd.deleteRange(DeleteRangeRequest(.key(Key("/a"))))
                var seen: [String] = []
                for _ in 0..<3 {
                    let event = try #require(try await watch.next()?.first)
                    let previous = event.previous?.value.bytes.first.map { "\($0)" } ?? "-"
                    seen.append("\(event.kind) \(event.keyValue.modRevision) \(previous)")
                }
                #expect(seen == ["put 2 -", "put 3 1", "delete 4 2"])
                watch.cancel()
                #expect(try await watch.next() == nil)
                #expect(try await etcd.range(RangeRequest(.all)).revision == 4)
                #expect(try await etcd.keepLeaseAlive(lease.id).timeToLive == 60)
                #expect(try await etcd.leases().ids == [lease.id])
                try await etcd.revokeLease(lease.id)
                await #expect(throws: EtcdError.leaseNotFound) {
                    try await etcd.keepLeaseAlive(lease.id)
                }
                try await etcd.compact(to: 4)
                var past = WatchRequest(.all)
                past.startRevision = 2
                let late = try await etcd.watch(past)
                await #expect(throws: EtcdError.compacted(compactRevision: 4)) {
                    try await late.next()
                }
                #expect(try await etcd.members(isLinearizable: true).members.count == 1)
                #expect(try await etcd.snapshot().bytes.count % 512 == 32)
                await etcd.close()
            }
        }
    }

    /// What Debian's etcd 3.4 does otherwise than 3.6.
    private static let newerThan34 = [
        // Its answer does not say which revision was hashed.
        "a hash is of the keys at a revision",
        // It raises this alarm, and heeds it at the next start only.
        "the alarm of corruption refuses everything about keys",
    ]

    private static func isOfEvery(_ promise: ConformanceCase) -> Bool {
        promise.needs.isEmpty && !newerThan34.contains(promise.description)
    }

    @Test("it behaves as etcd does, case after case on one cluster")
    func conformance() async throws {
        try await onOwnThread {
            let real = try EtcdProcesses()
            let simulation = Simulation(seed: 1)
            let etcd = try RemoteEtcd(simulation: simulation, addresses: real.addresses())
            for promise in ConformanceCase.all where Self.isOfEvery(promise) {
                do {
                    try simulation.run(limit: .seconds(20)) {
                        try await promise.check(on: etcd) { duration in
                            // Leases of a real etcd end by the real clock.
                            await simulation.outside { try? await Task.sleep(for: duration) }
                        }
                    }
                } catch { Issue.record("\(promise): \(error)") }
            }
        }
    }

    @Test("the cluster's time waits for its own writes to be seen")
    func ownWrites() async throws {
        try await onOwnThread {
            let real = try EtcdProcesses()
            let simulation = Simulation(seed: 1)
            let etcd = try RemoteEtcd(simulation: simulation, addresses: real.addresses())
            try simulation.run {
                let watch = try await etcd.watch(WatchRequest(.all))
                for round in 0..<50 {
                    try await etcd.put(PutRequest(Key("\(round)"), BytesPayload([])))
                    let written = simulation.now
                    // Were time not held, an hour would pass before the event is here.
                    try await simulation.sleep(for: .hours(1))
                    let before = simulation.now
                    _ = try await watch.next()
                    #expect(simulation.now == before && written < before)
                }
                watch.cancel()
                await etcd.close()
            }
        }
    }

    @Test("three members, one killed under load: no acknowledged write is lost")
    func failover() async throws {
        try await onOwnThread {
            let real = try EtcdProcesses(members: 3)
            let simulation = Simulation(seed: 1)
            let etcd = try RemoteEtcd(simulation: simulation, addresses: real.addresses())
            let killer = Killer(real)
            try simulation.run {
                let watch = try await etcd.watch(WatchRequest(.prefix(Key("/"))))
                var acknowledged: [String] = []
                for round in 0..<60 {
                    if round == 20 {
                        // The member that is asked now.
                        let status = try await etcd.status()
                        let members = try await etcd.members(isLinearizable: true).members
                        let own = try #require(members.first { $0.id == status.memberID })
                        await simulation.outside { killer.kill(own.clientURLs[0]) }
                    }
                    let key = "/\(round)"
                    let put = PutRequest(Key(key), BytesPayload([]))
                    // A write whose answer was lost may or may not have happened.
                    if (try? await etcd.put(put)) != nil { acknowledged.append(key) }
                }
                #expect(acknowledged.count >= 50)
                let found = try await etcd.range(RangeRequest(.prefix(Key("/"))))
                let keys = Set(found.keyValues.map(\.key.description))
                #expect(acknowledged.allSatisfy(keys.contains))
                // The watch has gone on elsewhere, and has missed nothing.
                var told: Set<String> = []
                while told.count < keys.count {
                    for event in try #require(try await watch.next()) {
                        told.insert(event.keyValue.key.description)
                    }
                }
                #expect(told == keys)
                watch.cancel()
                await etcd.close()
            }
        }
    }

    private final class Killer: @unchecked Sendable {
        private let real: EtcdProcesses
        init(_ real: EtcdProcesses) { self.real = real }

        func kill(_ url: String) {
            for (index, port) in real.ports.enumerated() where url.hasSuffix(":\(port)") {
                real.kill9(index)
            }
        }
    }
}

/// What is said when etcd cannot be reached.
@Suite("RemoteEtcd without an etcd")
struct UnreachableTests {
    private func failure(
        _ address: String, _ credentials: EtcdCredentials = .none
    ) throws -> String {
        let simulation = Simulation(seed: 1)
        let etcd = try RemoteEtcd(
            simulation: simulation, addresses: [EtcdAddress(address)], credentials: credentials)
        return try simulation.run {
            do { try await etcd.connect() } catch { return "\(error)" }
            return "connected"
        }
    }

    @Test("each reason has its sentence")
    func reasons() async throws {
        try await onOwnThread { [self] in
            let (keys, others) = (try EtcdKeys(), try EtcdKeys(seed: 2))
            let own = try OwnEtcd(keys)
            let port = try EtcdProcesses.freePorts(1)[0]
            let address = "https://127.0.0.1:\(own.port)"
            #expect(
                try failure("http://127.0.0.1:\(port)")
                    == "nothing listens at http://127.0.0.1:\(port): connection refused")
            #expect(try failure(address, keys.credentials()) == "connected")
            let wrongAuthority = try EtcdCredentials(
                authority: others.caPath, certificate: keys.clientPath, key: keys.clientKeyPath)
            #expect(
                try failure(address, wrongAuthority)
                    == "the certificate of etcd at \(address) is not of the authority that was given for it"
            )
            let nobody = try EtcdCredentials(authority: keys.caPath, certificate: "", key: "")
            let told = try failure(address, nobody)
            #expect(told == "etcd at \(address) does not accept the client's certificate")
        }
    }

    @Test("wrong files and addresses are named")
    func files() async throws {
        try await onOwnThread {
            #expect(throws: EtcdGRPCError.self) { try EtcdAddress("nonsense") }
            #expect(throws: EtcdGRPCError.self) { try EtcdAddress("https://a:70000") }
            do {
                _ = try EtcdCredentials(authority: "/nowhere/ca.crt", certificate: "", key: "")
                Issue.record("was read")
            } catch { #expect("\(error)" == "open /nowhere/ca.crt: no such file or directory") }
            let keys = try EtcdKeys()
            let text = try keys.folder.write("hello", to: "hello")
            do {
                _ = try EtcdCredentials(authority: text, certificate: "", key: "")
                Issue.record("was taken")
            } catch { #expect("\(error)" == "\(text) holds no certificate or key in PEM form") }
        }
    }
}
