import API

/// `kubectl apply --server-side`: the server merges, and knows who owns which field.
///
/// An object that kubectl applied by itself before is taken over in three steps: the annotation gets
/// a manager of its own, what the old kubectl owned becomes the new one's, and applying once more
/// lets the server drop what the file no longer says.
///
/// Upstream: kubectl pkg/cmd/apply/apply.go; client-go util/csaupgrade.
struct ServerSideApply {
    private let invocation: Invocation

    static let manager = "kubectl"
    private static let clientSideManager = "kubectl-client-side-apply"
    private static let annotationManager = "kubectl-last-applied"

    init(_ invocation: Invocation) { self.invocation = invocation }

    func apply(_ info: ResourceInfo, _ report: inout Report) async throws(KubectlError) {
        let dryRun = try invocation.dryRun()
        if dryRun == .client {
            throw .message(
                "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)"
            )
        }
        var query = try invocation.changeQuery(manager: Self.manager, validates: true)
        query.append(("force", String(invocation.flags.bool("force-conflicts"))))
        let path = invocation.flags.string("subresource").map(info.path) ?? info.path
        var object = try await send(info.object, to: path, query)
        if dryRun == .none, try await takeOver(info, object) {
            object = try await send(info.object, to: path, query)
        }
        try await report.done(info.mapping, object, "serverside-applied")
    }

    private func send(
        _ object: Value, to path: String, _ query: [(String, String)]
    ) async throws(KubectlError) -> Value {
        do {
            return try await invocation.client().value(
                "PATCH", path, query: query, body: object, contentType: MediaType.applyPatch)
        } catch {
            if case .server(let status) = error, status.reason == .unsupportedMediaType {
                throw .bare("Server-side apply not available on the server: (\(status.message))")
            }
            guard case .server(let status) = error, status.reason == .conflict else { throw error }
            throw .message(status.message + Self.advice)
        }
    }

    // MARK: - From applying here to applying there

    /// Makes kubectl's older entry the new one's; false if there is none.
    private func takeOver(_ info: ResourceInfo, _ object: Value) async throws(KubectlError) -> Bool
    {
        guard invocation.flags.string("field-manager") ?? Self.manager == Self.manager,
            let entry = Self.entry(in: object, Self.clientSideManager, "Update")
        else { return false }
        var object = object
        let annotation = object["metadata"]["annotations"][LastApplied.annotation]
        let owned = entry["fieldsV1"]["f:metadata"]["f:annotations"]
        if let annotation, owned["f:" + LastApplied.annotation] != nil {
            var config = Object([
                ("apiVersion", object["apiVersion"] ?? ""), ("kind", object["kind"] ?? ""),
            ])
            config["metadata"] = [
                "annotations": [LastApplied.annotation: annotation], "name": .string(info.name),
            ]
            object = try await invocation.client().value(
                "PATCH", info.path, query: [("fieldManager", Self.annotationManager)],
                body: .object(config), contentType: MediaType.applyPatch)
        }
        guard let fields = Self.upgraded(object) else { return false }
        _ = try await invocation.client().value(
            "PATCH", info.path, query: [("fieldManager", Self.manager)],
            body: [
                ["op": "replace", "path": "/metadata/managedFields", "value": fields],
                [
                    "op": "replace", "path": "/metadata/resourceVersion",
                    "value": object["metadata"]["resourceVersion"] ?? "",
                ],
            ], contentType: MediaType.jsonPatch)
        return true
    }

    /// The managers with the older entry's fields in the newer one; nil if there is no older one.
    private static func upgraded(_ object: Value) -> Value? {
        guard let old = entry(in: object, clientSideManager, "Update") else { return nil }
        let new = entry(in: object, manager, "Apply")
        var joined = new ?? old
        (joined["manager"], joined["operation"]) = (.string(manager), "Apply")
        joined["fieldsV1"] = union(old["fieldsV1"] ?? [:], joined["fieldsV1"] ?? [:])
        let others = (object["metadata"]["managedFields"].array ?? [])
            .filter { $0 != old && $0 != new }
        return .array([joined] + others)
    }

    private static func entry(in object: Value, _ manager: String, _ operation: String) -> Value? {
        object["metadata"]["managedFields"].array?.first {
            $0["manager"].string == manager && $0["operation"].string == operation
                && $0["subresource"].string ?? "" == ""
        }
    }

    /// Two sets of fields in one, as `fieldsV1` writes them: `{}` is a field, and so is `.` within.
    private static func union(_ left: Value, _ right: Value) -> Value {
        guard var result = left.object, let other = right.object else { return left }
        if result.isEmpty != other.isEmpty { result["."] = [:] }
        for (name, value) in other {
            result[name] = result[name].map { union($0, value) } ?? value
        }
        return .object(result)
    }

    // MARK: - Conflicts

    /// What can be done about a conflict, in the words that learners will meet.
    private static let advice =
        "\nPlease review the fields above--they currently have other managers. Here\nare the ways you can"
        + " resolve this warning:\n* If you intend to manage all of these fields, please re-run the apply\n"
        + "  command with the `--force-conflicts` flag.\n* If you do not intend to manage all of the fields,"
        + " please edit your\n  manifest to remove references to the fields that should keep their\n"
        + "  current managers.\n* You may co-own fields by updating your manifest to match the existing\n"
        + "  value; in this case, you'll become the manager if the other manager(s)\n  stop managing the"
        + " field (remove it from their configuration).\n"
        + "See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts"
}
