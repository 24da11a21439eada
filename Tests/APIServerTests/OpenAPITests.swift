import API
import Testing

@testable import APIServer

@Suite("OpenAPI")
struct OpenAPITests {
    private static func names(of schemas: Value?) -> Set<String> {
        Set((schemas.object ?? Object()).names)
    }

    /// What the `$ref`s of a document name.
    private static func references(in value: Value, below root: String) -> Set<String> {
        switch value {
        case .object(let object):
            var found: Set<String> = []
            if let reference = object["$ref"].string {
                found.insert(String(reference.dropFirst(root.count)))
            }
            for (_, member) in object { found.formUnion(references(in: member, below: root)) }
            return found
        case .array(let items):
            return items.reduce(into: []) { $0.formUnion(references(in: $1, below: root)) }
        default: return []
        }
    }

    @Test("a version's document has every type that it refers to, and no index is empty")
    func closed() throws {
        let index = try #require(OpenAPIV3.respond(path: "/openapi/v3", catalog: .shared))
        let paths = try #require(index["paths"].object)
        #expect(paths.count > 20)
        for (path, _) in paths {
            let document = try #require(
                OpenAPIV3.respond(path: "/openapi/v3/" + path, catalog: .shared), "\(path)")
            let schemas = document["components"]["schemas"]
            let defined = Self.names(of: schemas)
            #expect(!defined.isEmpty, "\(path)")
            let used = Self.references(in: document, below: "#/components/schemas/")
            #expect(used.subtracting(defined).isEmpty, "\(path)")
        }
    }

    @Test("a kind's type says of which kind it is, and how its lists are merged")
    func pod() throws {
        let document = try #require(OpenAPIV3.respond(path: "/openapi/v3/api/v1", catalog: .shared))
        let schemas = document["components"]["schemas"]
        let pod = schemas["io.k8s.api.core.v1.Pod"]
        #expect(
            pod["x-kubernetes-group-version-kind"]
                == [["group": "", "kind": "Pod", "version": "v1"]])
        let containers = schemas["io.k8s.api.core.v1.PodSpec"]["properties"]["containers"]
        #expect(containers["x-kubernetes-patch-merge-key"] == "name")
        #expect(containers["items"]["$ref"] == "#/components/schemas/io.k8s.api.core.v1.Container")
    }

    @Test("the v2 document is the same in JSON and, told apart by its parts, in protobuf")
    func secondVersion() throws {
        let document = OpenAPIV2.document(.shared)
        let defined = Self.names(of: document["definitions"])
        #expect(Self.references(in: document, below: "#/definitions/").subtracting(defined).isEmpty)
        let bytes = OpenAPIV2.encode(document)
        #expect(bytes.starts(with: [0x0a, 3] + Array("2.0".utf8)))
        let text = String(decoding: bytes, as: UTF8.self)
        for name in defined { #expect(text.contains(name)) }
    }
}
