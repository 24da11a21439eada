/// One way to call a function: what it takes, what it gives, and how.
///
/// The checker reads the types, the evaluator looks for the first whose parameters fit the values:
/// declaration and deed stand together.
package struct Overload: Sendable {
    package typealias Body =
        @Sendable (_ arguments: [CELValue], _ budget: inout Budget) throws(CELError) -> CELValue

    let isMember: Bool
    let parameters: [CELType]
    let result: CELType
    let body: Body
}

/// Every function by its name, members and operators included.
package struct FunctionTable: Sendable {
    package private(set) var overloads: [String: [Overload]] = [:]
    /// The messages that an expression may write down, by their names.
    package var message: @Sendable (_ name: String) -> ObjectType? = { _ in nil }

    /// What every expression may use.
    package static let shared: FunctionTable = {
        var table = FunctionTable()
        table.addOperators()
        table.addConversions()
        table.addStrings()
        table.addLists()
        table.addTimes()
        table.addOptionals()
        table.addQuantities()
        table.addAddresses()
        table.addLocators()
        table.addFormats()
        table.addPatches()
        return table
    }()

    package init() {}

    /// `add("size", [.string], .int) { … }`.
    package mutating func add(
        _ name: String, _ parameters: [CELType], _ result: CELType,
        _ body: @escaping Overload.Body
    ) {
        overloads[name, default: []].append(
            Overload(isMember: false, parameters: parameters, result: result, body: body))
    }

    /// The first parameter stands before the dot.
    package mutating func addMember(
        _ name: String, _ parameters: [CELType], _ result: CELType,
        _ body: @escaping Overload.Body
    ) {
        overloads[name, default: []].append(
            Overload(isMember: true, parameters: parameters, result: result, body: body))
    }

    func call(
        _ name: String, isMember: Bool, _ arguments: [CELValue], _ budget: inout Budget
    ) throws(CELError) -> CELValue {
        for overload in overloads[name] ?? []
        where overload.isMember == isMember && overload.parameters.count == arguments.count
            && zip(arguments, overload.parameters).allSatisfy({ $0.fits($1) })
        {
            return try overload.body(arguments, &budget)
        }
        throw .noOverload
    }
}

/// What an evaluation may still cost.
///
/// Differs: upstream prices each function by its own formula; here a step costs 1, and a function
/// that reads a whole text or list a tenth of its length more.
package struct Budget: Sendable {
    package private(set) var left: Int

    package init(_ limit: Int) { left = limit }

    /// Takes away what has been spent elsewhere.
    package mutating func take(_ cost: Int) { left -= cost }

    mutating func spend(_ cost: Int = 1) throws(CELError) {
        left -= cost
        if left < 0 { throw .costLimit }
    }

    /// For reading `size` characters or items.
    mutating func spend(reading size: Int) throws(CELError) { try spend(size / 10) }
}
