/// Values that may be missing: `object.?spec.?replicas.orValue(1)`.
///
/// Source: cel-go cel/library.go OptionalTypes.
extension FunctionTable {
    mutating func addOptionals() {
        let a = CELType.parameter("A")
        add("optional.of", [a], .optional(a)) { arguments, _ throws(CELError) in
            .optional([arguments[0]])
        }
        add("optional.none", [], .optional(a)) { _, _ throws(CELError) in .optional([]) }
        add("optional.ofNonZeroValue", [a], .optional(a)) { arguments, _ throws(CELError) in
            .optional(arguments[0].isZero ? [] : [arguments[0]])
        }
        addMember("hasValue", [.optional(a)], .bool) { arguments, _ throws(CELError) in
            guard case .optional(let some) = arguments[0] else { throw .noOverload }
            return .bool(!some.isEmpty)
        }
        addMember("value", [.optional(a)], a) { arguments, _ throws(CELError) in
            guard case .optional(let some) = arguments[0], let value = some.first else {
                throw CELError("optional.none() dereference")
            }
            return value
        }
        addMember("or", [.optional(a), .optional(a)], .optional(a)) { pair, _ throws(CELError) in
            guard case .optional(let some) = pair[0] else { throw .noOverload }
            return some.isEmpty ? pair[1] : pair[0]
        }
        addMember("orValue", [.optional(a), a], a) { pair, _ throws(CELError) in
            guard case .optional(let some) = pair[0] else { throw .noOverload }
            return some.first ?? pair[1]
        }
    }
}

extension CELValue {
    fileprivate var isZero: Bool {
        switch self {
        case .null: true
        case .bool(let flag): !flag
        case .int(let number): number == 0
        case .uint(let number): number == 0
        case .double(let number): number == 0
        case .duration(let nanoseconds): nanoseconds == 0
        case .string, .bytes, .list, .map: size == 0
        default: false
        }
    }
}
