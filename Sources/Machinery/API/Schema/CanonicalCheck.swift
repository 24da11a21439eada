/// Tells whether an object is in canonical form already, as nearly every one is that a component
/// sends: then `ObjectDecoder` need not look at it.
///
/// It may say no of an object that is canonical (a time with an unusual day), never yes of one that
/// is not: `ObjectDecoder` decides what a no means.
///
/// What an object has in common, in memory, with one that is known to be canonical is not looked at
/// again: after a change of one field that is nearly everything.
struct CanonicalCheck {
    let schema: Schema
    let fillsZeros: Bool

    func isCanonical(_ object: Object, _ form: CanonicalForm, like known: Object? = nil) -> Bool {
        if let known, object.sharesMembers(with: known) { return true }
        var cursor = 0
        for index in object.indices {
            while cursor < form.fields.count, form.fields[cursor].name != object[index].name {
                if fillsZeros, form.fields[cursor].zero == .written { return false }
                cursor += 1
            }
            guard cursor < form.fields.count else { return false }
            let before = known?.member(form.fields[cursor].name, near: index)
            guard isCanonical(object[index].value, form.fields[cursor], like: before) else {
                return false
            }
            cursor += 1
        }
        guard fillsZeros, form.hasWrittenFields else { return true }
        return !form.fields[cursor...].contains { $0.zero == .written }
    }

    private func isCanonical(
        _ value: Value, _ field: CanonicalForm.Field, like known: Value?
    ) -> Bool {
        let mayBeZero = field.zero != .omitted
        switch value {
        case .null:
            guard field.zero == .written, case .scalar(let type) = field.type else { return false }
            return type == .time || type == .microTime
        case .string(let text) where !mayBeZero && text.isEmpty: return false
        case .bool(let flag) where !mayBeZero && !flag: return false
        case .int(let number) where !mayBeZero && number == 0: return false
        case .array(let items) where !mayBeZero && items.isEmpty: return false
        case .object(let object) where !mayBeZero && object.isEmpty: return false
        default: return isCanonical(value, field.type, like: known)
        }
    }

    private func isCanonical(_ value: Value, _ type: FieldForm, like known: Value? = nil) -> Bool {
        switch (type, value) {
        case (.string, .string), (.bool, .bool): return true
        case (.object(let reference), .object(let object)):
            guard let form = reference.form(in: schema) else { return true }
            return isCanonical(object, form, like: known?.object)
        case (.array(let item), .array(let items)):
            return areCanonical(items, item, like: known?.array)
        case (.map(let item), .object(let object)): return isSorted(object, item)
        case (.scalar(let type), _):
            if case .null = value { return false }
            do throws(TypeMismatch) {
                return try ScalarDecoder.canonical(value, type) == nil
            } catch { return false }
        default: return false
        }
    }

    private func areCanonical(_ items: [Value], _ type: FieldForm, like known: [Value]?) -> Bool {
        guard let known else { return items.allSatisfy { isCanonical($0, type) } }
        if items.sharesStorage(with: known) { return true }
        for index in items.indices {
            let before = index < known.count ? known[index] : nil
            guard isCanonical(items[index], type, like: before) else { return false }
        }
        return true
    }

    private func isSorted(_ object: Object, _ item: FieldForm) -> Bool {
        for index in object.indices {
            if index > 0, !(object[index - 1].name < object[index].name) { return false }
            guard isCanonical(object[index].value, item) else { return false }
        }
        return true
    }
}
