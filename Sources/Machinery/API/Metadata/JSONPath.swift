/// kubectl's templates: `{.items[*].metadata.name}`, `{range .items[*]}{.kind}{"\n"}{end}`.
///
/// A template is text with actions in braces. An action is a chain of steps, each of which turns a
/// list of values into another: fields, indexes and slices, filters, wildcards, recursive descent.
///
/// Upstream: kubernetes client-go/util/jsonpath. Differs: the members of an object are walked in
/// the order of their names, where upstream's order changes from run to run.
package struct JSONPath: Sendable {
    private let nodes: [Node]

    /// Text, an action, or a block that is repeated for each value of its action.
    indirect enum Node: Sendable {
        case action([Step])
        case text(String)
        case range([Step], body: [Node])
        /// An `end` without a `range`, which fails when it is reached.
        case strayEnd
    }

    /// One step of an action.
    indirect enum Step: Sendable {
        case field(String)
        case wildcard
        case recursive
        case slice(from: Int?, to: Int?, step: Int?)
        case index(Int)
        case union([[Step]])
        case filter(left: [Step], operation: String, right: [Step])
        case literal(Value)
        case identifier(String)
    }

    /// **Throws** with upstream's text: `unclosed action`.
    package init(parsing template: String) throws(JSONPathError) {
        var parser = JSONPathParser(template)
        nodes = try parser.parse()
    }

    /// A single path, with braces and leading dot optional, as `--sort-by` and `wait` take it.
    ///
    /// Upstream: kubernetes cli-runtime/pkg/genericclioptions RelaxedJSONPathExpression.
    package init(relaxed path: String) throws(JSONPathError) {
        var inner = path[...]
        if inner.hasPrefix("{") || inner.hasSuffix("}") {
            guard inner.hasPrefix("{"), inner.hasSuffix("}"), inner.count >= 2 else {
                throw Self.unexpected(path)
            }
            inner = inner.dropFirst().dropLast()
        }
        if inner.contains(where: { "{}".contains($0) }) { throw Self.unexpected(path) }
        let dotted = inner.hasPrefix(".") || inner.hasPrefix("[") || inner.isEmpty ? "" : "."
        try self.init(parsing: "{\(dotted)\(inner)}")
    }

    private static func unexpected(_ path: String) -> JSONPathError {
        JSONPathError(
            "unexpected path string, expected a 'name1.name2' or '.name1.name2' or"
                + " '{name1.name2}' or '{.name1.name2}'")
    }

    /// The text that the template makes of `value`.
    package func render(_ value: Value, allowsMissingKeys: Bool = true) throws(JSONPathError)
        -> String
    {
        var text = ""
        for results in try find(in: value, allowsMissingKeys: allowsMissingKeys) {
            text += results.map(Self.text).joined(separator: " ")
        }
        return text
    }

    /// What each action (and each text) of the template gives, in order.
    package func find(
        in value: Value, allowsMissingKeys: Bool = true
    ) throws(JSONPathError) -> [[Value]] {
        let evaluator = JSONPathEvaluator(allowsMissingKeys: allowsMissingKeys)
        return try evaluator.run(nodes, on: value)
    }

    /// How a value is printed: objects and lists as JSON, the rest plainly.
    package static func text(_ value: Value) -> String {
        switch value {
        case .object, .array: GoText.json(value)
        default: GoText.plain(value)
        }
    }
}

/// Why a template cannot be read or does not fit the data; the text is upstream's.
package struct JSONPathError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
    init(_ description: String) { self.description = description }
}
