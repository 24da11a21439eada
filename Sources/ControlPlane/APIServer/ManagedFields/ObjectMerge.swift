import API

/// Two values of one shape made one: what is applied wins, what it does not speak of stays.
///
/// Upstream: sigs.k8s.io/structured-merge-diff typed/merge.go.
enum ObjectMerge {
    static func merged(_ live: Value?, _ applied: Value, _ shape: MergeShape) -> Value {
        guard let live, shape.isContainer(live), shape.isContainer(applied) else { return applied }
        if let items = applied.array { return .array(merged(live.array ?? [], items, shape)) }
        var result = live.object ?? Object()
        for (name, value) in applied.object ?? Object() {
            result[name] = merged(result[name], value, shape.member(name)?.shape ?? .untyped)
        }
        return .object(result)
    }

    /// Merges lists whose items have names. The order is that of the applied list; the items that
    /// only the live list has keep their place before the one that they stood before.
    ///
    /// ```
    ///   live a b c d      applied d x a       merged b c d x a
    /// ```
    private static func merged(_ live: [Value], _ applied: [Value], _ shape: MergeShape) -> [Value]
    {
        let (liveNames, appliedNames) = (shape.itemNames(live), shape.itemNames(applied))
        let (liveItems, appliedItems) = (index(live, liveNames), index(applied, appliedNames))
        // Those in both, in the order in which they will come.
        var shared = appliedNames.compactMap { $0 }.filter { liveItems[$0] != nil }[...]
        var isDone: Set<String> = []
        var result: [Value] = []
        var (left, right) = (0, 0)
        func take(_ name: String?) {
            guard let name else { return result.append(applied[right]) }
            isDone.insert(name)
            result.append(merged(liveItems[name], appliedItems[name] ?? applied[right], shape.item))
            if shared.first == name { shared.removeFirst() }
        }
        while left < live.count || right < applied.count {
            if left < live.count, right < applied.count {
                let name = liveNames[left]
                if let name, name == appliedNames[right] {
                    take(name)
                    (left, right) = (left + 1, right + 1)
                    continue
                }
                // In both, but its turn comes later.
                if let name, appliedItems[name] != nil, let next = shared.first, next != name {
                    left += 1
                    continue
                }
            }
            if left < live.count {
                let name = liveNames[left]
                guard let name, appliedItems[name] != nil else {
                    result.append(live[left])
                    left += 1
                    continue
                }
                if isDone.contains(name) { left += 1 }
            }
            if right < applied.count {
                take(appliedNames[right])
                right += 1
            }
        }
        return result
    }

    private static func index(_ items: [Value], _ names: [String?]) -> [String: Value] {
        var result: [String: Value] = [:]
        for (name, item) in zip(names, items) {
            if let name, result[name] == nil { result[name] = item }
        }
        return result
    }
}
