/// Amounts by resource name, as `requests`, `limits` and `hard` hold them.
///
/// Upstream: kubernetes apiserver/pkg/quota/v1/resources.go.
package struct ResourceAmounts: Hashable, Sendable {
    /// **Shape**: `requests.cpu` to its amount.
    package private(set) var amounts: [String: Quantity]

    package init(_ amounts: [String: Quantity] = [:]) { self.amounts = amounts }

    /// Reads a map of quantities; what is no quantity is left out.
    package init(_ value: Value?) {
        amounts = [:]
        for member in value.object ?? Object() { amounts[member.name] = Quantity(member.value) }
    }

    package var names: [String] { amounts.keys.sorted() }
    package var isEmpty: Bool { amounts.isEmpty }

    package subscript(name: String) -> Quantity? {
        get { amounts[name] }
        set { amounts[name] = newValue }
    }

    /// As an object has it: names in order, canonical quantities.
    package var value: Value {
        .object(Object(names.map { ($0, .string((amounts[$0] ?? .zero).description)) }))
    }

    /// `cpu=200m,pods=2`, as refusals print it.
    package var text: String {
        names.map { "\($0)=\(amounts[$0] ?? .zero)" }.joined(separator: ",")
    }

    package mutating func add(_ name: String, _ amount: Quantity) {
        amounts[name] = (amounts[name] ?? .zero) + amount
    }

    package static func + (left: ResourceAmounts, right: ResourceAmounts) -> ResourceAmounts {
        var sum = left
        for (name, amount) in right.amounts { sum.add(name, amount) }
        return sum
    }

    package static func - (left: ResourceAmounts, right: ResourceAmounts) -> ResourceAmounts {
        var rest = left
        for (name, amount) in right.amounts {
            rest.amounts[name] = (left.amounts[name] ?? .zero) - amount
        }
        return rest
    }

    /// For each resource the larger of the two.
    package func maximum(_ other: ResourceAmounts) -> ResourceAmounts {
        var result = self
        for (name, amount) in other.amounts {
            result.amounts[name] = max(amounts[name] ?? amount, amount)
        }
        return result
    }

    package func filter(_ isKept: (String, Quantity) -> Bool) -> ResourceAmounts {
        ResourceAmounts(amounts.filter { isKept($0.key, $0.value) })
    }
}
