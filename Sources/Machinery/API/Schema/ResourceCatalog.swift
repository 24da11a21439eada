/// What is served, in the order of the discovery documents.
///
/// `shared` holds the built-in resources. The API server makes a catalog of its own by adding the
/// resources that CustomResourceDefinitions define.
package struct ResourceCatalog: Sendable {
    /// An API group with its versions, the preferred one named.
    package struct Group: Hashable, Sendable {
        /// Empty for the core group.
        package var name: String
        package var versions: [String]
        package var preferredVersion: String

        package init(name: String, versions: [String], preferredVersion: String) {
            (self.name, self.versions) = (name, versions)
            self.preferredVersion = preferredVersion
        }
    }

    /// The built-in resources of Kubernetes 1.36.
    package static let shared = ResourceCatalog(text: ResourceData.text)

    /// The core group first, then the others in the order of `/apis`.
    package private(set) var groups: [Group]
    /// By group and version, within them by name.
    package private(set) var resources: [APIResource]
    private var byResource: [GroupVersionResource: Int] = [:]
    private var byKind: [GroupVersionKind: Int] = [:]

    package init(groups: [Group], resources: [APIResource]) {
        (self.groups, self.resources) = (groups, resources)
        index()
    }

    package func resource(_ resource: GroupVersionResource) -> APIResource? {
        byResource[resource].map { resources[$0] }
    }

    /// The resource whose objects are of this kind.
    package func resource(of kind: GroupVersionKind) -> APIResource? {
        byKind[kind].map { resources[$0] }
    }

    /// The kinds of all resources, each once, in the order of the resources.
    package var kinds: [GroupVersionKind] {
        var seen: Set<GroupVersionKind> = []
        return resources.map(\.groupVersionKind).filter { seen.insert($0).inserted }
    }

    package func group(named name: String) -> Group? { groups.first { $0.name == name } }

    package func resources(in groupVersion: GroupVersion) -> [APIResource] {
        resources.filter { $0.group == groupVersion.group && $0.version == groupVersion.version }
    }

    /// Adds a resource, behind those of its group and version; replaces one of the same name.
    package mutating func add(_ resource: APIResource) {
        if let position = byResource[resource.groupVersionResource] {
            resources[position] = resource
        } else {
            resources.append(resource)
        }
        if let position = groups.firstIndex(where: { $0.name == resource.group }) {
            if !groups[position].versions.contains(resource.version) {
                groups[position].versions.append(resource.version)
            }
        } else {
            groups.append(
                Group(
                    name: resource.group, versions: [resource.version],
                    preferredVersion: resource.version))
        }
        index()
    }

    /// Removes a resource, and its group when that served nothing else.
    package mutating func remove(_ resource: GroupVersionResource) {
        resources.removeAll { $0.groupVersionResource == resource }
        for position in groups.indices.reversed() where groups[position].name == resource.group {
            let served = resources.filter { $0.group == resource.group }.map(\.version)
            groups[position].versions.removeAll { !served.contains($0) }
            if let first = groups[position].versions.first {
                if !served.contains(groups[position].preferredVersion) {
                    groups[position].preferredVersion = first
                }
            } else {
                groups.remove(at: position)
            }
        }
        index()
    }

    private mutating func index() {
        (byResource, byKind) = ([:], [:])
        for (position, resource) in resources.enumerated() {
            byResource[resource.groupVersionResource] = position
            byKind[resource.groupVersionKind] = byKind[resource.groupVersionKind] ?? position
        }
    }
}

// MARK: - Reading ResourceData

extension ResourceCatalog {
    /// Reads lines of `= group preferred versions...`, `== version`, and resources:
    /// `name singular n|c Kind hash verbs shortNames categories [group/version]`, `-` for nothing.
    /// A subresource follows its resource.
    private init(text: String) {
        var groups: [Group] = []
        var resources: [APIResource] = []
        var version = ""
        // Split as bytes, which is many times faster than by characters.
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " ")).map { word in
                word.elementsEqual("-".utf8) ? "" : String(Substring(word))
            }
            if words[0] == "=", words.count > 2 {
                groups.append(
                    Group(
                        name: words[1], versions: Array(words[3...]), preferredVersion: words[2]))
            } else if words[0] == "==", words.count > 1 {
                version = words[1]
            } else if words.count >= 8 {
                let group = groups.last?.name ?? ""
                Self.read(words, GroupVersion(group: group, version: version), into: &resources)
            }
        }
        self.init(groups: groups, resources: resources)
    }

    private static func read(
        _ words: [String], _ groupVersion: GroupVersion, into resources: inout [APIResource]
    ) {
        let names = list(words[0], separator: "/")
        let verbs = list(words[5])
        if names.count > 1, !resources.isEmpty {
            let own = words.count > 8 ? GroupVersion(apiVersion: words[8]) : nil
            resources[resources.count - 1].subresources.append(
                APIResource.Subresource(
                    name: names[1],
                    kind: GroupVersionKind(own ?? groupVersion, kind: words[3]),
                    hasOwnGroup: own != nil, verbs: verbs))
            return
        }
        resources.append(
            APIResource(
                group: groupVersion.group, version: groupVersion.version, name: words[0],
                singularName: words[1], kind: words[3], isNamespaced: words[2] == "n",
                shortNames: list(words[6]),
                categories: list(words[7]), verbs: verbs,
                storageVersionHash: words[4]))
    }

    private static func list(_ text: String, separator: Unicode.Scalar = ",") -> [String] {
        text.utf8.split(separator: UInt8(ascii: separator)).map { String(Substring($0)) }
    }
}
