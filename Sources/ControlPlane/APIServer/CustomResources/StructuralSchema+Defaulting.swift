import API

/// Defaulting: what was left out and has a default is filled in, at every depth that is there.
///
/// A default of `spec.replicas` needs a `spec`; a default of `spec` itself may bring one.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/apiserver/schema/defaulting/algorithm.go.
extension StructuralSchema {
    /// Fills in defaults, then drops nulls that may not be null and have no default.
    func setDefaults(_ object: inout Value) { object = defaulted(object) }

    private func defaulted(_ value: Value) -> Value {
        switch value {
        case .object(let object): return .object(defaulted(object))
        case .array(let items):
            guard let schema = self.items else { return value }
            return .array(
                items.map { item in
                    if item.isNull, !schema.isNullable, let fallback = schema.defaultValue {
                        return schema.defaulted(fallback)
                    }
                    return schema.defaulted(item)
                })
        default: return value
        }
    }

    private func defaulted(_ object: Object) -> Object {
        var result = object
        for (name, schema) in properties {
            guard let fallback = schema.defaultValue else { continue }
            let given = object[name]
            if given == nil || (given?.isNull == true && !schema.isNullable) {
                result[name] = fallback
            }
        }
        var members: [Object.Member] = []
        members.reserveCapacity(result.count)
        for (name, value) in result {
            guard let schema = member(name) else {
                members.append((name, value))
                continue
            }
            if value.isNull, !schema.isNullable {
                guard let fallback = schema.defaultValue else { continue }
                members.append((name, schema.defaulted(fallback)))
            } else {
                members.append((name, schema.defaulted(value)))
            }
        }
        return Object(uniqueMembers: members)
    }
}
