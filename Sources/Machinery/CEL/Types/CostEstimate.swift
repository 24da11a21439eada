/// How large a value can be, as far as its schema says: what an estimate of costs asks.
package protocol SizedType: Sendable {
    /// The longest text, the most items or entries; 1 for everything else.
    var sizeMax: Double { get }
    func member(_ name: String) -> (any SizedType)?
    /// An item of a list, a value of a map.
    var item: (any SizedType)? { get }
    /// Whether the keys, not the values, are what a macro goes over.
    var isMap: Bool { get }
}

extension Program {
    /// What running it can cost at most, where its variables are as large as they may be.
    ///
    /// Differs: library functions are priced by the length of what they read, not each by its own
    /// formula.
    ///
    /// Upstream: cel-go checker/cost.go, whose prices these are.
    package func costEstimate(_ variables: [String: any SizedType]) -> Double {
        CostEstimate(variables: variables).of(expression).cost
    }
}

private struct CostEstimate {
    /// What an expression costs, and what is known of the size of its value.
    struct Outcome {
        var cost: Double
        var size: Double = 1
        var type: (any SizedType)?
        /// Where no schema says what an item is.
        var itemType: (any SizedType)?
        var isMap = false

        init(_ cost: Double, size: Double = 1) { (self.cost, self.size) = (cost, size) }

        init(_ cost: Double, _ type: (any SizedType)?) {
            self.cost = cost
            self.type = type
            size = type?.sizeMax ?? 1
            itemType = type?.item
            isMap = type?.isMap ?? false
        }
    }

    /// Reading a character, or comparing an item.
    private static let traversal = 0.1
    private static let patternFactor = 0.25
    private static let listCreation = 10.0
    private static let mapCreation = 30.0
    private static let messageCreation = 40.0
    /// What a macro does beside its body in each turn.
    private static let turn = 3.0

    var variables: [String: any SizedType]

    func of(_ expression: Expression) -> Outcome {
        switch expression {
        case .literal(let value, _): return Outcome(0, size: Double(max(value.size, 1)))
        case .identifier(let name, _): return Outcome(1, variables[name])
        case .select(let operand, let field, let isTest, _, _):
            let of = of(operand)
            if isTest { return Outcome(of.cost + 1) }
            return Outcome(of.cost + 1, of.type?.member(field) ?? of.itemType)
        case .call(let name, let target, let arguments, _):
            return call(name, (target.map { [$0] } ?? []) + arguments)
        case .list(let items, _):
            let all = items.map { of($0.item) }
            var outcome = Outcome(
                Self.listCreation + all.reduce(0) { $0 + $1.cost }, size: Double(items.count))
            outcome.itemType = all.first?.type
            return outcome
        case .map(let entries, _):
            let cost = entries.reduce(Self.mapCreation) {
                $0 + of($1.key).cost + of($1.value).cost
            }
            return Outcome(cost, size: Double(entries.count))
        case .message(_, let fields, _):
            return Outcome(fields.reduce(Self.messageCreation) { $0 + of($1.value).cost })
        case .comprehension(let macro, _): return comprehension(macro)
        }
    }

    private func call(_ name: String, _ arguments: [Expression]) -> Outcome {
        let all = arguments.map(of)
        let cost = all.reduce(0) { $0 + $1.cost }
        let sizes = all.map(\.size)
        switch name {
        case "_&&_", "_||_": return Outcome(cost)
        case "_?_:_":
            var larger = all[1].size > all[2].size ? all[1] : all[2]
            larger.cost = all[0].cost + max(all[1].cost, all[2].cost)
            return larger
        case "_==_", "_!=_":
            return Outcome(cost + max(1, (sizes.min() ?? 1) * Self.traversal))
        case "@in": return Outcome(cost + (all[1].isMap ? 1 : sizes[1]))
        case "_+_":
            let size = sizes.reduce(0, +)
            var sum = Outcome(cost + max(1, size * Self.traversal), size: size)
            sum.itemType = all[0].itemType
            return sum
        case "_[_]", "_[?_]": return Outcome(cost + 1, all[0].itemType)
        case "contains" where all.count == 2:
            return Outcome(cost + max(1, sizes[0] * Self.traversal * sizes[1] * Self.traversal))
        case "matches" where all.count == 2:
            return Outcome(
                cost + (1 + sizes[0]) * Self.traversal * max(1, sizes[1] * Self.patternFactor))
        case "startsWith", "endsWith":
            return Outcome(cost + max(1, (sizes.last ?? 1) * Self.traversal))
        case "size", "int", "double", "uint", "bool", "type", "dyn", "_<_", "_<=_", "_>_", "_>=_",
            "_-_", "_*_", "_/_", "_%_", "!_", "-_", "orValue", "hasValue", "value":
            var outcome = Outcome(cost + 1)
            if let type = all.first?.type, name == "dyn" || name.hasSuffix("alue") {
                outcome = Outcome(cost + 1, type)
            }
            return outcome
        default:
            // What reads its text or list once, and gives no more than that.
            let read = sizes.reduce(0, +)
            var outcome = Outcome(cost + max(1, read * Self.traversal), size: sizes.first ?? 1)
            outcome.itemType = all.first?.itemType
            return outcome
        }
    }

    private func comprehension(_ macro: Comprehension) -> Outcome {
        let range = of(macro.range)
        var inner = self
        let isOptional = macro.kind == .optMap || macro.kind == .optFlatMap
        let item = isOptional ? range.type : range.isMap ? nil : range.itemType
        let names = macro.variables
        if names.count == 2 {
            inner.variables[names[0]] = nil
            inner.variables[names[1]] = range.itemType
        } else if let name = names.first {
            inner.variables[name] = item
        }
        let body = inner.of(macro.body)
        let condition = macro.condition.map { inner.of($0).cost } ?? 0
        let turns = isOptional ? 1 : range.size
        var each = condition + body.cost + Self.turn
        switch macro.kind {
        case .map, .filter, .transformList: each += Self.listCreation
        case .transformMap, .transformMapEntry: each += Self.mapCreation
        default: break
        }
        let cost = range.cost + turns * each
        switch macro.kind {
        case .all, .exists, .existsOne: return Outcome(cost)
        case .filter:
            var outcome = range
            outcome.cost = cost
            return outcome
        case .optMap, .optFlatMap:
            var outcome = body
            outcome.cost = cost
            return outcome
        default:
            var outcome = Outcome(cost, size: range.size)
            outcome.itemType = body.type
            return outcome
        }
    }
}
