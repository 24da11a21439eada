/// Functions of lists and maps, and of lists as sets.
///
/// Source: CEL specification; kubernetes apiserver/pkg/cel/library/lists.go; cel-go ext/sets.go.
extension FunctionTable {
    mutating func addLists() {
        addSizes()
        addSums()
        addPositions()
        addSets()
    }

    private mutating func addSizes() {
        let (a, b) = (CELType.parameter("A"), CELType.parameter("B"))
        for type in [.string, .bytes, .list(a), .map(a, b)] as [CELType] {
            let size: Overload.Body = { arguments, _ throws(CELError) in
                if case .string(let text) = arguments[0] {
                    return .int(Int64(text.unicodeScalars.count))
                }
                return .int(Int64(arguments[0].size))
            }
            add("size", [type], .int, size)
            addMember("size", [type], .int, size)
        }
    }

    private static func items(_ value: CELValue, _ budget: inout Budget) throws(CELError)
        -> [CELValue]
    {
        guard case .list(let items) = value else { throw .noOverload }
        try budget.spend(items.count)
        return items
    }

    private mutating func addSums() {
        let zeros: [(CELType, CELValue)] = [
            (.int, .int(0)), (.uint, .uint(0)), (.double, .double(0)), (.duration, .duration(0)),
        ]
        for (type, zero) in zeros {
            addMember("sum", [.list(type)], type) { arguments, budget throws(CELError) in
                var sum: CELValue?
                for item in try Self.items(arguments[0], &budget) {
                    sum = try FunctionTable.shared.call(
                        "_+_", isMember: false, [sum ?? item.zero, item], &budget)
                }
                return sum ?? zero
            }
        }
        for type in [.int, .uint, .double, .bool, .string, .bytes, .timestamp, .duration]
            as [CELType]
        {
            addMember("isSorted", [.list(type)], .bool) { arguments, budget throws(CELError) in
                let items = try Self.items(arguments[0], &budget)
                return .bool(
                    zip(items, items.dropFirst()).allSatisfy {
                        CELValue.order($0, $1) != .after
                    })
            }
            for (name, wanted) in [("min", CELValue.Order.before), ("max", .after)] {
                addMember(name, [.list(type)], type) { arguments, budget throws(CELError) in
                    let items = try Self.items(arguments[0], &budget)
                    guard var best = items.first else {
                        throw CELError("\(name) called on empty list")
                    }
                    for item in items where CELValue.order(item, best) == wanted { best = item }
                    return best
                }
            }
        }
    }

    private mutating func addPositions() {
        let a = CELType.parameter("A")
        addMember("indexOf", [.list(a), a], .int) { arguments, budget throws(CELError) in
            let items = try Self.items(arguments[0], &budget)
            return .int(Int64(items.firstIndex { $0.isEqual(to: arguments[1]) } ?? -1))
        }
        addMember("lastIndexOf", [.list(a), a], .int) { arguments, budget throws(CELError) in
            let items = try Self.items(arguments[0], &budget)
            return .int(Int64(items.lastIndex { $0.isEqual(to: arguments[1]) } ?? -1))
        }
    }

    private mutating func addSets() {
        let list = CELType.list(.parameter("A"))
        @Sendable func contains(_ items: [CELValue], _ others: [CELValue]) -> Bool {
            others.allSatisfy { other in items.contains { $0.isEqual(to: other) } }
        }
        let tests: [(String, @Sendable ([CELValue], [CELValue]) -> Bool)] = [
            ("sets.contains", { contains($0, $1) }),
            ("sets.equivalent", { contains($0, $1) && contains($1, $0) }),
            (
                "sets.intersects",
                { left, right in
                    left.contains { item in right.contains { $0.isEqual(to: item) } }
                }
            ),
        ]
        for (name, test) in tests {
            add(name, [list, list], .bool) { pair, budget throws(CELError) in
                let left = try Self.items(pair[0], &budget)
                let right = try Self.items(pair[1], &budget)
                try budget.spend(left.count * right.count)
                return .bool(test(left, right))
            }
        }
    }
}

extension CELValue {
    /// What a sum of such values begins with.
    fileprivate var zero: CELValue {
        switch self {
        case .uint: .uint(0)
        case .double: .double(0)
        case .duration: .duration(0)
        default: .int(0)
        }
    }
}
