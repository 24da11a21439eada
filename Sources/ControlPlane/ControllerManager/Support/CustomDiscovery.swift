import API
import Client

/// What the API server serves beside the built-in resources: asks its discovery documents.
///
/// Upstream: kubernetes client-go/discovery ServerPreferredResources.
enum CustomDiscovery {
    /// The resources of all groups that are not built in, each in the preferred version.
    static func resources(_ client: KubeClient) async throws(Status) -> [APIResource] {
        let groups = try await client.value("GET", "/apis")["groups"].array ?? []
        var resources: [APIResource] = []
        for group in groups {
            let name = group["name"].string ?? ""
            guard ResourceCatalog.shared.group(named: name) == nil,
                let version = group["preferredVersion"]["version"].string
            else { continue }
            let place = GroupVersion(group: name, version: version)
            resources += try await self.resources(in: place, client)
        }
        return resources
    }

    /// None if the group has gone meanwhile.
    private static func resources(
        in place: GroupVersion, _ client: KubeClient
    ) async throws(Status) -> [APIResource] {
        let document: Value
        do throws(Status) {
            document = try await client.value("GET", "/apis/\(place)")
        } catch {
            guard error.code == 404 else { throw error }
            return []
        }
        var resources: [APIResource] = []
        for entry in document["resources"].array ?? [] {
            guard let name = entry["name"].string, !name.contains("/") else { continue }
            resources.append(
                APIResource(
                    group: place.group, version: place.version, name: name,
                    singularName: entry["singularName"].string ?? "",
                    kind: entry["kind"].string ?? "",
                    isNamespaced: entry["namespaced"].bool ?? false,
                    verbs: (entry["verbs"].array ?? []).compactMap(\.string)))
        }
        return resources
    }
}
