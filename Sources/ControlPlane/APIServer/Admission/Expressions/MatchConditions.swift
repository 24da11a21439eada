import API
import CEL

/// The expressions that must all hold before a webhook or a policy is asked.
///
/// Upstream: kubernetes apiserver/pkg/admission/plugin/webhook/matchconditions/matcher.go.
struct MatchConditions: Sendable {
    private let programs: [(name: String, program: Program)]

    var isEmpty: Bool { programs.isEmpty }

    /// `list` as it was validated; what cannot be compiled is left out.
    init(_ list: [Value], variables: [String: CELType] = AdmissionExpressions.variables()) {
        programs = list.compactMap { item in
            let program = try? Program(
                item["expression"].string ?? "", variables: variables,
                functions: AdmissionExpressions.functions)
            return program.map { (item["name"].string ?? "", $0) }
        }
    }

    /// False if one condition does not hold. **Throws** what went wrong if that is not known.
    func hold(_ lookup: Evaluator.Lookup, _ budget: inout Budget) throws(CELError) -> Bool {
        var failures: [String] = []
        for (name, program) in programs {
            do throws(CELError) {
                if try program.evaluate(lookup, budget: &budget).bool == false { return false }
            } catch {
                failures.append("match condition \(GoText.quoted(name)) evaluation error: \(error)")
            }
        }
        guard failures.isEmpty else { throw CELError(failures.joined(separator: ", ")) }
        return true
    }

    /// What is wrong with conditions as they stand in a configuration.
    static func problems(
        _ list: [Value], _ path: FieldPath,
        variables: [String: CELType] = AdmissionExpressions.variables()
    ) -> [FieldError] {
        var errors: [FieldError] = []
        if list.count > 64 { errors.append(.tooMany(path, count: list.count, limit: 64)) }
        var names: Set<String> = []
        for (index, item) in list.enumerated() {
            let place = path.index(index)
            errors += AdmissionExpressions.problems(
                item["expression"].string ?? "", place.child("expression"), variables: variables)
            let name = item["name"].string ?? ""
            if name.isEmpty {
                errors.append(.required(place.child("name")))
            } else {
                errors += Check.invalid(
                    place.child("name"), .string(name), Names.qualifiedName(name))
            }
            if !names.insert(name).inserted {
                errors.append(.duplicate(place.child("name"), .string(name)))
            }
        }
        return errors
    }
}
