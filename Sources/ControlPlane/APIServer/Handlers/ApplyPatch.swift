import API

/// The body of a server-side apply, checked, and what it makes of an object.
///
/// Upstream: kubernetes apiserver/pkg/endpoints/handlers/patch.go applyPatcher.
struct ApplyPatch: Sendable {
    /// What is applied, as the client sent it: without defaults.
    private(set) var config: Value
    /// What lenient validation has to say about the body.
    let warnings: [String]
    private let resource: ServedResource
    private let subresource: String
    private let manager: String
    private let isForced: Bool
    private let now: String

    /// `kind` is what the body must be, where that is not the resource's own: a Scale.
    ///
    /// **Throws** 400 for a body that is no object of the kind, 500, as upstream does, for fields
    /// that the schema does not have.
    init(
        _ context: RequestContext, _ options: RequestOptions, kind: GroupVersionKind? = nil,
        resource: ServedResource, subresource: String, now: String
    ) throws(Status) {
        (self.resource, self.subresource, self.now) = (resource, subresource, now)
        manager = context.fieldManager
        isForced = options.force
        config = try Self.body(context.request)
        let expected = kind ?? resource.groupVersionKind
        let given = GroupVersionKind(
            apiVersion: config["apiVersion"].string ?? "", kind: config["kind"].string ?? "")
        guard given == expected else {
            throw .badRequest("invalid object type: \(Self.text(given))")
        }
        if !(config["metadata"]["managedFields"].array ?? []).isEmpty {
            throw .badRequest("metadata.managedFields must be nil")
        }
        config["metadata"]["managedFields"] = nil
        let shape = kind.map { MergeShape(of: $0) } ?? resource.mergeShape
        if let problem = AppliedObjectCheck(config, shape).text {
            let (namespace, name) = (
                context.info.namespace, config["metadata"]["name"].string ?? ""
            )
            throw .plainInternal(
                "failed to create typed patch object (\(namespace)/\(name); \(Self.text(given))): "
                    + problem)
        }
        warnings = try Self.duplicates(context.request, options.validation)
    }

    /// The same request for another body.
    func with(_ config: Value) -> ApplyPatch {
        var patch = self
        patch.config = config
        return patch
    }

    /// The object that comes of `live`, its `managedFields` settled; nil stands for none yet.
    ///
    /// **Throws** 409 when others own what would change.
    func apply(to live: Value?) throws(Status) -> Value {
        let kind = resource.groupVersionKind
        var live =
            live ?? ["kind": .string(kind.kind), "apiVersion": .string(kind.apiVersion)]
        let fields = ManagedFields(live["metadata"]["managedFields"]) ?? ManagedFields()
        if live["metadata"]["managedFields"] != nil { live["metadata"]["managedFields"] = nil }
        let outcome: ServerSideApply.Outcome
        do throws(ApplyConflict) {
            outcome = try merge(live, fields, isForced: isForced)
        } catch {
            let kept = error.subtracting(fieldsOfKubectl(live))
            if !kept.isEmpty { throw kept.status }
            do throws(ApplyConflict) {
                outcome = try merge(live, fields, isForced: true)
            } catch { throw error.status }
        }
        var object = outcome.hasChanged ? outcome.object : live
        if manager == LastApplied.manager, subresource.isEmpty {
            LastApplied.update(&object, with: config)
        }
        var managers = outcome.fields
        managers.capUpdaters()
        object["metadata"]["managedFields"] = managers.value
        return object
    }

    private func merge(
        _ live: Value, _ fields: ManagedFields, isForced: Bool
    ) throws(ApplyConflict) -> ServerSideApply.Outcome {
        let entry = ManagedFields.Entry(
            manager: manager, operation: "Apply",
            apiVersion: resource.resource.groupVersion.description, time: now,
            subresource: subresource, fields: FieldSet())
        return try ServerSideApply(shape: resource.mergeShape).apply(
            FieldTracking.part(of: config, resource, subresource), to: live, fields, as: entry,
            isForced: isForced)
    }

    /// What kubectl may change without force, having applied it by itself before.
    private func fieldsOfKubectl(_ live: Value) -> FieldSet {
        manager == LastApplied.manager
            ? LastApplied.fields(of: live, resource.mergeShape) : FieldSet()
    }

    // MARK: - The body

    private static func body(_ request: APIRequest) throws(Status) -> Value {
        let value: Value
        switch request.body {
        case .value(let tree): value = tree
        case .none: value = .object(Object())
        case .bytes(let bytes):
            do { value = try YAMLParser.parse(String(decoding: bytes, as: UTF8.self)) } catch {
                throw .badRequest("error decoding YAML: error converting YAML to JSON: \(error)")
            }
        }
        if value.isNull { return .object(Object()) }
        guard value.object != nil else {
            throw .badRequest(
                "error decoding YAML: error unmarshaling JSON: while decoding JSON: "
                    + "json: cannot unmarshal \(value.jsonTypeName) into Go value of type "
                    + "map[string]interface {}")
        }
        return value
    }

    /// Names given twice are an error or a warning, as the client asks.
    private static func duplicates(
        _ request: APIRequest, _ validation: BodyDecoder.Validation
    ) throws(Status) -> [String] {
        guard validation != .ignore, case .bytes(let bytes) = request.body else { return [] }
        do {
            _ = try YAMLParser.parse(
                String(decoding: bytes, as: UTF8.self), rejectsDuplicates: true)
            return []
        } catch {
            if validation == .warn { return ["error converting YAML to JSON: \(error)"] }
            throw .badRequest(
                "error strict decoding YAML: error converting YAML to JSON: \(error)")
        }
    }

    /// As Go writes a kind: `apps/v1, Kind=Deployment`, `/v1, Kind=Pod`.
    private static func text(_ kind: GroupVersionKind) -> String {
        "\(kind.group)/\(kind.version), Kind=\(kind.kind)"
    }
}
