import API

/// Fields as people read them in conflicts: `.spec.containers[name="web"].image`.
///
/// Upstream: sigs.k8s.io/structured-merge-diff fieldpath/element.go PathElement.String.
extension FieldSet {
    /// The path of every member, in the order of the set.
    var paths: [String] {
        var result: [String] = []
        collect(into: &result, prefix: "")
        return result
    }

    private func collect(into result: inout [String], prefix: String) {
        if isMember { result.append(prefix) }
        for child in children {
            child.set.collect(into: &result, prefix: prefix + Self.text(of: child.name))
        }
    }

    /// One step: `f:spec` is `.spec`, `k:{"name":"web"}` is `[name="web"]`, `v:"a"` is `[="a"]`.
    static func text(of name: String) -> String {
        let rest = String(name.dropFirst(2))
        if name.hasPrefix("f:") { return "." + rest }
        if name.hasPrefix("i:") { return "[\(rest)]" }
        guard let value = try? JSONParser.parse(rest) else { return "[\(rest)]" }
        if name.hasPrefix("v:") { return "[=\(text(of: value))]" }
        let keys = (value.object ?? Object()).map { "\($0.name)=\(text(of: $0.value))" }
        return "[\(keys.joined(separator: ","))]"
    }

    private static func text(of value: Value) -> String {
        if case .string(let text) = value { GoText.quoted(text) } else { GoText.plain(value) }
    }
}
