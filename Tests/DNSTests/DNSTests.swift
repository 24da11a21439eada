import API
import PodNetwork
import Testing

@testable import DNS

@Suite("DNS")
struct DNSTests {
    private func zone() -> ClusterZone {
        var web = Service(namespace: "default", name: "web")
        web.value["spec"] = [
            "clusterIP": "10.96.0.20",
            "ports": [["name": "http", "port": 80, "protocol": "TCP"]],
        ]
        var db = Service(namespace: "default", name: "db")
        db.value["spec"] = ["clusterIP": "None", "ports": [["port": 5432, "protocol": "TCP"]]]
        var slice = EndpointSlice(namespace: "default", name: "db-1")
        slice.value["endpoints"] = [
            [
                "addresses": ["10.244.1.5"], "hostname": "db-0", "conditions": ["ready": true],
            ],
            ["addresses": ["10.244.1.6"], "hostname": "db-1", "conditions": ["ready": false]],
        ]
        slice.value["ports"] = [["name": "", "port": 5432, "protocol": "TCP"]]
        let (services, slices) = (["web": web, "db": db], [slice])
        return ClusterZone(
            domain: "cluster.local", serial: 1, service: { services[$0.name] },
            slices: { $0.name == "db" ? slices : [] }, hasNamespace: { $0 == "default" })
    }

    private func ask(_ name: String, _ type: DNSType = .a) throws -> DNSMessage {
        var query = DNSMessage(id: 7)
        query.questions = [DNSQuestion(DNSName(name), type)]
        let sent = try DNSMessage(bytes: query.bytes)
        let reply = try #require(zone().answer(sent, sent.questions[0]))
        return try DNSMessage(bytes: reply.bytes)
    }

    @Test("a service's name leads to its cluster IP")
    func clusterIP() throws {
        let reply = try ask("WEB.default.svc.cluster.local.")
        #expect(reply.answers.map(\.data) == [.a(0x0a60_0014)])
        #expect(reply.isAuthoritative)
        #expect(try ask("web.default.svc.cluster.local", .aaaa).answers.isEmpty)
        #expect(try ask("web.default.svc.cluster.local", .aaaa).responseCode == .noError)
    }

    @Test("a headless service's name leads to its ready endpoints, and hostnames to one")
    func headless() throws {
        #expect(try ask("db.default.svc.cluster.local").answers.map(\.data) == [.a(0x0af4_0105)])
        #expect(
            try ask("db-0.db.default.svc.cluster.local").answers.map(\.data) == [.a(0x0af4_0105)])
        #expect(try ask("db-1.db.default.svc.cluster.local").responseCode == .nameError)
    }

    @Test("SRV names a port's number and its host")
    func srv() throws {
        let reply = try ask("_http._tcp.web.default.svc.cluster.local", .srv)
        #expect(
            reply.answers.map(\.data) == [
                .srv(
                    priority: 0, weight: 100, port: 80,
                    target: DNSName("web.default.svc.cluster.local"))
            ])
    }

    @Test("pods have names made of their addresses")
    func pods() throws {
        #expect(
            try ask("10-244-1-5.default.pod.cluster.local").answers.map(\.data) == [
                .a(0x0af4_0105)
            ])
    }

    @Test(
        "what is not there is NXDOMAIN with the zone's SOA",
        arguments: [
            "nope.default.svc.cluster.local", "web.nowhere.svc.cluster.local", "x.cluster.local",
        ])
    func missing(_ name: String) throws {
        let reply = try ask(name)
        #expect(reply.responseCode == .nameError)
        #expect(reply.authorities.map(\.type) == [.soa])
    }

    @Test("compressed names are read; pointers in a circle are refused")
    func compression() throws {
        let head: [UInt8] = [0, 1, 0x80, 0, 0, 1, 0, 1, 0, 0, 0, 0]
        let question: [UInt8] = [1, 0x61, 1, 0x62, 0, 0, 1, 0, 1]
        let answer: [UInt8] = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 5, 0, 4, 10, 0, 0, 1]
        let message = try DNSMessage(bytes: head + question + answer)
        #expect(message.answers.first?.name == DNSName("a.b"))
        #expect(throws: DNSFormatError.badName) {
            try DNSMessage(bytes: [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1])
        }
    }

    @Test("any beginning of a message is refused without a crash")
    func truncation() throws {
        var query = DNSMessage(id: 7)
        query.questions = [DNSQuestion(DNSName("web.default.svc.cluster.local"), .a)]
        for count in 0..<query.bytes.count {
            #expect(throws: DNSFormatError.self) {
                try DNSMessage(bytes: Array(query.bytes.prefix(count)))
            }
        }
    }
}
