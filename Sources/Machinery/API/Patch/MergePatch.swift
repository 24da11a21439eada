/// A patch that looks like the object: members replace members, null removes them, lists are
/// replaced as a whole.
///
/// Source: RFC 7386.
package enum MergePatch {
    package static func apply(_ patch: Value, to target: Value) -> Value {
        guard let patch = patch.object else { return patch }
        var result = target.object ?? Object()
        for (name, change) in patch {
            result[name] = change.isNull ? nil : apply(change, to: result[name] ?? .null)
        }
        return .object(result)
    }

    /// The patch that makes `modified` of `original`; empty if they are equal.
    package static func create(from original: Object, to modified: Object) -> Object {
        var patch = Object()
        for (name, old) in original {
            guard let new = modified[name] else {
                patch[name] = .null
                continue
            }
            if case .object(let old) = old, case .object(let new) = new {
                let inner = create(from: old, to: new)
                if !inner.isEmpty { patch[name] = .object(inner) }
            } else if old != new {
                patch[name] = new
            }
        }
        for (name, new) in modified where original[name] == nil { patch[name] = new }
        return patch.sorted
    }

    /// What `kubectl apply` sends for custom resources.
    ///
    /// What was applied before and is no longer asked for is removed; everything that is asked for
    /// is set; the rest of `current` stays.
    /// Upstream: kubernetes apimachinery/pkg/util/jsonmergepatch/patch.go.
    package static func createThreeWay(
        original: Object, modified: Object, current: Object
    ) -> Object {
        let changes = filtered(create(from: current, to: modified), keepsNulls: false)
        let deletions = filtered(create(from: original, to: modified), keepsNulls: true)
        return combined(deletions, changes)
    }

    private static func filtered(_ patch: Object, keepsNulls: Bool) -> Object {
        var result = Object()
        for (name, value) in patch {
            if value.isNull {
                if keepsNulls { result[name] = .null }
            } else if case .object(let object) = value {
                let inner = filtered(object, keepsNulls: keepsNulls)
                if !inner.isEmpty || (!keepsNulls && object.isEmpty) {
                    result[name] = .object(inner)
                }
            } else if !keepsNulls {
                result[name] = value
            }
        }
        return result
    }

    /// One patch that does what two do, keeping nulls.
    private static func combined(_ first: Object, _ second: Object) -> Object {
        var result = first
        for (name, value) in second {
            if case .object(let new) = value, case .object(let old) = first[name] {
                result[name] = .object(combined(old, new))
            } else {
                result[name] = value
            }
        }
        return result.sorted
    }
}
