import API
import Testing

@testable import APIServer

@Suite("OpenAPI")
struct OpenAPITests {
    private static let core = OpenAPIV3.document("api/v1", catalog: .shared)

    private static func names(of schemas: Value?) -> Set<String> {
        Set((schemas.object ?? Object()).names)
    }

    /// The operations of a document by their identifiers.
    private static func operations(of document: Value) -> [String: Value] {
        var found: [String: Value] = [:]
        for (_, path) in document["paths"].object ?? Object() {
            for (_, operation) in path.object ?? Object() {
                if let id = operation["operationId"].string { found[id] = operation }
            }
        }
        return found
    }

    @Test("a document has every type that it refers to, and every document has types")
    func closed() throws {
        let names = OpenAPIV3.names(.shared)
        #expect(names.count > 40)
        for name in names {
            let document = OpenAPIV3.document(name, catalog: .shared)
            let defined = Self.names(of: document["components"]["schemas"])
            #expect(!defined.isEmpty, "\(name)")
            let used = OpenAPISchemas.references(in: document, below: "#/components/schemas/")
            #expect(used.subtracting(defined).isEmpty, "\(name)")
            #expect(used.contains { !$0.isEmpty }, "\(name)")
        }
    }

    @Test("a kind's type says of which kind it is, what it is for and how its lists are merged")
    func pod() throws {
        let schemas = Self.core["components"]["schemas"]
        let pod = schemas["io.k8s.api.core.v1.Pod"]
        #expect(
            pod["x-kubernetes-group-version-kind"]
                == [["group": "", "kind": "Pod", "version": "v1"]])
        let spec = schemas["io.k8s.api.core.v1.PodSpec"]
        #expect(spec["required"] == ["containers"])
        let containers = spec["properties"]["containers"]
        #expect(containers["description"] == "The containers of the pod, at least one.")
        #expect(containers["x-kubernetes-patch-merge-key"] == "name")
        #expect(containers["x-kubernetes-list-map-keys"] == ["name"])
        #expect(containers["items"]["$ref"] == "#/components/schemas/io.k8s.api.core.v1.Container")
        #expect(
            pod["properties"]["spec"]["allOf"] == [
                ["$ref": "#/components/schemas/io.k8s.api.core.v1.PodSpec"]
            ])
    }

    @Test("operations are called as upstream calls them, so that generated clients are alike")
    func operationNames() {
        let core = Self.operations(of: Self.core)
        let expected = [
            "listCoreV1NamespacedPod", "createCoreV1NamespacedPod", "readCoreV1NamespacedPod",
            "replaceCoreV1NamespacedPod", "patchCoreV1NamespacedPod", "deleteCoreV1NamespacedPod",
            "deleteCoreV1CollectionNamespacedPod", "listCoreV1PodForAllNamespaces",
            "watchCoreV1NamespacedPodList", "watchCoreV1PodListForAllNamespaces",
            "readCoreV1NamespacedPodLog", "connectCoreV1GetNamespacedPodExec",
            "connectCoreV1PostNamespacedPodProxyWithPath", "createCoreV1NamespacedPodEviction",
            "createCoreV1NamespacedServiceAccountToken", "replaceCoreV1NamespaceFinalize",
            "listCoreV1Node", "patchCoreV1NamespacedPodEphemeralcontainers",
            "getCoreV1APIResources",
            "createCoreV1NamespacedBinding",
        ]
        for id in expected { #expect(core[id] != nil, "\(id)") }
        #expect(core["listCoreV1Node"]["tags"] == ["core_v1"])
        let rbac = Self.operations(
            of: OpenAPIV3.document("apis/rbac.authorization.k8s.io/v1", catalog: .shared))
        #expect(rbac["listRbacAuthorizationV1ClusterRole"]["tags"] == ["rbacAuthorization_v1"])
    }

    @Test("a PATCH takes fieldValidation and all four patches, and says which kind it is about")
    func patch() {
        let patch = Self.operations(of: Self.core)["patchCoreV1NamespacedPod"]
        let names = (patch["parameters"].array ?? []).compactMap { $0["name"].string }
        #expect(names == ["dryRun", "fieldManager", "fieldValidation", "force"])
        #expect((patch["requestBody"]["content"].object ?? Object()).count == 4)
        #expect(patch["x-kubernetes-action"] == "patch")
        #expect(patch["x-kubernetes-group-version-kind"]["kind"] == "Pod")
    }

    @Test("no operation is there twice")
    func unique() {
        var seen: Set<String> = []
        for (path, item) in OpenAPIV2.document(.shared)["paths"].object ?? Object() {
            for (_, operation) in item.object ?? Object() {
                guard let id = operation["operationId"].string else { continue }
                #expect(seen.insert(id).inserted, "\(id) at \(path)")
            }
        }
        #expect(seen.count > 700)
    }

    @Test("the v2 document is the same in JSON and, told apart by its parts, in protobuf")
    func secondVersion() throws {
        let document = OpenAPIV2.document(.shared)
        let defined = Self.names(of: document["definitions"])
        let used = OpenAPISchemas.references(in: document, below: "#/definitions/")
        #expect(used.subtracting(defined).isEmpty)
        let shared = OpenAPISchemas.references(in: document, below: "#/parameters/")
        #expect(shared == Self.names(of: document["parameters"]))
        let bytes = OpenAPIV2Protobuf.encode(document)
        #expect(bytes.starts(with: [0x0a, 3] + Array("2.0".utf8)))
        let text = String(decoding: bytes, as: UTF8.self)
        for name in defined { #expect(text.contains(name)) }
        #expect(text.contains("readCoreV1NamespacedPodLog"))
    }
}
