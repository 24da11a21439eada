/// A merge patch that knows the schema: lists of items with a key are merged item by item.
///
/// ```json
/// {"spec": {"$setElementOrder/containers": [{"name": "web"}],
///           "containers": [{"name": "web", "image": "nginx:2"},
///                          {"name": "old", "$patch": "delete"}]}}
/// ```
/// Directives: `$patch` (`replace`, `delete`), `$retainKeys`, `$setElementOrder/list`,
/// `$deleteFromPrimitiveList/list`. The patch is either applied to an object, or joined with
/// another patch (when `kubectl apply` makes one of deletions and changes): then directives are
/// kept instead of obeyed.
///
/// Upstream: kubernetes apimachinery/pkg/util/strategicpatch/patch.go.
package struct StrategicMergePatch<Schema: SchemaLookup> {
    let schema: Schema

    package init(schema: Schema) { self.schema = schema }

    /// The patched object; `type` nil merges members and replaces lists, as upstream refuses to.
    ///
    /// **Throws** what the API server answers to a patch that does not fit.
    package func apply(
        _ patch: Object, to original: Object, type: TypeSchema?
    ) throws(Status) -> Object {
        try merge(original, patch, type, .obeying)
    }

    /// What becomes of directives.
    enum Mode {
        /// The left side is an object.
        case obeying
        /// The left side is itself a patch.
        case joining
    }

    func merge(
        _ original: Object, _ patch: Object, _ type: TypeSchema?, _ mode: Mode
    ) throws(Status) -> Object {
        if let directive = patch[Directive.patch] {
            return try whole(directive, patch)
        }
        var (result, patch) = (original, patch)
        try retainKeys(&result, &patch, mode)
        try mergeOrderedLists(&result, &patch, type, mode)
        for (key, change) in patch {
            var name = key
            let isDeletionList = key.hasPrefix(Directive.deletionPrefix)
            if isDeletionList {
                if mode == .joining {
                    result[key] = change
                    continue
                }
                name = String(key.dropFirst(Directive.deletionPrefix.count))
            }
            if change.isNull {
                result[name] = mode == .obeying ? nil : .null
                continue
            }
            try mergeMember(&result, name, change, type, mode, isDeletionList)
        }
        return result
    }

    /// `$patch` in an object: it is replaced by the rest of the patch, or emptied.
    private func whole(_ directive: Value, _ patch: Object) throws(Status) -> Object {
        var rest = patch
        rest[Directive.patch] = nil
        switch directive.string {
        case "replace": return rest
        case "delete": return Object()
        default:
            throw .plainInternal(
                "unknown patch type: \(GoText.plain(directive)) in map: "
                    + GoText.plain(.object(patch)))
        }
    }

    private func mergeMember(
        _ result: inout Object, _ name: String, _ change: Value, _ type: TypeSchema?, _ mode: Mode,
        _ isDeletionList: Bool
    ) throws(Status) {
        let field = type?.field(named: name)
        switch (result[name], change) {
        case (.object(let old), .object(let new)):
            // Objects are merged unless the schema says `replace`, which none does.
            result[name] = .object(try merge(old, new, itemType(of: field), mode))
        case (.array(let old), .array(let new)):
            result[name] = .array(
                try mergeLists(old, new, field, mode, isDeletionList: isDeletionList))
        case (nil, _):
            if isDeletionList { return }
            result[name] = mode == .obeying ? try Directive.dropped(from: change) : change
        default:
            if !isDeletionList { result[name] = change }
        }
    }

    /// The type of a field, of its items or of its values; nil where the schema ends.
    func itemType(of field: FieldSchema?) -> TypeSchema? {
        guard let field else { return nil }
        switch field.type {
        case .object(let name), .array(.object(let name)), .map(.object(let name)):
            return schema.type(named: name)
        default: return nil
        }
    }

    /// `$retainKeys`: members of the original that the list does not name are removed.
    private func retainKeys(
        _ original: inout Object, _ patch: inout Object, _ mode: Mode
    ) throws(Status) {
        guard let directive = patch[Directive.retainKeys] else { return }
        patch[Directive.retainKeys] = nil
        if mode == .joining {
            try keep(directive, as: Directive.retainKeys, in: &original)
            return
        }
        guard let list = directive.array else { throw Directive.badRetainKeys }
        let retained = Set(list.compactMap(\.string))
        for (name, value) in patch where !value.isNull && !Directive.isListDirective(name) {
            if !retained.contains(name) { throw Directive.badRetainKeys }
        }
        for name in original.names where !retained.contains(name) { original[name] = nil }
    }

    /// Joining two patches: a directive of the second must be that of the first, if it has one.
    func keep(_ directive: Value, as name: String, in original: inout Object) throws(Status) {
        if let present = original[name], present != directive {
            throw .plainInternal(
                "\(GoText.plain(present)) and \(GoText.plain(directive)) are not deep equal:"
                    + " this may happen when calculating the 3-way diff patch")
        }
        original[name] = directive
    }
}
