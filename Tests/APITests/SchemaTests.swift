import Testing

@testable import API

@Suite("Schema")
struct SchemaTests {
    @Test("types are found by name and by kind, in upstream's field order")
    func types() throws {
        let pod = try #require(
            Schema.shared.type(of: GroupVersionKind(apiVersion: "v1", kind: "Pod")))
        #expect(pod.name == "core/v1.Pod")
        #expect(pod.fields.map(\.name) == ["kind", "apiVersion", "metadata", "spec", "status"])
        #expect(pod.field(named: "spec")?.type == .object("core/v1.PodSpec"))
        let role = Schema.shared.type(
            of: GroupVersionKind(apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role"))
        #expect(role?.name == "rbac/v1.Role")
        #expect(
            Schema.shared.type(
                of: GroupVersionKind(apiVersion: "apps.example.com/v1", kind: "Deployment")) == nil)
        #expect(
            Schema.shared.type(of: GroupVersionKind(apiVersion: "apps/v1", kind: "DeleteOptions"))?
                .name == "meta/v1.DeleteOptions")
        let ports = try #require(
            Schema.shared.type(named: "core/v1.Container")?.field(named: "ports"))
        #expect(ports.list == .map(keys: ["containerPort", "protocol"]))
        #expect(ports.patch?.mergeKey == "containerPort")
        #expect(ports.protobufPath == [6])
        #expect(
            Schema.shared.type(named: "core/v1.Probe")?.field(named: "httpGet")?.protobufPath == [
                1, 2,
            ])
    }

    @Test("every type that a field names exists, and every name is reachable")
    func closed() {
        func referred(_ type: FieldType) -> String? {
            switch type {
            case .object(let name): name
            case .array(let item), .map(let item): referred(item)
            default: nil
            }
        }
        for name in Schema.shared.names {
            for field in Schema.shared.type(named: name)?.fields ?? [] {
                if let target = referred(field.type) {
                    #expect(
                        Schema.shared.type(named: target) != nil, "\(name).\(field.name): \(target)"
                    )
                }
            }
        }
        #expect(Schema.shared.names.count > 500)
    }

    @Test("the catalog holds what discovery serves")
    func catalog() throws {
        let catalog = ResourceCatalog.shared
        #expect(catalog.groups.count == 21)
        #expect(catalog.groups[0].name == "" && catalog.groups[1].name == "apiregistration.k8s.io")
        let pods = try #require(
            catalog.resource(of: GroupVersionKind(apiVersion: "v1", kind: "Pod")))
        #expect(
            pods.shortNames == ["po"] && pods.categories == ["all"]
                && pods.storageVersionHash == "xPOwRZ+Yhw8=")
        #expect(
            pods.subresource(named: "eviction")?.kind
                == GroupVersionKind(apiVersion: "policy/v1", kind: "Eviction"))
        #expect(pods.subresource(named: "status")?.verbs == ["get", "patch", "update"])
        #expect(
            catalog.resources(in: GroupVersion(group: "apps", version: "v1")).map(\.name) == [
                "controllerrevisions", "daemonsets", "deployments", "replicasets", "statefulsets",
            ])
        for resource in catalog.resources where !resource.storageVersionHash.isEmpty {
            #expect(Schema.shared.type(of: resource.groupVersionKind) != nil, "\(resource.kind)")
        }
    }

    @Test("a resource can be added to a catalog and removed again")
    func custom() {
        var catalog = ResourceCatalog.shared
        let website = APIResource(
            group: "example.com", version: "v1", name: "websites", singularName: "website",
            kind: "Website", isNamespaced: true, verbs: ["get"])
        catalog.add(website)
        #expect(catalog.resource(website.groupVersionResource) == website)
        #expect(catalog.group(named: "example.com")?.preferredVersion == "v1")
        catalog.remove(website.groupVersionResource)
        #expect(
            catalog.group(named: "example.com") == nil
                && catalog.groups == ResourceCatalog.shared.groups)
    }
}
