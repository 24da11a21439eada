import API
import CEL

/// What both kinds of policies have, with its expressions compiled.
struct CompiledPolicy: Sendable {
    let name: String
    let value: Value
    let conditions: MatchConditions
    /// What its expressions may use.
    let declared: [String: CELType]
    private let variables: [String: Program]

    var ignoresFailures: Bool { value["spec"]["failurePolicy"].string == "Ignore" }
    var match: RequestMatch {
        RequestMatch(value["spec"]["matchConstraints"] ?? [:], rules: "resourceRules")
    }

    init(_ value: Value) {
        self.value = value
        name = value["metadata"]["name"].string ?? ""
        let spec = value["spec"]
        (declared, variables) = Self.variables(spec)
        conditions = MatchConditions(spec["matchConditions"].array ?? [], variables: declared)
    }

    /// An expression of the policy; nil if it cannot be compiled, which validation refuses.
    func program(
        _ source: String?, _ functions: FunctionTable = AdmissionExpressions.functions
    ) -> Program? {
        source.flatMap { try? Program($0, variables: declared, functions: functions) }
    }

    /// What the expressions of a policy may use: each variable sees those before it.
    static func variables(
        _ spec: Value?, object: CELType = .dyn, parameter: CELType = .dyn
    ) -> (declared: [String: CELType], programs: [String: Program]) {
        var declared = AdmissionExpressions.variables()
        (declared["object"], declared["oldObject"]) = (object, object)
        if spec["paramKind"] != nil { declared["params"] = parameter }
        var fields: [String: CELType] = [:]
        var programs: [String: Program] = [:]
        func type() -> CELType {
            let known = fields
            return .object(
                ObjectType(name: "kubernetes.variables") { name in
                    known[name].map { .init(name: name, type: $0) }
                })
        }
        for item in spec["variables"].array ?? [] {
            declared["variables"] = type()
            let name = item["name"].string ?? ""
            let program = try? Program(
                item["expression"].string ?? "", variables: declared,
                functions: AdmissionExpressions.functions)
            fields[name] = program?.type ?? .dyn
            programs[name] = program
        }
        declared["variables"] = type()
        return (declared, programs)
    }

    /// The variables' values, each found when it is first asked for and then kept.
    func lookup(_ bindings: [String: CELValue]) -> PolicyVariables {
        PolicyVariables(bindings: bindings, programs: variables)
    }
}

/// What the expressions of one policy see of one request.
final class PolicyVariables {
    private let bindings: [String: CELValue]
    private let programs: [String: Program]
    private var known: [String: Result<CELValue, CELError>] = [:]

    init(bindings: [String: CELValue], programs: [String: Program]) {
        (self.bindings, self.programs) = (bindings, programs)
    }

    /// `variables.x` comes as one name, before `variables` itself is asked for.
    func value(of name: String, _ budget: inout Budget) throws(CELError) -> CELValue? {
        if let value = bindings[name] { return value }
        guard name.hasPrefix("variables.") else { return nil }
        if let result = known[name] { return try result.get() }
        guard let program = programs[String(name.dropFirst("variables.".count))] else { return nil }
        let result: Result<CELValue, CELError>
        do throws(CELError) {
            result = .success(
                try program.evaluate(
                    { [self] name, budget throws(CELError) in try value(of: name, &budget) },
                    budget: &budget))
        } catch { result = .failure(error) }
        known[name] = result
        return try result.get()
    }
}
