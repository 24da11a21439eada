package import API

/// What a client is told of the API: which groups, versions, resources and verbs there are.
///
/// Everything comes from a `ResourceCatalog`, so that a custom resource appears by being added to
/// the catalog. Two forms are served: a document per path (`/api`, `/apis`, `/apis/apps/v1`, ...),
/// and, to clients that ask for it at `/api` and `/apis`, one aggregated document.
///
/// Upstream: kubernetes apiserver/pkg/endpoints/discovery and .../discovery/aggregated.
package enum Discovery {
    /// A document and the headers that go with it.
    package struct Answer: Sendable {
        package var value: Value
        package var contentType: String
        /// For `If-None-Match`; only the aggregated documents have one.
        package var entityTag: String?
        package var headers: [(name: String, value: String)]
    }

    /// The media type of the aggregated form.
    package static let aggregatedType =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

    /// The document at `path`, or nil if `path` is none of discovery's.
    ///
    /// `serverAddress` is where clients reach the server: `192.168.2.204:6443`.
    package static func respond(
        path: String, accept: String?, catalog: ResourceCatalog, serverAddress: String
    ) -> Answer? {
        var steps = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if steps.first == "" { steps.removeFirst() }
        if steps.count > 1, steps.last == "" { steps.removeLast() }
        let wantsAggregated = accept.map(asksForAggregated) ?? false
        switch (steps.first ?? "", steps.count) {
        case ("", _): return plain(rootPaths(catalog))
        case ("api", 1):
            return wantsAggregated
                ? aggregated(catalog.groups.filter { $0.name.isEmpty }, catalog)
                : plain(versions(catalog, serverAddress))
        case ("apis", 1):
            return wantsAggregated
                ? aggregated(catalog.groups.filter { !$0.name.isEmpty }, catalog)
                : plain(groupList(catalog))
        case ("api", 2):
            return resources(GroupVersion(group: "", version: steps[1]), catalog).map(plain)
        case ("apis", 2):
            return catalog.group(named: steps[1]).flatMap { group in
                group.name.isEmpty ? nil : plain(self.group(group, withKind: true))
            }
        case ("apis", 3):
            guard !steps[1].isEmpty else { return nil }
            return resources(GroupVersion(group: steps[1], version: steps[2]), catalog).map(plain)
        default: return nil
        }
    }

    /// Whether the first form that the client accepts and that we know is the aggregated one.
    static func asksForAggregated(_ accept: String) -> Bool {
        for range in accept.split(separator: ",") {
            let parts = range.split(separator: ";").map { part in
                String(part.filter { $0 != " " })
            }
            guard let type = parts.first, type == "application/json" || type == "*/*" else {
                continue
            }
            if parts.contains("as=APIGroupDiscoveryList") {
                if parts.contains("g=apidiscovery.k8s.io"), parts.contains("v=v2") { return true }
                continue
            }
            return false
        }
        return false
    }

    private static func plain(_ value: Value) -> Answer {
        Answer(
            value: value, contentType: MediaType.json, entityTag: nil,
            headers: [("Cache-Control", "no-cache, private")])
    }

    private static func aggregated(
        _ groups: [ResourceCatalog.Group], _ catalog: ResourceCatalog
    ) -> Answer {
        let value = AggregatedDiscovery.list(groups, catalog)
        return Answer(
            value: value, contentType: aggregatedType,
            entityTag: AggregatedDiscovery.entityTag(value),
            headers: [("Cache-Control", "public"), ("Vary", "Accept")])
    }

    // MARK: Documents

    private static func versions(_ catalog: ResourceCatalog, _ address: String) -> Value {
        let versions = catalog.group(named: "")?.versions ?? []
        return [
            "kind": "APIVersions", "versions": .array(versions.map(Value.string)),
            "serverAddressByClientCIDRs": [
                ["clientCIDR": "0.0.0.0/0", "serverAddress": .string(address)]
            ],
        ]
    }

    private static func groupList(_ catalog: ResourceCatalog) -> Value {
        let groups = catalog.groups.filter { !$0.name.isEmpty }
        return [
            "kind": "APIGroupList", "apiVersion": "v1",
            "groups": .array(groups.map { group($0, withKind: false) }),
        ]
    }

    private static func group(_ group: ResourceCatalog.Group, withKind: Bool) -> Value {
        func version(_ name: String) -> Value {
            ["groupVersion": .string("\(group.name)/\(name)"), "version": .string(name)]
        }
        var value: Value = withKind ? ["kind": "APIGroup", "apiVersion": "v1"] : [:]
        value["name"] = .string(group.name)
        value["versions"] = .array(group.versions.map(version))
        value["preferredVersion"] = version(group.preferredVersion)
        return value
    }

    private static func resources(
        _ groupVersion: GroupVersion, _ catalog: ResourceCatalog
    ) -> Value? {
        guard
            catalog.group(named: groupVersion.group)?.versions.contains(groupVersion.version)
                == true
        else { return nil }
        var list: [Value] = []
        for resource in catalog.resources(in: groupVersion) {
            list.append(entry(resource))
            for subresource in resource.subresources {
                list.append(entry(subresource, of: resource))
            }
        }
        var value: Value = ["kind": "APIResourceList"]
        if !groupVersion.group.isEmpty { value["apiVersion"] = "v1" }
        value["groupVersion"] = .string(groupVersion.description)
        value["resources"] = .array(list)
        return value
    }

    private static func entry(_ resource: APIResource) -> Value {
        var entry: Value = [
            "name": .string(resource.name), "singularName": .string(resource.singularName),
            "namespaced": .bool(resource.isNamespaced), "kind": .string(resource.kind),
            "verbs": strings(resource.verbs),
        ]
        if !resource.shortNames.isEmpty { entry["shortNames"] = strings(resource.shortNames) }
        if !resource.categories.isEmpty { entry["categories"] = strings(resource.categories) }
        if !resource.storageVersionHash.isEmpty {
            entry["storageVersionHash"] = .string(resource.storageVersionHash)
        }
        return entry
    }

    private static func entry(
        _ subresource: APIResource.Subresource, of resource: APIResource
    ) -> Value {
        var entry: Value = [
            "name": .string("\(resource.name)/\(subresource.name)"), "singularName": "",
            "namespaced": .bool(resource.isNamespaced),
        ]
        if subresource.hasOwnGroup {
            entry["group"] = .string(subresource.kind.group)
            entry["version"] = .string(subresource.kind.version)
        }
        entry["kind"] = .string(subresource.kind.kind)
        entry["verbs"] = strings(subresource.verbs)
        return entry
    }

    static func strings(_ texts: [String]) -> Value { .array(texts.map(Value.string)) }

    /// Every path that answers something, for `GET /`.
    private static func rootPaths(_ catalog: ResourceCatalog) -> Value {
        var paths = otherPaths
        for group in catalog.groups {
            let base = group.name.isEmpty ? "/api" : "/apis/\(group.name)"
            paths.append(base)
            paths += group.versions.map { "\(base)/\($0)" }
        }
        for check in HealthChecks.allCases {
            paths.append("/\(check.rawValue)")
            paths += check.names.map { "/\(check.rawValue)/\($0)" }
        }
        return ["paths": strings(paths.sorted())]
    }

    private static let otherPaths = [
        "/.well-known/openid-configuration", "/apis", "/apis/", "/flagz", "/metrics",
        "/metrics/slis", "/openapi/v2", "/openapi/v3", "/openapi/v3/", "/openid/v1/jwks",
        "/statusz",
        "/version",
    ]
}
