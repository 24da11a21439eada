import API

/// Amounts of resources: `quantity("1.5Gi").isGreaterThan(quantity("1Gi"))`.
///
/// Upstream: kubernetes apiserver/pkg/cel/library/quantity.go.
extension FunctionTable {
    mutating func addQuantities() {
        let type = CELType.opaque(QuantityValue.typeName)
        add("quantity", [.string], type) { arguments, _ throws(CELError) in
            do throws(QuantityError) {
                return .opaque(
                    QuantityValue(amount: try Quantity(parsing: arguments[0].string ?? "")))
            } catch { throw CELError("\(error)") }
        }
        add("isQuantity", [.string], .bool) { arguments, _ throws(CELError) in
            .bool(Quantity(arguments[0].string ?? "") != nil)
        }
        let questions: [(String, CELType, @Sendable (Quantity) throws(CELError) -> CELValue)] = [
            (
                "sign", .int,
                { (amount) throws(CELError) in
                    .int(amount.isZero ? 0 : amount < .zero ? -1 : 1)
                }
            ),
            ("isInteger", .bool, { (amount) throws(CELError) in .bool(amount.isWhole) }),
            (
                "asInteger", .int,
                { (amount) throws(CELError) in
                    guard amount.isWhole else { throw CELError("cannot convert value to integer") }
                    return .int(Int64(amount.value))
                }
            ),
            (
                "asApproximateFloat", .double,
                { (amount) throws(CELError) in
                    .double(amount.approximation)
                }
            ),
        ]
        for (name, result, body) in questions {
            addMember(name, [type], result) { arguments, _ throws(CELError) in
                try body(try QuantityValue(arguments[0]).amount)
            }
        }
        let comparisons: [(String, CELType, @Sendable (Quantity, Quantity) -> CELValue)] = [
            ("isGreaterThan", .bool, { .bool($1 < $0) }), ("isLessThan", .bool, { .bool($0 < $1) }),
            ("compareTo", .int, { .int($0 < $1 ? -1 : $0 == $1 ? 0 : 1) }),
            ("add", type, { .opaque(QuantityValue(amount: $0 + $1)) }),
            ("sub", type, { .opaque(QuantityValue(amount: $0 - $1)) }),
        ]
        for (name, result, body) in comparisons {
            addMember(name, [type, type], result) { pair, _ throws(CELError) in
                body(try QuantityValue(pair[0]).amount, try QuantityValue(pair[1]).amount)
            }
        }
        for name in ["add", "sub"] {
            addMember(name, [type, .int], type) { pair, _ throws(CELError) in
                guard case .int(let number) = pair[1] else { throw .noOverload }
                let amount = try QuantityValue(pair[0]).amount
                let other = Quantity(Int(number))
                return .opaque(
                    QuantityValue(amount: name == "add" ? amount + other : amount - other))
            }
        }
    }
}

private struct QuantityValue: CELOpaque, Equatable {
    static let typeName = "kubernetes.Quantity"
    let amount: Quantity
}

extension Quantity {
    fileprivate var isWhole: Bool { self == Quantity(value) }

    fileprivate var approximation: Double {
        isWhole ? Double(value) : Double(milliValue) / 1000
    }
}
