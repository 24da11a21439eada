import API

/// How types are called in the documents, and what comes before a name in a reference.
///
/// ```
/// core/v1.Pod            io.k8s.api.core.v1.Pod
/// meta/v1.Time           io.k8s.apimachinery.pkg.apis.meta.v1.Time
/// websites.example.com   com.example.v1.Website
/// ```
/// Source: the packages of Go that upstream's types live in.
enum OpenAPINames {
    /// Which of the two versions of OpenAPI a document is written in.
    enum Version: Sendable {
        case v2, v3

        /// What a reference to a type begins with.
        var root: String { self == .v2 ? "#/definitions/" : "#/components/schemas/" }

        func reference(_ name: String) -> Value { ["$ref": .string(root + name)] }
    }

    /// The name of a built-in type by that of `Schema`.
    static func type(_ name: String) -> String {
        // Some group names hold no slash: version.Info.
        guard let dot = name.lastIndex(of: ".") else { return name }
        let label = name[..<dot].split(separator: "/").map(String.init)
        let short = name[name.index(after: dot)...]
        let package =
            switch label.first ?? "" {
            case "meta": "io.k8s.apimachinery.pkg.apis.meta"
            case "version": "io.k8s.apimachinery.pkg.version"
            case "apiextensions": "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions"
            case "apiregistration": "io.k8s.kube-aggregator.pkg.apis.apiregistration"
            case let group: "io.k8s.api.\(group)"
            }
        return ([package] + label.dropFirst() + [String(short)]).joined(separator: ".")
    }

    /// The name of a custom resource's type: the group backwards, the version, the kind.
    static func custom(_ version: GroupVersion, kind: String) -> String {
        let group = version.group.split(separator: ".").reversed().joined(separator: ".")
        return "\(group).\(version.version).\(kind)"
    }

    /// The name of a kind's type; nil if it has none.
    static func kind(_ kind: GroupVersionKind) -> String? {
        Schema.shared.type(of: kind).map { type($0.name) }
    }

    /// `rbac.authorization.k8s.io` as `rbacAuthorization`, `` as `core`: upstream's tags.
    static func tag(_ group: String) -> String {
        guard !group.isEmpty else { return "core" }
        let name = group.hasSuffix(".k8s.io") ? String(group.dropLast(7)) : group
        let words = name.split { $0 == "." || $0 == "-" }.map(String.init)
        return (words.first ?? "") + words.dropFirst().map(capitalized).joined()
    }

    static func capitalized(_ word: String) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }
}
