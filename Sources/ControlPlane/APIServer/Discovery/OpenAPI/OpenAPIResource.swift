import API

/// The paths and operations of one resource.
struct OpenAPIResource {
    let resource: APIResource
    /// `/apis/apps/v1`.
    let base: String
    /// `AppsV1`.
    let prefix: String
    let tag: String
    let custom: CustomKind?

    var paths: [OpenAPIPath] {
        let watches = resource.verbs.contains("watch")
        var paths = [collection(), item()] + resource.subresources.flatMap(part)
        if resource.isNamespaced, resource.verbs.contains("list") { paths.append(everywhere()) }
        if watches {
            paths += [watchCollection(), watchItem()]
            if resource.isNamespaced { paths.append(watchEverywhere()) }
        }
        return paths.filter { !$0.operations.isEmpty }
    }

    // MARK: - Names

    private var scope: String { resource.isNamespaced ? "/namespaces/{namespace}" : "" }
    private var places: [OpenAPIParameter] { resource.isNamespaced ? [.namespace] : [] }
    /// `NamespacedPod`.
    private var subject: String { (resource.isNamespaced ? "Namespaced" : "") + resource.kind }

    /// The name of a kind's type: of this resource's, of its lists', of a subresource's.
    private func type(_ kind: GroupVersionKind) -> String? {
        if let custom, kind.groupVersion == custom.resource.groupVersion {
            return OpenAPINames.custom(kind.groupVersion, kind: kind.kind)
        }
        return OpenAPINames.kind(kind)
    }
    private var objectType: String? { type(resource.groupVersionKind) }
    private var listType: String? {
        var kind = resource.groupVersionKind
        kind.kind = custom?.listKind ?? kind.kind + "List"
        return type(kind)
    }
    private var objectForms: OpenAPIOperation.Forms { custom == nil ? .object : .custom }
    private var listForms: OpenAPIOperation.Forms { custom == nil ? .list : .customList }
    private static let status = OpenAPINames.type("meta/v1.Status")
    private static let event = OpenAPINames.type("meta/v1.WatchEvent")
    private static let deleteOptions = OpenAPINames.type("meta/v1.DeleteOptions")

    private func operation(
        _ method: String, _ verb: String, _ rest: String, action: String, _ description: String,
        kind: GroupVersionKind? = nil
    ) -> OpenAPIOperation {
        var operation = OpenAPIOperation(
            method: method, id: verb + prefix + rest, tag: tag, description: description)
        operation.action = action
        operation.kind = kind ?? resource.groupVersionKind
        operation.forms = objectForms
        operation.answer = objectType
        return operation
    }

    // MARK: - Collections

    private func list(_ rest: String) -> OpenAPIOperation {
        var list = operation(
            "get", "list", rest, action: "list", "list or watch objects of kind \(resource.kind)")
        (list.parameters, list.answer, list.forms) = (OpenAPIParameter.list, listType, listForms)
        return list
    }

    private func collection() -> OpenAPIPath {
        var operations: [OpenAPIOperation] = []
        if resource.verbs.contains("list") { operations.append(list(subject)) }
        if resource.verbs.contains("create") {
            operations.append(
                creation(subject, "create an object of kind \(resource.kind)", body: objectType))
        }
        if resource.verbs.contains("deletecollection") {
            var delete = operation(
                "delete", "delete", "Collection" + subject, action: "deletecollection",
                "delete all objects of kind \(resource.kind)")
            var seen: Set<OpenAPIParameter> = []
            delete.parameters = (OpenAPIParameter.delete + OpenAPIParameter.list.dropLast())
                .filter { $0.name != "allowWatchBookmarks" && seen.insert($0).inserted }
            (delete.body, delete.isBodyRequired) = (Self.deleteOptions, false)
            delete.answer = Self.status
            operations.append(delete)
        }
        return OpenAPIPath(
            path: "\(base)\(scope)/\(resource.name)", parameters: places + [.pretty],
            operations: operations)
    }

    private func creation(
        _ rest: String, _ description: String, body: String?, kind: GroupVersionKind? = nil
    ) -> OpenAPIOperation {
        var create = operation(
            "post", "create", rest, action: "post", description, kind: kind)
        create.parameters = OpenAPIParameter.write
        (create.body, create.answer, create.codes) = (body, body, ["200", "201", "202"])
        return create
    }

    private func everywhere() -> OpenAPIPath {
        OpenAPIPath(
            path: "\(base)/\(resource.name)", parameters: [.pretty],
            operations: [list(resource.kind + "ForAllNamespaces")])
    }

    // MARK: - Single objects

    private func item() -> OpenAPIPath {
        var operations = changes(
            verbs: resource.verbs, rest: subject, of: "the object", type: objectType)
        if resource.verbs.contains("delete") {
            var delete = operation(
                "delete", "delete", subject, action: "delete",
                "delete an object of kind \(resource.kind)")
            delete.parameters = OpenAPIParameter.delete
            (delete.body, delete.isBodyRequired) = (Self.deleteOptions, false)
            delete.codes = ["200", "202"]
            delete.answer = returnsDeleted ? objectType : Self.status
            operations.append(delete)
        }
        return OpenAPIPath(
            path: "\(base)\(scope)/\(resource.name)/{name}",
            parameters: [.objectName] + places + [.pretty], operations: operations)
    }

    /// Resources whose deletion answers with the object rather than with a Status.
    private var returnsDeleted: Bool {
        let names: Set<String> = [
            "pods", "podtemplates", "resourcequotas", "serviceaccounts", "services",
            "persistentvolumes", "persistentvolumeclaims", "storageclasses", "csidrivers",
            "csinodes", "volumeattachments",
        ]
        return custom == nil
            && (names.contains(resource.name) || resource.group == "resource.k8s.io")
    }

    /// Read, replace and patch of an object or a part of it, as far as the verbs go.
    private func changes(
        verbs: [String], rest: String, of what: String, type: String?,
        kind: GroupVersionKind? = nil
    ) -> [OpenAPIOperation] {
        var operations: [OpenAPIOperation] = []
        if verbs.contains("get") {
            operations.append(
                operation("get", "read", rest, action: "get", "read \(what)", kind: kind))
        }
        if verbs.contains("update") {
            var replace = operation(
                "put", "replace", rest, action: "put", "replace \(what)", kind: kind)
            (replace.parameters, replace.body) = (OpenAPIParameter.write, type)
            replace.codes = ["200", "201"]
            operations.append(replace)
        }
        if verbs.contains("patch") {
            var patch = operation(
                "patch", "patch", rest, action: "patch", "change some fields of \(what)",
                kind: kind)
            patch.parameters = OpenAPIParameter.write + [.force]
            patch.body = OpenAPIPlainType.patch.rawValue
            patch.codes = ["200", "201"]
            operations.append(patch)
        }
        return operations.map { operation in
            var operation = operation
            operation.answer = type
            return operation
        }
    }

    // MARK: - Subresources

    private func part(_ part: APIResource.Subresource) -> [OpenAPIPath] {
        let rest = subject + OpenAPINames.capitalized(part.name)
        let path = "\(base)\(scope)/\(resource.name)/{name}/\(part.name)"
        let parameters = [.objectName] + places + [.pretty]
        switch part.name {
        case "exec", "attach", "portforward", "proxy":
            return connections(part, path: path, rest: rest)
        case "log":
            var read = operation(
                "get", "read", rest, action: "get", "read the log of the Pod")
            (read.parameters, read.answer, read.forms) = (OpenAPIParameter.log, nil, .text)
            return [OpenAPIPath(path: path, parameters: parameters, operations: [read])]
        default:
            let type = type(part.kind)
            var operations = changes(
                verbs: part.verbs, rest: rest, of: "the \(part.name) of the object", type: type,
                kind: part.kind)
            if part.verbs.contains("create") {
                operations.append(
                    creation(
                        rest, "create the \(part.name) of a \(resource.kind)", body: type,
                        kind: part.kind))
            }
            return [OpenAPIPath(path: path, parameters: parameters, operations: operations)]
        }
    }

    private static let methods = [
        "get": "get", "create": "post", "update": "put", "patch": "patch", "delete": "delete",
    ]

    /// Operations that join the client with a container, a port or a server.
    private func connections(
        _ part: APIResource.Subresource, path: String, rest: String
    ) -> [OpenAPIPath] {
        let parameters: [OpenAPIParameter] =
            switch part.name {
            case "exec": OpenAPIParameter.exec
            case "attach": OpenAPIParameter.attach
            case "portforward": OpenAPIParameter.ports
            default: [.rest]
            }
        func operations(_ rest: String, _ query: [OpenAPIParameter]) -> [OpenAPIOperation] {
            part.verbs.sorted().compactMap { verb in
                guard let method = Self.methods[verb] else { return nil }
                var connect = operation(
                    method, "connect", rest, action: "connect",
                    "connect \(method.uppercased()) requests to \(part.name) of \(resource.kind)",
                    kind: part.kind)
                connect.id = "connect\(prefix)\(OpenAPINames.capitalized(method))\(rest)"
                (connect.parameters, connect.answer, connect.forms) = (query, nil, .text)
                return connect
            }
        }
        let places = [.objectName] + places
        var paths = [
            OpenAPIPath(path: path, parameters: places, operations: operations(rest, parameters))
        ]
        if part.name == "proxy" {
            paths.append(
                OpenAPIPath(
                    path: path + "/{path}", parameters: places + [.path],
                    operations: operations(rest + "WithPath", [.rest])))
        }
        return paths
    }

    // MARK: - Watches at paths of their own

    private func watch(_ rest: String, action: String) -> [OpenAPIOperation] {
        var watch = operation(
            "get", "watch", rest, action: action,
            "watch objects of kind \(resource.kind); use the 'watch' parameter of list instead")
        (watch.answer, watch.forms) = (Self.event, listForms)
        return [watch]
    }

    private func watchCollection() -> OpenAPIPath {
        OpenAPIPath(
            path: "\(base)/watch\(scope)/\(resource.name)",
            parameters: places + [.pretty] + OpenAPIParameter.list,
            operations: watch(subject + "List", action: "watchlist"))
    }

    private func watchItem() -> OpenAPIPath {
        OpenAPIPath(
            path: "\(base)/watch\(scope)/\(resource.name)/{name}",
            parameters: [.objectName] + places + [.pretty] + OpenAPIParameter.list,
            operations: watch(subject, action: "watch"))
    }

    private func watchEverywhere() -> OpenAPIPath {
        OpenAPIPath(
            path: "\(base)/watch/\(resource.name)",
            parameters: [.pretty] + OpenAPIParameter.list,
            operations: watch(resource.kind + "ListForAllNamespaces", action: "watchlist"))
    }
}
