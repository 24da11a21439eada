import Testing

@testable import API

/// The patches of `truth/35` and `truth/36`, with the schema of the API itself.
@Suite("Patches of real kinds")
struct RealSchemaPatchTests {
    private let deployment = GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment")
    private let service = GroupVersionKind(apiVersion: "v1", kind: "Service")

    private func apply(_ patch: Value, to object: Value, _ kind: GroupVersionKind) throws -> Value {
        let patch = try Patch(mediaType: MediaType.strategicMergePatch, body: patch)
        return try patch.apply(to: object, type: Schema.shared.type(of: kind), in: Schema.shared)
    }

    @Test("a container is added in front, and deleted by its name")
    func containers() throws {
        func object(_ containers: Value) -> Value {
            ["spec": ["template": ["spec": ["containers": containers]]]]
        }
        let side: Value = ["name": "side", "image": "busybox"]
        let nginx: Value = ["name": "nginx", "image": "nginx"]
        let added = try apply(object([side]), to: object([nginx]), deployment)
        #expect(added == object([side, nginx]))
        let removed = try apply(
            object([["name": "side", "$patch": "delete"]]), to: added, deployment)
        #expect(removed == object([nginx]))
    }

    @Test("the ports of a service are merged by number")
    func ports() throws {
        let live: Value = ["spec": ["ports": [["name": "https", "port": 443, "targetPort": 6443]]]]
        let patched = try apply(
            ["spec": ["ports": [["port": 443, "name": "renamed"]]]], to: live, service)
        #expect(
            patched
                == ["spec": ["ports": [["name": "renamed", "port": 443, "targetPort": 6443]]]])
    }
}
