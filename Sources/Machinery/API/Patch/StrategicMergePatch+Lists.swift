/// How lists are merged: by key where items are objects, as sets where they are scalars.
extension StrategicMergePatch {
    func mergeLists(
        _ original: [Value], _ patch: [Value], _ field: FieldSchema?, _ mode: Mode,
        isDeletionList: Bool = false
    ) throws(Status) -> [Value] {
        guard let rule = field?.patch, rule.merges else {
            return isDeletionList ? original : patch
        }
        if original.isEmpty, patch.isEmpty { return original }
        guard let isObjects = try Self.holdsObjects(original + patch) else { throw .unprocessable }
        if !isObjects {
            if isDeletionList {
                let gone = Set(patch)
                return original.filter { !gone.contains($0) }
            }
            let merged = Self.unique(original + patch)
            return Self.ordered(merged, by: patch, then: original, key: nil)
        }
        guard let key = rule.mergeKey else {
            throw .plainInternal("cannot merge lists without merge key for \(field?.name ?? "")")
        }
        let (kept, changes) = try obeyItemDirectives(original, patch, key, mode)
        let merged = try mergeItems(kept, changes, key, itemType(of: field), mode)
        return Self.ordered(merged, by: changes, then: kept, key: key)
    }

    /// `$patch` in items: `delete` removes the item with that key, `replace` the whole list.
    private func obeyItemDirectives(
        _ original: [Value], _ patch: [Value], _ key: String, _ mode: Mode
    ) throws(Status) -> (original: [Value], patch: [Value]) {
        var gone: Set<Value> = []
        var changes: [Value] = []
        var replaces = false
        for item in patch {
            guard let directive = item[Directive.patch] else {
                changes.append(item)
                continue
            }
            switch directive.string {
            case "delete":
                guard let name = item[key] else { throw missingKey(item, key) }
                gone.insert(name)
            case "replace": replaces = true
            case "merge":
                throw .plainInternal("merging lists cannot yet be specified in the patch")
            default:
                throw .plainInternal(
                    "unknown patch type: \(GoText.plain(directive)) in map: \(GoText.plain(item))")
            }
        }
        if replaces { return (changes, []) }
        if gone.isEmpty { return (original, changes) }
        return (original.filter { item in item[key].map { !gone.contains($0) } ?? true }, changes)
    }

    private func mergeItems(
        _ original: [Value], _ patch: [Value], _ key: String, _ type: TypeSchema?, _ mode: Mode
    ) throws(Status) -> [Value] {
        var result = original
        var places = Self.places(original, key)
        for item in patch {
            guard let name = item[key], let change = item.object else {
                throw missingKey(item, key)
            }
            if let index = places[name], let old = result[index].object {
                result[index] = .object(try merge(old, change, type, mode))
            } else {
                places[name] = result.count
                result.append(mode == .obeying ? try Directive.dropped(from: item) : item)
            }
        }
        return result
    }

    private func missingKey(_ item: Value, _ key: String) -> Status {
        .plainInternal(
            "map: \(GoText.plain(item)) does not contain declared merge key: \(key)")
    }

    /// `$setElementOrder/x`: merges the list `x` too, and puts the result into that order.
    func mergeOrderedLists(
        _ original: inout Object, _ patch: inout Object, _ type: TypeSchema?, _ mode: Mode
    ) throws(Status) {
        for name in patch.names where name.hasPrefix(Directive.orderPrefix) {
            guard let directive = patch[name] else { continue }
            patch[name] = nil
            if mode == .joining {
                try keep(directive, as: name, in: &original)
                continue
            }
            guard let order = directive.array else { throw Directive.badSetElementOrder }
            let listName = String(name.dropFirst(Directive.orderPrefix.count))
            let old = original[listName].array
            let new = patch[listName].array
            let field = type?.field(named: listName)
            let key = field?.patch?.mergeKey
            try checkOrder(of: new ?? [], order, key)
            var merged = old ?? []
            if let new {
                merged =
                    old == nil
                    ? try Directive.dropped(from: .array(new)).array ?? []
                    : try mergeLists(merged, new, field, mode)
            } else if old == nil {
                continue
            }
            patch[listName] = nil
            original[listName] = .array(Self.ordered(merged, by: order, then: old ?? [], key: key))
        }
    }

    /// The items of the patch must stand in the order that the patch itself asks for.
    private func checkOrder(
        of items: [Value], _ order: [Value], _ key: String?
    ) throws(Status) {
        var rest = order[...]
        for item in items where item[Directive.patch] == nil {
            let place = rest.firstIndex { Self.isSame($0, item, key: key) }
            guard let place else {
                throw .plainInternal(
                    "The order in patch list:\n\(GoText.plain(.array(items)))\n doesn't match"
                        + " $setElementOrder list:\n\(GoText.plain(.array(order)))\n")
            }
            rest = rest[(place + 1)...]
        }
    }

    // MARK: - Order

    /// True for objects, false for scalars; nil for an empty list.
    ///
    /// **Throws** for lists of lists and mixed lists.
    static func holdsObjects(_ items: [Value]) throws(Status) -> Bool? {
        guard let first = items.first else { return nil }
        for item in items {
            if item.array != nil || (item.object == nil) != (first.object == nil) {
                throw .unprocessable
            }
        }
        return first.object != nil
    }

    static func unique(_ items: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return items.filter { seen.insert($0).inserted }
    }

    static func isSame(_ left: Value, _ right: Value, key: String?) -> Bool {
        guard let key else { return left == right }
        return left[key] != nil && left[key] == right[key]
    }

    /// The items that `order` names, in that order, woven with the others in the order of `server`:
    /// one of the others comes first only where the server had it before the next named one.
    static func ordered(
        _ items: [Value], by order: [Value], then server: [Value], key: String?
    ) -> [Value] {
        let orderPlaces = places(order, key)
        let serverPlaces = places(server, key)
        func place(_ item: Value, _ places: [Value: Int]) -> Int? {
            identity(item, key).flatMap { places[$0] }
        }
        func sorted(_ items: [Value], _ places: [Value: Int]) -> [Value] {
            let ranked = items.enumerated().map { entry in
                (entry.element, place(entry.element, places) ?? Int.max, entry.offset)
            }
            return ranked.sorted { ($0.1, $0.2) < ($1.1, $1.2) }.map(\.0)
        }
        var named = sorted(items.filter { place($0, orderPlaces) != nil }, orderPlaces)[...]
        var others = sorted(items.filter { place($0, orderPlaces) == nil }, serverPlaces)[...]
        var result: [Value] = []
        while let next = named.first, let other = others.first {
            if let left = place(other, serverPlaces), let right = place(next, serverPlaces),
                left < right
            {
                result.append(others.removeFirst())
            } else {
                result.append(named.removeFirst())
            }
        }
        return result + named + others
    }

    private static func identity(_ item: Value, _ key: String?) -> Value? {
        guard let key else { return item }
        return item[key]
    }

    /// Where each key (or scalar) stands first.
    static func places(_ items: [Value], _ key: String?) -> [Value: Int] {
        var places: [Value: Int] = [:]
        for (index, item) in items.enumerated() {
            if let identity = identity(item, key), places[identity] == nil {
                places[identity] = index
            }
        }
        return places
    }
}
