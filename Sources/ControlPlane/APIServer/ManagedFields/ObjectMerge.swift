import API

/// Two values of one shape made one: what is applied wins, what it does not speak of stays.
///
/// Upstream: sigs.k8s.io/structured-merge-diff typed/merge.go.
enum ObjectMerge {
    static func merged(_ live: Value?, _ applied: Value, _ shape: MergeShape) -> Value {
        guard let live, shape.isContainer(live), shape.isContainer(applied) else { return applied }
        if let items = applied.array {
            var merge = ListMerge(live.array ?? [], items, shape)
            return .array(merge.merged())
        }
        var result = live.object ?? Object()
        for (name, value) in applied.object ?? Object() {
            result[name] = merged(result[name], value, shape.member(name)?.shape ?? .untyped)
        }
        return .object(result)
    }
}

/// Merges lists whose items have names.
///
/// The order is that of the applied list; items that only the live list has stay before what they
/// stood before.
///
/// ```
///   live a b c d      applied d x a       merged b c d x a
/// ```
private struct ListMerge {
    private let live: Side
    private let applied: Side
    private let item: MergeShape
    /// What both lists have, in the order in which it will come.
    private var shared: ArraySlice<String>
    private var done: Set<String> = []
    private var result: [Value] = []

    init(_ live: [Value], _ applied: [Value], _ shape: MergeShape) {
        let present = Side(live, shape)
        (self.live, self.applied) = (present, Side(applied, shape))
        item = shape.item
        shared = self.applied.names.compactMap { $0 }.filter { present.byName[$0] != nil }[...]
    }

    /// One of the two lists.
    private struct Side {
        var items: [Value]
        var names: [String?]
        /// Of several items with one name the first.
        var byName: [String: Value] = [:]

        init(_ items: [Value], _ shape: MergeShape) {
            (self.items, names) = (items, shape.itemNames(items))
            for (name, item) in zip(names, items) {
                if let name, byName[name] == nil { byName[name] = item }
            }
        }
    }

    mutating func merged() -> [Value] {
        var (left, right) = (0, 0)
        while left < live.items.count || right < applied.items.count {
            if left < live.items.count {
                let name = live.names[left]
                guard let name, applied.byName[name] != nil else {
                    // Only the live list has it.
                    result.append(live.items[left])
                    left += 1
                    continue
                }
                let isNext = right < applied.items.count && applied.names[right] == name
                if done.contains(name) || !isNext && shared.first != name {
                    // It has come already, or its turn comes later.
                    left += 1
                    continue
                }
                if isNext { left += 1 }
            }
            take(right)
            right += 1
        }
        return result
    }

    /// Takes over an applied item, merged with the live one of its name.
    private mutating func take(_ index: Int) {
        guard let name = applied.names[index] else { return result.append(applied.items[index]) }
        done.insert(name)
        result.append(
            ObjectMerge.merged(
                live.byName[name], applied.byName[name] ?? applied.items[index], item))
        if shared.first == name { shared.removeFirst() }
    }
}
