/// Makes strategic merge patches: what `kubectl apply`, `label` and `edit` send.
///
/// Upstream: kubernetes apimachinery/pkg/util/strategicpatch/patch.go CreateTwoWayMergePatch,
/// CreateThreeWayMergePatch.
package struct StrategicDiff<Schema: SchemaLookup> {
    private let merger: StrategicMergePatch<Schema>

    package init(schema: Schema) { merger = StrategicMergePatch(schema: schema) }

    /// Which differences count.
    private struct Options {
        var ignoresDeletions = false
        var ignoresChanges = false
        var buildsRetainKeys = false
    }

    /// The patch that makes `modified` of `original`; empty if they are equal.
    package func create(
        from original: Object, to modified: Object, type: TypeSchema?
    ) throws(Status) -> Object {
        Self.sorted(try diff(original, modified, type, Options()))
    }

    /// What `kubectl apply` sends.
    ///
    /// `original` was applied last, `modified` is to be applied now, `current` is live. The patch
    /// deletes what was in `original` and is no longer in `modified`, and sets what differs between
    /// `current` and `modified`; what only others have set in `current` stays.
    package func createThreeWay(
        original: Object, modified: Object, current: Object, type: TypeSchema?
    ) throws(Status) -> Object {
        let changes = try diff(current, modified, type, Options(ignoresDeletions: true))
        let deletions = try diff(original, modified, type, Options(ignoresChanges: true))
        return Self.sorted(try merger.merge(deletions, changes, type, .joining))
    }

    private func diff(
        _ original: Object, _ modified: Object, _ type: TypeSchema?, _ options: Options
    ) throws(Status) -> Object {
        var patch = Object()
        for (name, old) in original {
            guard let new = modified[name] else {
                if !options.ignoresDeletions { patch[name] = .null }
                continue
            }
            let field = type?.field(named: name)
            var inner = options
            inner.buildsRetainKeys = field?.patch?.retainsKeys ?? false
            switch (old, new) {
            case (.object(let old), .object(let new)):
                let changes = try diff(old, new, merger.itemType(of: field), inner)
                if !changes.isEmpty { patch[name] = .object(changes) }
            case (.array(let old), .array(let new)) where field?.patch?.merges ?? false:
                try diffLists(old, new, name, field, inner, &patch)
            default:
                if !options.ignoresChanges, old != new { patch[name] = new }
            }
        }
        if !options.ignoresChanges {
            for (name, new) in modified where original[name] == nil { patch[name] = new }
        }
        let hasMore = original.contains { modified[$0.name] == nil }
        if options.buildsRetainKeys, !modified.isEmpty, !patch.isEmpty || hasMore {
            patch[Directive.retainKeys] = .array(modified.names.sorted().map(Value.string))
        }
        return patch
    }

    /// Adds the list `name`, its deletions and its order to `patch`, as far as they are needed.
    private func diffLists(
        _ original: [Value], _ modified: [Value], _ name: String, _ field: FieldSchema?,
        _ options: Options, _ patch: inout Object
    ) throws(Status) {
        guard !original.isEmpty else {
            if !modified.isEmpty, !options.ignoresChanges { patch[name] = .array(modified) }
            return
        }
        let isObjects = try StrategicMergePatch<Schema>.holdsObjects(original + modified) ?? false
        guard isObjects, let key = field?.patch?.mergeKey else {
            diffScalars(original, modified, name, options, &patch)
            return
        }
        let places = StrategicMergePatch<Schema>.places(original, key)
        var changes: [Value] = []
        for new in modified {
            guard let item = new.object, let identity = item[key] else {
                throw missingKey(new, key)
            }
            if let old = places[identity].flatMap({ original[$0].object }) {
                var change = try diff(old, item, merger.itemType(of: field), options)
                if change.isEmpty { continue }
                change[key] = identity
                changes.append(.object(change))
            } else if !options.ignoresChanges {
                changes.append(new)
            }
        }
        if !options.ignoresDeletions {
            changes += try deletions(original, modified, key)
        }
        let newOrder = modified.compactMap { $0[key] }
        let isOrderSame = original.compactMap { $0[key] } == newOrder
        if !changes.isEmpty { patch[name] = .array(changes) }
        if !changes.isEmpty || (!options.ignoresChanges && !isOrderSame) {
            patch[Directive.orderPrefix + name] = .array(
                newOrder.map { .object(Object([(key, $0)])) })
        }
    }

    /// `{"name": "x", "$patch": "delete"}` for each item that is gone, in the order of their keys.
    private func deletions(
        _ original: [Value], _ modified: [Value], _ key: String
    ) throws(Status) -> [Value] {
        let kept = StrategicMergePatch<Schema>.places(modified, key)
        var gone: [Value] = []
        for old in original {
            guard let identity = old[key] else { throw missingKey(old, key) }
            if kept[identity] == nil { gone.append(identity) }
        }
        return gone.sorted { GoText.plain($0) < GoText.plain($1) }
            .map { .object(Object([(Directive.patch, "delete"), (key, $0)])) }
    }

    private func diffScalars(
        _ original: [Value], _ modified: [Value], _ name: String, _ options: Options,
        _ patch: inout Object
    ) {
        let (old, new) = (Set(original), Set(modified))
        let added = options.ignoresChanges ? [] : modified.filter { !old.contains($0) }
        let gone = options.ignoresDeletions ? [] : original.filter { !new.contains($0) }
        if !added.isEmpty { patch[name] = .array(StrategicMergePatch<Schema>.unique(added)) }
        if !gone.isEmpty {
            patch[Directive.deletionPrefix + name] = .array(
                StrategicMergePatch<Schema>.unique(gone)
                    .sorted { GoText.plain($0) < GoText.plain($1) })
        }
        if !gone.isEmpty || (!options.ignoresChanges && original != modified) {
            patch[Directive.orderPrefix + name] = .array(modified)
        }
    }

    private func missingKey(_ item: Value, _ key: String) -> Status {
        .plainInternal(
            "map: \(GoText.plain(item)) does not contain declared merge key: \(key)")
    }

    /// Members in the order of their names, at every level, as Go writes maps.
    private static func sorted(_ object: Object) -> Object {
        var result: [Object.Member] = []
        for (name, value) in object.sorted { result.append((name, sorted(value))) }
        return Object(uniqueMembers: result)
    }

    private static func sorted(_ value: Value) -> Value {
        switch value {
        case .object(let object): .object(sorted(object))
        case .array(let items): .array(items.map { sorted($0) })
        default: value
        }
    }
}
