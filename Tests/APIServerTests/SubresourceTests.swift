import API
import Simulation
import Testing

@testable import APIServer

@Suite("Parts of objects")
struct SubresourceTests {
    private static let pods = "/api/v1/namespaces/default/pods"

    private func pod(_ name: String, requests: Value = ["cpu": "1"]) -> Value {
        [
            "metadata": ["name": .string(name), "labels": ["app": .string(name)]],
            "spec": [
                "containers": [
                    ["name": "c", "image": "i", "resources": ["requests": requests]]
                ]
            ],
        ]
    }

    @Test("an ephemeral container is added for good, and nothing else comes with it")
    func ephemeral() throws {
        try TestServer().run { server in
            try await server.create(Self.pods, pod("p"))
            let path = Self.pods + "/p/ephemeralcontainers"
            let debugger: Value = ["name": "debug", "image": "busybox"]
            let added = try await server.value(
                "PATCH", path,
                [
                    "metadata": ["labels": ["app": "other"]],
                    "spec": ["ephemeralContainers": [debugger]],
                ], contentType: MediaType.strategicMergePatch)
            #expect(added["kind"].string == "Pod")
            let item = added["spec"]["ephemeralContainers"].array?.first
            #expect(item["imagePullPolicy"].string == "Always")
            #expect(added["metadata"]["labels"]["app"].string == "p")
            #expect(added["metadata"]["generation"].int == 2)
            #expect(try await server.get(path) == added)
            let taken = try await server.failure(
                "PATCH", path, ["spec": ["ephemeralContainers": .null]],
                contentType: MediaType.mergePatch)
            #expect(
                taken?.message
                    == "Pod \"p\" is invalid: spec.ephemeralContainers: Forbidden: existing "
                    + "ephemeral containers \"debug\" may not be removed\n")
            let twice = try await server.failure(
                "PATCH", path,
                [
                    "spec": [
                        "ephemeralContainers": [
                            ["name": "c", "image": "i", "targetContainerName": "x"]
                        ]
                    ]
                ], contentType: MediaType.strategicMergePatch)
            let problems = twice?.details?.causes.map { "\($0.field ?? ""): \($0.message)" }
            #expect(
                problems == [
                    "spec.ephemeralContainers[0].name: Duplicate value: \"c\"",
                    "spec.ephemeralContainers[0].targetContainerName: Not found: \"x\"",
                ])
            var early = pod("early")
            early["spec"]["ephemeralContainers"] = [debugger]
            let refused = try await server.failure("POST", Self.pods, early)
            #expect(
                refused?.message
                    == "Pod \"early\" is invalid: spec.ephemeralContainers: Forbidden: cannot be "
                    + "set on create")
        }
    }

    @Test("resize changes CPU and memory, but not the class of the pod or its image")
    func resize() throws {
        try TestServer().run { server in
            try await server.create(Self.pods, pod("p"))
            let path = Self.pods + "/p/resize"
            func patch(_ container: Value) -> Value {
                ["spec": ["containers": [container]]]
            }
            let strategic = MediaType.strategicMergePatch
            let grown = try await server.value(
                "PATCH", path,
                patch(["name": "c", "image": "other", "resources": ["requests": ["cpu": "2"]]]),
                contentType: strategic)
            let container = grown["spec"]["containers"].array?.first
            #expect(container["resources"]["requests"]["cpu"].string == "2")
            #expect(container["image"].string == "i")
            let guaranteed = try await server.failure(
                "PATCH", path,
                patch([
                    "name": "c",
                    "resources": [
                        "requests": ["cpu": "1", "memory": "1Gi"],
                        "limits": ["cpu": "1", "memory": "1Gi"],
                    ],
                ]), contentType: strategic)
            #expect(
                guaranteed?.details?.causes.map(\.message) == [
                    "Invalid value: \"Burstable\": Pod QOS Class may not change as a result of "
                        + "resizing"
                ])
            let direct = try await server.failure(
                "PATCH", Self.pods + "/p",
                patch(["name": "c", "resources": ["requests": ["cpu": "3"]]]),
                contentType: strategic)
            #expect(direct?.code == 422)
        }
    }

    @Test("component statuses are listed with a warning")
    func components() throws {
        try TestServer().run { server in
            let answer = await server.curl("GET", "/api/v1/componentstatuses?pretty=false")
            #expect(answer.headers["Warning"]?.contains("v1 ComponentStatus is deprecated") == true)
            let list = try JSONParser.parse(answer.text)
            #expect(
                list["items"].array?.compactMap { $0["metadata"]["name"].string }
                    == ["etcd-0", "scheduler", "controller-manager"])
            let one = try await server.get("/api/v1/componentstatuses/scheduler")
            #expect(one["conditions"].array?.first?["status"].string == "True")
            #expect(
                try await server.failure("GET", "/api/v1/componentstatuses/x")?.message
                    == "componentstatuses \"x\" not found")
        }
    }

    @Test("an autoscaler is one object in both versions")
    func autoscaler() throws {
        try TestServer().run { server in
            let path = "/namespaces/default/horizontalpodautoscalers"
            let target: Value = ["kind": "Deployment", "name": "d", "apiVersion": "apps/v1"]
            let old = try await server.create(
                "/apis/autoscaling/v1" + path,
                [
                    "metadata": ["name": "a"],
                    "spec": [
                        "scaleTargetRef": target, "maxReplicas": 3,
                        "targetCPUUtilizationPercentage": 50,
                    ],
                ])
            #expect(old["spec"]["targetCPUUtilizationPercentage"].int == 50)
            let new = try await server.get("/apis/autoscaling/v2" + path + "/a")
            let metric = new["spec"]["metrics"].array?.first
            #expect(metric["resource"]["target"]["averageUtilization"].int == 50)
            let memory: Value = [
                "type": "Resource",
                "resource": [
                    "name": "memory", "target": ["type": "AverageValue", "averageValue": "1Gi"],
                ],
            ]
            _ = try await server.value(
                "PATCH", "/apis/autoscaling/v2" + path + "/a",
                ["spec": ["metrics": [metric ?? .null, memory]]],
                contentType: MediaType.mergePatch)
            let both = try await server.get("/apis/autoscaling/v1" + path + "/a")
            #expect(
                both["metadata"]["annotations"]["autoscaling.alpha.kubernetes.io/metrics"].string
                    == #"[{"type":"Resource","resource":{"name":"memory","targetAverageValue":"1Gi"}}]"#
            )
            _ = try await server.value("PUT", "/apis/autoscaling/v1" + path + "/a", both)
            let again = try await server.get("/apis/autoscaling/v2" + path + "/a")
            #expect(again["spec"]["metrics"].array == [metric ?? .null, memory])
            #expect(again["metadata"]["annotations"] == nil)
        }
    }

    @Test("who may ask about one namespace asks about that one only")
    func localReview() throws {
        try TestServer().run { server in
            let failure = try await server.failure(
                "POST",
                "/apis/authorization.k8s.io/v1/namespaces/default/localsubjectaccessreviews",
                [
                    "spec": [
                        "user": "u",
                        "resourceAttributes": [
                            "verb": "get", "resource": "pods", "namespace": "other",
                        ],
                    ]
                ])
            #expect(
                failure?.message
                    == "spec.resourceAttributes.namespace must match namespace: default")
        }
    }

    @Test("a continued list takes no version, and items of bare metadata say their kind")
    func lists() throws {
        try TestServer().run { server in
            for name in ["a", "b"] { try await server.create(configMaps, configMap(name)) }
            let page = try await server.get(configMaps + "?limit=1")
            let token = page["metadata"]["continue"].string ?? ""
            #expect(
                try await server.failure(
                    "GET", configMaps + "?continue=\(token)&resourceVersion=5")?.message
                    == "specifying resource version is not allowed when using continue")
            let answer = await server.curl(
                "GET", configMaps,
                headers: [
                    (
                        "Accept",
                        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
                    )
                ])
            let list = try JSONParser.parse(answer.text)
            #expect(
                list["items"].array?.allSatisfy { $0["kind"].string == "PartialObjectMetadata" }
                    == true)
        }
    }

    @Test("every group that is served has an APIService, custom ones while they are defined")
    func apiServices() throws {
        try TestServer().run { server in
            let path = "/apis/apiregistration.k8s.io/v1/apiservices"
            let names = try await server.get(path)["items"].array?
                .compactMap { $0["metadata"]["name"].string }
            #expect(names?.count == 21)
            let core = try await server.get(path + "/v1.")
            #expect(core["status"]["conditions"].array?.first?["reason"].string == "Local")
            let definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
            try await server.create(
                definitions,
                [
                    "metadata": ["name": "foos.example.com"],
                    "spec": [
                        "group": "example.com", "scope": "Namespaced",
                        "names": ["plural": "foos", "kind": "Foo"],
                        "versions": [
                            [
                                "name": "v1", "served": true, "storage": true,
                                "schema": ["openAPIV3Schema": ["type": "object"]],
                            ]
                        ],
                    ],
                ])
            try await server.simulation.sleep(for: .seconds(2))
            let custom = try await server.get(path + "/v1.example.com")
            #expect(custom["spec"]["groupPriorityMinimum"].int == 1000)
            _ = try await server.value("DELETE", definitions + "/foos.example.com")
            try await server.simulation.sleep(for: .seconds(20))
            #expect(try await server.failure("GET", path + "/v1.example.com")?.code == 404)
            let range = try await server.get("/apis/networking.k8s.io/v1/servicecidrs/kubernetes")
            #expect(range["status"]["conditions"].array?.first?["type"].string == "Ready")
        }
    }
}
