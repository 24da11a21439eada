/// An expression that has been read and checked, ready to run.
///
/// ```
/// source ─Lexer─▶ tokens ─Parser─▶ Expression ─Checker─▶ Program ─Evaluator─▶ CELValue
/// ```
package struct Program: Sendable {
    package let source: String
    /// What it evaluates to, as far as known.
    package let type: CELType
    let expression: Expression
    private let functions: FunctionTable

    /// **Throws** all that is wrong with `source`. With `isChecked` false only its grammar is
    /// looked at: names and types show when it runs.
    package init(
        _ source: String, variables: [String: CELType], functions: FunctionTable = .shared,
        isChecked: Bool = true
    ) throws(CompileIssues) {
        do throws(CompileIssue) { expression = try Parser.parse(source) } catch {
            throw CompileIssues(source: source, issues: [error])
        }
        (self.source, self.functions) = (source, functions)
        guard isChecked else {
            type = .dyn
            return
        }
        var checker = Checker(variables: variables, functions: functions)
        type = checker.type(of: expression)
        guard checker.issues.isEmpty else {
            throw CompileIssues(source: source, issues: checker.issues)
        }
    }

    /// Whether it asks for the variable `name`.
    package func mentions(_ name: String) -> Bool { expression.mentions(name) }

    /// Runs it; `bindings` are the values of its variables.
    package func evaluate(
        _ bindings: [String: CELValue], budget: inout Budget
    ) throws(CELError) -> CELValue {
        try evaluate({ name, _ throws(CELError) in bindings[name] }, budget: &budget)
    }

    /// Runs it; `lookup` gives a variable's value when it is first needed.
    package func evaluate(
        _ lookup: Evaluator.Lookup, budget: inout Budget
    ) throws(CELError) -> CELValue {
        try withoutActuallyEscaping(lookup) { (lookup) throws(CELError) in
            var evaluator = Evaluator(lookup: lookup, functions: functions, budget: budget)
            defer { budget = evaluator.budget }
            return try evaluator.value(of: expression)
        }
    }
}

/// Why an expression cannot be run.
package struct CompileIssues: Error, Hashable, Sendable, CustomStringConvertible {
    package let source: String
    package let issues: [CompileIssue]

    package var description: String {
        issues.map { $0.text(in: source) }.joined(separator: "\n")
    }
}
