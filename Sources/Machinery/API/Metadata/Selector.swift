/// A query over labels in the form of a text: `app=web,tier!=db,env in (a,b),!legacy,gpu`.
///
/// Upstream: kubernetes apimachinery/pkg/labels/selector.go.
package struct Selector: Hashable, Sendable, CustomStringConvertible {
    /// In the order of their keys.
    package private(set) var requirements: [LabelRequirement]

    /// Matches everything.
    package static let everything = Selector([])

    package init(_ requirements: [LabelRequirement]) {
        let ordered = requirements.enumerated().sorted {
            ($0.element.key, $0.offset) < ($1.element.key, $1.offset)
        }
        self.requirements = ordered.map(\.element)
    }

    /// All of these labels, as `spec.selector` of a Service has them.
    package init(matching labels: [String: String]) {
        self.init(
            labels.map { LabelRequirement(key: $0.key, operation: .equals, values: [$0.value]) })
    }

    /// **Throws** with upstream's text when `text` is no selector.
    package init(parsing text: String) throws(SelectorError) {
        var parser = SelectorParser(text)
        self.init(try parser.parse())
    }

    package var isEmpty: Bool { requirements.isEmpty }

    package func matches(_ labels: [String: String]) -> Bool {
        requirements.allSatisfy { $0.matches(labels) }
    }

    /// As it is sent: `a=b,c in (x,y)`.
    package var description: String { requirements.map(\.description).joined(separator: ",") }
}

/// One condition on one label.
package struct LabelRequirement: Hashable, Sendable, CustomStringConvertible {
    package enum Operation: Hashable, Sendable {
        case `in`, notIn, equals, doubleEquals, notEquals, exists, doesNotExist
        case greaterThan, lessThan
    }

    package var key: String
    package var operation: Operation
    /// Sorted, each once.
    package private(set) var values: [String]

    package init(key: String, operation: Operation, values: [String] = []) {
        self.key = key
        self.operation = operation
        self.values = values.count < 2 ? values : Set(values).sorted()
    }

    package func matches(_ labels: [String: String]) -> Bool {
        let label = labels[key]
        switch operation {
        case .in, .equals, .doubleEquals:
            return label.map { values.contains($0) } ?? false
        case .notIn, .notEquals:
            return label.map { !values.contains($0) } ?? true
        case .exists: return label != nil
        case .doesNotExist: return label == nil
        case .greaterThan, .lessThan:
            guard let number = label.flatMap({ Int64($0) }),
                let limit = values.first.flatMap({ Int64($0) })
            else { return false }
            return operation == .greaterThan ? number > limit : number < limit
        }
    }

    package var description: String {
        let list = values.joined(separator: ",")
        switch operation {
        case .in: return "\(key) in (\(list))"
        case .notIn: return "\(key) notin (\(list))"
        case .equals: return "\(key)=\(list)"
        case .doubleEquals: return "\(key)==\(list)"
        case .notEquals: return "\(key)!=\(list)"
        case .exists: return key
        case .doesNotExist: return "!\(key)"
        case .greaterThan: return "\(key)>\(list)"
        case .lessThan: return "\(key)<\(list)"
        }
    }

    /// What upstream refuses when it makes a requirement; nil if all is well.
    func problem() -> String? {
        switch operation {
        case .in, .notIn:
            if values.isEmpty {
                return "values: Invalid value: []: for 'in', 'notin' operators, "
                    + "values set can't be empty"
            }
        case .greaterThan, .lessThan:
            if let number = values.first, Int64(number) == nil {
                return "values[0]: Invalid value: \(GoText.quoted(number)): "
                    + "for 'Gt', 'Lt' operators, the value must be an integer"
            }
        default: break
        }
        for (index, value) in values.enumerated() {
            let problems = Names.labelValue(value)
            if problems.isEmpty { continue }
            return "values[\(index)][\(key)]: Invalid value: \(GoText.quoted(value)): "
                + problems.joined(separator: "; ")
        }
        return nil
    }
}
