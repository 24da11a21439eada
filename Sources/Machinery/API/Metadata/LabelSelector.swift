/// Which labels an object must have, as objects of the API say it: pairs and expressions.
///
/// An empty selector matches everything; whether a missing one matches all or nothing is for the
/// field's owner to decide.
package struct LabelSelector: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package init(matchLabels: [String: String]) {
        self.init(.object(Object()))
        self.matchLabels = matchLabels
    }

    package var matchLabels: [String: String] {
        get { self["matchLabels"] }
        set { self["matchLabels"] = newValue }
    }
    package var matchExpressions: [LabelSelectorRequirement] {
        get { self["matchExpressions"] }
        set { self["matchExpressions"] = newValue }
    }

    package var isEmpty: Bool { matchLabels.isEmpty && matchExpressions.isEmpty }

    package func matches(_ labels: [String: String]) -> Bool {
        for (key, wanted) in value["matchLabels"].object ?? Object() {
            guard labels[key] == wanted.string else { return false }
        }
        return matchExpressions.allSatisfy { $0.requirement?.matches(labels) ?? false }
    }

    /// The same as a query, as `kubectl` prints it and a list request sends it.
    ///
    /// **Throws** for an operator that does not exist.
    package func selector() throws(SelectorError) -> Selector {
        var requirements: [LabelRequirement] = []
        for (key, wanted) in matchLabels.sorted(by: { $0.key < $1.key }) {
            requirements.append(LabelRequirement(key: key, operation: .equals, values: [wanted]))
        }
        for expression in matchExpressions {
            guard let requirement = expression.requirement else {
                throw SelectorError(
                    "\"\(expression.`operator`)\" is not a valid label selector operator")
            }
            requirements.append(requirement)
        }
        return Selector(requirements)
    }
}

/// One expression of a label selector.
package struct LabelSelectorRequirement: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var key: String {
        get { self["key", default: ""] }
        set { self["key", default: ""] = newValue }
    }
    /// `In`, `NotIn`, `Exists` or `DoesNotExist`.
    package var `operator`: String {
        get { self["operator", default: ""] }
        set { self["operator", default: ""] = newValue }
    }
    package var values: [String] {
        get { self["values"] }
        set { self["values"] = newValue }
    }

    /// Nil for an operator that does not exist.
    var requirement: LabelRequirement? {
        let operation: LabelRequirement.Operation
        switch `operator` {
        case "In": operation = .in
        case "NotIn": operation = .notIn
        case "Exists": operation = .exists
        case "DoesNotExist": operation = .doesNotExist
        default: return nil
        }
        return LabelRequirement(key: key, operation: operation, values: values)
    }
}

/// Why a selector could not be read; the text is upstream's.
package struct SelectorError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
    init(_ description: String) { self.description = description }
}
