import API

/// One served version of a custom resource: its definition, compiled.
///
/// Made anew whenever the definition changes; requests that are on their way keep the old one.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/apiserver/customresource_handler.go crdInfo.
final class CustomKind: Sendable {
    let resource: GroupVersionResource
    let kind: String
    let listKind: String
    let isNamespaced: Bool
    let schema: StructuralSchema
    /// What must hold beyond the shape; nil where nothing is said.
    let rules: RuleTree?
    let hasStatus: Bool
    let scale: ScalePaths?
    let columns: CustomColumns
    /// As field selectors name them: `spec.color`.
    let selectableFields: [String]
    /// What a client of a deprecated version is told; nil for others.
    let deprecationWarning: String?
    /// While the definition is being deleted nothing new is taken.
    let isTerminating: Bool

    /// `version` is a member of `spec.versions` of `definition`.
    init(_ definition: CustomDefinition, version: Value) {
        let name = version["name"].string ?? ""
        resource = GroupVersionResource(
            group: definition.group, version: name, resource: definition.names.plural)
        (kind, listKind) = (definition.names.kind, definition.names.listKind)
        isNamespaced = definition.isNamespaced
        schema = StructuralSchema(version["schema"]["openAPIV3Schema"] ?? .object(Object()))
        rules = RuleTree(schema)
        hasStatus = version["subresources"]["status"].object != nil
        scale = version["subresources"]["scale"].map { ScalePaths($0) }
        columns = CustomColumns(version["additionalPrinterColumns"].array ?? [])
        selectableFields = (version["selectableFields"].array ?? []).compactMap {
            $0["jsonPath"].string.map { String($0.drop { $0 == "." }) }
        }
        let isDeprecated = version["deprecated"].bool ?? false
        let said = version["deprecationWarning"].string
        deprecationWarning =
            isDeprecated ? said ?? "\(definition.group)/\(name) \(kind) is deprecated" : nil
        isTerminating = definition.isTerminating
    }

    var groupVersionKind: GroupVersionKind { GroupVersionKind(resource.groupVersion, kind: kind) }

    // MARK: - Objects on their way in and out

    /// An object as it was received: of this kind, with metadata in canonical form, without
    /// unknown fields, all members sorted.
    ///
    /// **Throws** 400 for what is no object of this version.
    func decode(_ value: Value, duplicates: [String] = []) throws(Status) -> DecodedObject {
        guard value.object != nil else {
            throw .badRequest(
                "the object provided is unrecognized (must be of type \(kind)): couldn't get "
                    + "version/kind; json parse error: not an object")
        }
        guard let given = value["kind"].string, !given.isEmpty else {
            throw .badRequest("Object 'Kind' is missing in '\(GoText.json(value))'")
        }
        let version = value["apiVersion"].string ?? ""
        guard version == resource.groupVersion.description else {
            throw .badRequest(
                "the API version in the data (\(version)) does not match the expected API version "
                    + "(\(resource.groupVersion))")
        }
        var object = value
        var problems = duplicates.map { "duplicate field \"\($0)\"" }
        if let metadata = value["metadata"] {
            let decoded = try Schema.shared.decodeMetadata(metadata, of: groupVersionKind)
            object["metadata"] = decoded.value
            problems += decoded.strictErrors
        }
        let pruned = schema.pruned(object)
        problems += pruned.unknown.map { "unknown field \"\($0)\"" }
        return DecodedObject(value: pruned.value.sortedThroughout, strictErrors: problems)
    }

    /// An object from the store as this version serves it.
    ///
    /// The definition may have changed since it was stored: what is unknown now goes, what has a
    /// default now has it.
    func served(_ stored: Value) -> Value {
        var object = stored
        object["apiVersion"] = .string(resource.groupVersion.description)
        // A bookmark has nothing but its version.
        guard stored["metadata"]["name"] != nil else { return object }
        object = schema.pruned(object).value
        schema.setDefaults(&object)
        return object
    }
}

/// The names of a custom resource, as its definition asks for them or has been given them.
struct CustomNames: Hashable, Sendable {
    var plural: String
    var singular: String
    var kind: String
    var listKind: String
    var shortNames: [String]
    var categories: [String]

    init(_ value: Value?) {
        func text(_ name: String) -> String { value[name].string ?? "" }
        func list(_ name: String) -> [String] { (value[name].array ?? []).compactMap(\.string) }
        (plural, singular) = (text("plural"), text("singular"))
        (kind, listKind) = (text("kind"), text("listKind"))
        (shortNames, categories) = (list("shortNames"), list("categories"))
    }

    /// In the order of the schema, without what is empty.
    var value: Value {
        var value = Object([("plural", .string(plural))])
        if !singular.isEmpty { value["singular"] = .string(singular) }
        if !shortNames.isEmpty { value["shortNames"] = .array(shortNames.map(Value.string)) }
        value["kind"] = .string(kind)
        if !listKind.isEmpty { value["listKind"] = .string(listKind) }
        if !categories.isEmpty { value["categories"] = .array(categories.map(Value.string)) }
        return .object(value)
    }
}

/// A CustomResourceDefinition, read.
struct CustomDefinition: Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }

    static let resource = GroupVersionResource(
        group: "apiextensions.k8s.io", version: "v1", resource: "customresourcedefinitions")
    /// Keeps a definition until its objects are gone.
    static let finalizer = "customresourcecleanup.apiextensions.k8s.io"

    var name: String { value["metadata"]["name"].string ?? "" }
    var group: String { value["spec"]["group"].string ?? "" }
    var isNamespaced: Bool { value["spec"]["scope"].string == "Namespaced" }
    /// Those that have been accepted.
    var names: CustomNames { CustomNames(value["status"]["acceptedNames"]) }
    var requestedNames: CustomNames { CustomNames(value["spec"]["names"]) }
    var versions: [Value] { value["spec"]["versions"].array ?? [] }
    var storageVersion: String {
        versions.first { $0["storage"].bool == true }.flatMap { $0["name"].string } ?? ""
    }
    var isTerminating: Bool { value["metadata"]["deletionTimestamp"].string != nil }
    var isEstablished: Bool { condition("Established") == "True" }

    func condition(_ type: String) -> String? {
        (value["status"]["conditions"].array ?? []).first { $0["type"].string == type }
            .flatMap { $0["status"].string }
    }

    /// The kinds that are served, in the order of the versions.
    var kinds: [CustomKind] {
        versions.filter { $0["served"].bool == true }.map { CustomKind(self, version: $0) }
    }
}
