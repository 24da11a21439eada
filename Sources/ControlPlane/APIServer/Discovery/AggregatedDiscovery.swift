import Encoding
import API

/// All groups with all their resources in one document, which spares kubectl a request per group.
///
/// Upstream: kubernetes api/apidiscovery/v2.
enum AggregatedDiscovery {
    static func list(_ groups: [ResourceCatalog.Group], _ catalog: ResourceCatalog) -> Value {
        [
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2",
            "metadata": [:], "items": .array(groups.map { group($0, catalog) }),
        ]
    }

    private static func group(
        _ group: ResourceCatalog.Group, _ catalog: ResourceCatalog
    ) -> Value {
        let versions = group.versions.map { version -> Value in
            let place = GroupVersion(group: group.name, version: version)
            return [
                "version": .string(version),
                "resources": .array(catalog.resources(in: place).map(resource)),
                "freshness": "Current",
            ]
        }
        let metadata: Value = group.name.isEmpty ? [:] : ["name": .string(group.name)]
        return ["metadata": metadata, "versions": .array(versions)]
    }

    private static func resource(_ resource: APIResource) -> Value {
        var entry: Value = [
            "resource": .string(resource.name),
            "responseKind": kind(group: "", version: "", resource.kind),
            "scope": resource.isNamespaced ? "Namespaced" : "Cluster",
            "singularResource": .string(resource.singularName),
            "verbs": Discovery.strings(resource.verbs),
        ]
        if !resource.shortNames.isEmpty {
            entry["shortNames"] = Discovery.strings(resource.shortNames)
        }
        if !resource.categories.isEmpty {
            entry["categories"] = Discovery.strings(resource.categories)
        }
        if !resource.subresources.isEmpty {
            entry["subresources"] = .array(resource.subresources.map(subresource))
        }
        return entry
    }

    /// Group and version of a kind are given only where they are not the document's own.
    private static func subresource(_ subresource: APIResource.Subresource) -> Value {
        let own = subresource.hasOwnGroup
        return [
            "subresource": .string(subresource.name),
            "responseKind": kind(
                group: own ? subresource.kind.group : "",
                version: own ? subresource.kind.version : "", subresource.kind.kind),
            "verbs": Discovery.strings(subresource.verbs),
        ]
    }

    private static func kind(group: String, version: String, _ kind: String) -> Value {
        ["group": .string(group), "version": .string(version), "kind": .string(kind)]
    }

    /// A tag that differs when the document does.
    ///
    /// Differs: 64 bits of FNV-1a over the JSON text, not the SHA-512 of upstream.
    static func entityTag(_ document: Value) -> String {
        var hash = FNV1a64()
        hash.combine(JSONWriter.compact(document))
        let digits = String(hash.value, radix: 16, uppercase: true)
        return "\"" + String(repeating: "0", count: 16 - digits.count) + digits + "\""
    }
}
