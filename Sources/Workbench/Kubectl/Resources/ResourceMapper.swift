import API

/// Finds the resource that somebody means, among those that the server serves.
///
/// The order is discovery's: of two groups with a resource of one name (`events`), the first wins.
struct ResourceMapper: Sendable {
    let mappings: [ResourceMapping]
    /// Every served group version, in discovery's order.
    let groupVersions: [GroupVersion]

    // MARK: - Discovery

    /// Asks the server what it serves: `/api` and `/apis`, aggregated.
    static func discover(_ client: RESTClient) async throws(KubectlError) -> ResourceMapper {
        var mappings: [ResourceMapping] = []
        var groupVersions: [GroupVersion] = []
        for path in ["/api", "/apis"] {
            let answer = try await client.value("GET", path, form: .discovery)
            if answer["kind"].string == "APIGroupDiscoveryList" {
                read(aggregated: answer, into: &mappings, &groupVersions)
            } else {
                try await read(plain: answer, client, into: &mappings, &groupVersions)
            }
        }
        return ResourceMapper(mappings: mappings, groupVersions: groupVersions)
    }

    private static func read(
        aggregated list: Value, into mappings: inout [ResourceMapping],
        _ groupVersions: inout [GroupVersion]
    ) {
        for group in list["items"].array ?? [] {
            let name = group["metadata"]["name"].string ?? ""
            for version in group["versions"].array ?? [] {
                let groupVersion = GroupVersion(
                    group: name, version: version["version"].string ?? "")
                groupVersions.append(groupVersion)
                for resource in version["resources"].array ?? [] {
                    mappings.append(mapping(aggregated: resource, groupVersion))
                }
            }
        }
    }

    private static func mapping(
        aggregated resource: Value, _ groupVersion: GroupVersion
    ) -> ResourceMapping {
        ResourceMapping(
            resource: GroupVersionResource(
                group: groupVersion.group, version: groupVersion.version,
                resource: resource["resource"].string ?? ""),
            kind: resource["responseKind"]["kind"].string ?? "",
            singular: resource["singularResource"].string ?? "",
            isNamespaced: resource["scope"].string == "Namespaced",
            shortNames: strings(resource["shortNames"]),
            categories: strings(resource["categories"]),
            verbs: strings(resource["verbs"]),
            subresources: resource["subresources"].array?.compactMap { $0["subresource"].string }
                ?? [])
    }

    /// A server that does not know aggregated discovery: one request for each group version.
    private static func read(
        plain answer: Value, _ client: RESTClient, into mappings: inout [ResourceMapping],
        _ groupVersions: inout [GroupVersion]
    ) async throws(KubectlError) {
        var found = strings(answer["versions"]).map { GroupVersion(group: "", version: $0) }
        for group in answer["groups"].array ?? [] {
            for version in group["versions"].array ?? [] {
                found.append(GroupVersion(apiVersion: version["groupVersion"].string ?? ""))
            }
        }
        for groupVersion in found {
            groupVersions.append(groupVersion)
            let list = try await client.value("GET", ResourcePath.root(of: groupVersion))
            for resource in list["resources"].array ?? [] {
                guard let name = resource["name"].string, !name.contains("/") else { continue }
                mappings.append(
                    ResourceMapping(
                        resource: GroupVersionResource(
                            group: groupVersion.group, version: groupVersion.version, resource: name
                        ),
                        kind: resource["kind"].string ?? "",
                        singular: resource["singularName"].string ?? "",
                        isNamespaced: resource["namespaced"].bool ?? false,
                        shortNames: strings(resource["shortNames"]),
                        categories: strings(resource["categories"]),
                        verbs: strings(resource["verbs"]), subresources: []))
            }
        }
    }

    private static func strings(_ value: Value?) -> [String] {
        value.array?.compactMap(\.string) ?? []
    }

    // MARK: - Looking up

    /// The resource that `word` names: `po`, `pods`, `Pod`, `deployments.apps`, `deployments.v1.apps`.
    func resource(named word: String) throws(KubectlError) -> ResourceMapping {
        guard let mapping = find(word) else {
            throw .message("the server doesn't have a resource type \"\(word)\"")
        }
        return mapping
    }

    func find(_ word: String) -> ResourceMapping? {
        let parts = word.lowercased().split(
            separator: ".", maxSplits: 2, omittingEmptySubsequences: false
        ).map(String.init)
        if parts.count == 3,
            let exact = mappings.first(where: {
                $0.isCalled(parts[0]) && $0.resource.version == parts[1]
                    && $0.resource.group == parts[2]
            })
        {
            return exact
        }
        let group = parts.dropFirst().joined(separator: ".")
        let named = mappings.filter { $0.isCalled(parts[0]) }
        if group.isEmpty {
            // A short name must not hide a resource of that very name.
            return named.first { $0.resource.resource == parts[0] || $0.singular == parts[0] }
                ?? named.first
        }
        return named.first { $0.resource.group == group }
            ?? named.first { $0.resource.group.hasPrefix(group) }
    }

    /// The resources of a category such as `all`; empty if there is no such category.
    func category(_ name: String) -> [ResourceMapping] {
        var seen: Set<GroupResource> = []
        return mappings.filter {
            $0.categories.contains(name) && seen.insert($0.resource.groupResource).inserted
        }
    }

    /// The resource that serves a kind; nil if none does.
    func resource(for kind: GroupVersionKind) -> ResourceMapping? {
        mappings.first { $0.groupVersionKind == kind }
    }

    /// One mapping for each resource: that of its group's preferred (first) version.
    var preferred: [ResourceMapping] {
        var versions: [String: String] = [:]
        for one in groupVersions where versions[one.group] == nil {
            versions[one.group] = one.version
        }
        return mappings.filter { versions[$0.resource.group] == $0.resource.version }
    }
}
