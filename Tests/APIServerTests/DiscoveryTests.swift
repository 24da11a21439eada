import API
import Testing

@testable import APIServer

@Suite("Discovery", .enabled(if: KindsTruth.isPresent))
struct DiscoveryTests {
    private func ask(_ path: String, accept: String? = nil) -> Discovery.Answer? {
        Discovery.respond(
            path: path, accept: accept, catalog: .shared, serverAddress: "192.168.49.2:6443")
    }

    @Test("every plain document has the recorded text")
    func plainDocuments() throws {
        for name in try KindsTruth.names(in: "discovery") where name.hasSuffix(".json") {
            if name.hasPrefix("aggregated") { continue }
            let stem = name.dropLast(5)
            let path =
                stem == "apis_" ? "/apis/" : "/" + stem.split(separator: "_").joined(separator: "/")
            let value = try #require(ask(path)?.value, "\(path)")
            let recorded = try KindsTruth.json("discovery/" + name)
            #expect(JSONWriter.text(value) == JSONWriter.text(recorded), "\(path)")
        }
    }

    @Test("the aggregated documents have the recorded text and type")
    func aggregated() throws {
        for (path, name) in [("/api", "aggregated_api"), ("/apis", "aggregated_apis")] {
            let kubectl =
                Discovery.aggregatedType
                + ",application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList"
                + ",application/json"
            let answer = try #require(ask(path, accept: kubectl))
            let recorded = try KindsTruth.json("discovery/\(name).json")
            #expect(JSONWriter.text(answer.value) == JSONWriter.text(recorded))
            #expect(answer.contentType == Discovery.aggregatedType)
            #expect(answer.entityTag?.isEmpty == false)
        }
    }

    @Test("GET / lists the recorded paths")
    func rootPaths() throws {
        let text = try KindsTruth.output(
            of: "curl -s -i --cacert pki/ca.crt --cert pki/admin.crt --key pki/admin.key "
                + "-X GET 'https://127.0.0.1:6443/' ",
            in: "01-http-root-and-discovery.txt")
        let body = text[(text.firstIndex(of: "{") ?? text.startIndex)...]
        let end = body.lastIndex(of: "}") ?? body.startIndex
        let recorded = try JSONParser.parse(String(body[...end]))
        #expect(ask("/")?.value == recorded)
    }

    @Test("paths that are not discovery's are left to others")
    func otherPaths() {
        for path in [
            "/apis/nonsense", "/apis/batch/v2", "/api/v2", "/version", "/apis/batch/v1/jobs",
        ] {
            #expect(ask(path) == nil, "\(path)")
        }
    }

    @Test("a resource that is added to the catalog appears in both forms")
    func customResource() throws {
        var catalog = ResourceCatalog.shared
        catalog.add(
            APIResource(
                group: "example.com", version: "v1", name: "websites", singularName: "website",
                kind: "Website", isNamespaced: true, shortNames: ["ws"], verbs: ["get", "list"]))
        let list = Discovery.respond(
            path: "/apis/example.com/v1", accept: nil, catalog: catalog, serverAddress: "")
        #expect(list?.value["resources"].array?.first?["shortNames"].array == ["ws"])
        let all = Discovery.respond(
            path: "/apis", accept: Discovery.aggregatedType, catalog: catalog, serverAddress: "")
        #expect(all?.value["items"].array?.last?["metadata"]["name"].string == "example.com")
    }
}
