import ContainerRuntime
import Encoding
import PodNetwork
import Simulation
import Testing

@testable import Cluster

@Suite("The world outside the cluster")
struct OutsideWorldTests {
    @Test("only etcd's releases are to be had, each by its own name")
    func releases() {
        #expect(EtcdRelease(tag: "v3.5.2", asset: "etcd-v3.5.2-linux-amd64.tar.gz") != nil)
        #expect(EtcdRelease(tag: "v3.5.3", asset: "etcd-v3.5.2-linux-amd64.tar.gz") == nil)
        #expect(EtcdRelease(asset: "etcd-v3.5.2-linux-amd64.zip") == nil)
    }

    @Test("an archive for another machine holds other programs")
    func platforms() throws {
        let own = try #require(EtcdRelease(asset: "etcd-v3.5.2-linux-amd64.tar.gz")).archive
        let other = try #require(EtcdRelease(asset: "etcd-v3.5.2-linux-arm64.tar.gz")).archive
        func holds(_ archive: [UInt8], _ line: String) throws -> Bool {
            let bytes = try Gzip.expand(archive, limit: 1 << 20)
            return String(decoding: bytes, as: UTF8.self).contains(line)
        }
        #expect(try holds(own, "#!program etcdctl-3.5.2\n"))
        #expect(try holds(other, "#!program etcdctl-3.5.2-linux-arm64\n"))
    }

    @Test("hosts and pods resolve the Internet's names, and trust its certificates")
    func reached() throws {
        let simulation = Simulation(seed: 3)
        let cluster = try Cluster(simulation: simulation)
        try cluster.outside.start()
        let master = cluster.controlPlane
        try master.files.makeDirectory("/bin", withParents: true)
        try master.files.write("/bin/curl", Array("#!program curl\n".utf8), mode: 0o755)
        let machine = Machine(
            simulation: simulation, files: master.files, network: master.network,
            hostname: "server4-master", programs: StandardPrograms.catalog)
        func curl(_ url: String) throws -> String {
            try simulation.run {
                let sink = BytePipe(simulation)
                let executable = try machine.executable(
                    for: ["curl", "-sS", "-o", "/tmp/x", "-w", "%{http_code} %{num_redirects}"]
                        + ["-L", url], path: "/bin", workingDirectory: "/tmp")
                let process = machine.processes.start(
                    executable.program, arguments: executable.arguments,
                    environment: ["PATH": "/bin"], workingDirectory: "/tmp",
                    streams: Process.Streams(
                        input: BytePipe(simulation), output: sink, error: sink),
                    on: machine)
                let code = try await process.wait()
                let bytes = try await sink.read(upTo: .max) ?? []
                return "\(code) " + String(decoding: bytes, as: UTF8.self)
            }
        }
        let release =
            "github.com/etcd-io/etcd/releases/download/v3.5.2/etcd-v3.5.2-linux-amd64.tar.gz"
        #expect(try curl("https://\(release)") == "0 200 1")
        #expect(try curl("http://\(release)") == "0 200 2")
        #expect(try curl("https://github.com/etcd-io/etcd/nothing") == "0 404 0")
        let unknown = try curl("https://example.org/")
        #expect(unknown.hasPrefix("6 curl: (6) Could not resolve host: example.org"))
        // The certificate is for the name, not for the address.
        #expect(try curl("https://20.205.243.166/").hasPrefix("60 "))
        #expect(cluster.outside.addresses(of: "GitHub.com") == [IPv4Address(20, 205, 243, 166)])
    }
}
