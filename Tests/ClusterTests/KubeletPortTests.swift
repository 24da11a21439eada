import API
import Client
import ContainerRuntime
import Kubelet
import PKI
import PodNetwork
import Simulation
import Testing

@testable import Cluster

/// What port 10250 of a node answers, to the API server's proxy and to whoever comes by himself.
@Suite("The kubelet's port", .serialized)
struct KubeletPortTests {
    private static let booted = Result {
        let cluster = try Cluster(
            simulation: Simulation(seed: 5), topology: Topology(nodeCount: 3))
        try cluster.boot()
        return cluster
    }

    private let cluster: Cluster

    init() throws { cluster = try Self.booted.get() }

    private static let node = "server5-node1"

    /// The status and the text that `path` behind the node's proxy gives.
    private func get(_ path: String, of node: String = Self.node) throws -> (Int, String) {
        let client = cluster.admin
        return try cluster.simulation.run {
            let response = try await client.send(
                client.request("GET", "/api/v1/nodes/\(node)/proxy\(path)"))
            var bytes: [UInt8] = []
            switch response.body {
            case .bytes(let all): bytes = all
            case .stream(let source):
                while let more = try await source.read(upTo: 65_536) { bytes += more }
            default: Issue.record("\(response.body)")
            }
            return (response.status, String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test("its health, by the name of the node alone and with the port")
    func health() throws {
        #expect(try get("/healthz") == (200, "ok"))
        #expect(try get("/healthz/syncloop", of: Self.node + ":10250") == (200, "ok"))
        #expect(try get("/healthz", of: "https:\(Self.node):10250") == (200, "ok"))
        #expect(try get("/nothing") == (404, "404 page not found\n"))
    }

    @Test("its pods are those bound to the node")
    func pods() throws {
        let text = try get("/pods").1
        let list = try JSONParser.parse(Array(text.utf8))
        let bound = try cluster.simulation.run { [client = cluster.admin] in
            try await client.list(Pod.self).items.filter { $0.spec.nodeName == Self.node }
        }
        let names = (list["items"].array ?? []).compactMap { $0["metadata"]["name"].string }
        #expect(!names.isEmpty)
        #expect(Set(names) == Set(bound.map(\.metadata.name)))
        #expect(list["items"].array?.first?["status"]["phase"].string == "Running")
        let running = try JSONParser.parse(Array(try get("/runningpods/").1.utf8))
        #expect(running["items"].array?.count == names.count)
        let configuration = try JSONParser.parse(Array(try get("/configz").1.utf8))
        #expect(configuration["kubeletconfig"]["clusterDNS"].array == ["10.96.0.10"])
    }

    @Test("its log files, and the log of a container")
    func logs() throws {
        let files = try #require(cluster.node(Self.node)).files
        try files.makeDirectory("/var/log/<b>", withParents: true)
        try files.write("/var/log/messages", Array("hello\n".utf8))
        let page = try get("/logs/", of: Self.node + ":10250")
        #expect(page.0 == 200)
        #expect(page.1.contains("<pre>\n<a href=\"&lt;b&gt;/\">&lt;b&gt;/</a>\n"))
        #expect(try get("/logs/messages") == (200, "hello\n"))
        #expect(try get("/logs/../../etc/hostname").0 != 200)
        #expect(try get("/logs/%2e%2e/%2e%2e/etc/hostname").0 != 200)
        let pod = try cluster.simulation.run { [client = cluster.admin] in
            try await client.list(Pod.self, namespace: "kube-system").items.first {
                $0.spec.nodeName == Self.node && $0.metadata.name.hasPrefix("kube-proxy")
            }
        }
        let name = try #require(pod).metadata.name
        #expect(try get("/containerLogs/kube-system/\(name)/kube-proxy").0 == 200)
        #expect(
            try get("/containerLogs/kube-system/\(name)/x")
                == (400, "container x is not valid for pod \(name)\n"))
    }

    @Test("who comes without a name is sent away, who may not is told what he lacks")
    func access() throws {
        let network = cluster.controlPlane.network
        let chain = try #require(cluster.pki.kubelet("server6-node2")).chain
        let address = try #require(cluster.node(Self.node)).plan.address
        let ask: @Sendable ([[UInt8]]) async throws -> String = { chain in
            let connection = try await network.connect(
                to: PodNetwork.Endpoint(address, Defaults.kubeletPort))
            _ = try await connection.startTLS(
                TLSClientOptions(serverName: Self.node, certificateChain: chain))
            try await connection.write("GET /pods HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            var bytes: [UInt8] = []
            while let more = try await connection.read(upTo: 4096) { bytes += more }
            return String(decoding: bytes, as: UTF8.self)
        }
        let (nobody, other) = try cluster.simulation.run {
            (try await ask([]), try await ask(chain))
        }
        #expect(nobody.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"))
        #expect(nobody.hasSuffix("\r\n\r\nUnauthorized"))
        #expect(
            other.hasSuffix(
                "Forbidden (user=system:node:server6-node2, verb=get, resource=nodes, "
                    + "subresource(s)=[pods proxy])\n"))
    }
}
