import API

/// The text forms of objects: the one place that knows how module API spells them.
enum Formats {
    struct ParseError: Error, CustomStringConvertible {
        var description: String
    }

    /// The documents of a manifest, YAML or JSON; empty ones are skipped.
    static func documents(_ bytes: [UInt8]) throws(ParseError) -> [Value] {
        do { return try Manifest.documents(bytes) } catch {
            throw ParseError(description: "\(error)")
        }
    }

    /// The documents before the first that cannot be read, and why that one cannot.
    static func readable(_ bytes: [UInt8]) -> (values: [Value], failure: String?) {
        let (documents, failure) = Manifest.partial(String(decoding: bytes, as: UTF8.self))
        return (documents.map(\.value), failure?.description)
    }

    /// As `-o json` prints: four spaces, sorted, a newline at the end.
    static func json(_ value: Value) -> String {
        String(decoding: JSONWriter.pretty(value, indent: 4, sortedKeys: true), as: UTF8.self)
            + "\n"
    }

    /// As `-o yaml` prints: sorted, a newline at the end.
    static func yaml(_ value: Value) -> String { YAMLWriter.write(value) }
}

// MARK: - Parts of objects as text

extension Formats {
    /// A cell of a table: one line, whatever the value.
    static func cell(_ value: Value) -> String {
        switch value {
        case .string(let text): text.replacing("\n", with: "\\n").replacing("\t", with: " ")
        case .null: "<none>"
        default: plain(value)
        }
    }

    /// Text as it is, numbers in decimal, all else as JSON.
    static func plain(_ value: Value) -> String {
        switch value {
        case .string(let text): text
        case .null: "<none>"
        default: GoText.plain(value)
        }
    }

    /// `app=web,tier=front`, or `<none>`.
    static func labels(_ labels: [String: String]) -> String {
        guard !labels.isEmpty else { return "<none>" }
        return labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
            separator: ",")
    }
}

extension Formats {
    /// The selector of a workload or a service as a query; nil if it has none.
    static func selector(of object: Value) -> String? {
        guard let selector = object["spec"]["selector"] else { return nil }
        if selector["matchLabels"] != nil || selector["matchExpressions"] != nil {
            return (try? LabelSelector(selector).selector())?.description
        }
        return selector.stringMap.map(labels)
    }
}

extension Formats {
    /// `object` with a JSON merge patch applied.
    static func merged(_ object: Value, _ patch: Value) -> Value {
        MergePatch.apply(patch, to: object)
    }
}

// MARK: - JSONPath

extension Formats {
    /// The same tree with the members of every object in the order of their names.
    static func sorted(_ value: Value) -> Value {
        switch value {
        case .array(let items): .array(items.map(sorted))
        case .object(let object):
            .object(Object(uniqueMembers: object.sorted.map { ($0.name, sorted($0.value)) }))
        default: value
        }
    }
}

extension Formats {
    /// **Throws** kubectl's complaint about a template that cannot be parsed.
    static func checkJSONPath(_ template: String) throws(KubectlError) { _ = try parsed(template) }

    private static func parsed(_ template: String) throws(KubectlError) -> JSONPath {
        do { return try JSONPath(parsing: template) } catch {
            throw .message("error parsing jsonpath \(template), \(error)")
        }
    }

    /// What `template` makes of `object`; with `asJSON`, the values as an indented list.
    static func jsonPath(
        _ template: String, _ object: Value, asJSON: Bool
    ) throws(KubectlError) -> String {
        let path = try parsed(template)
        do {
            let object = sorted(object)
            guard asJSON else { return try path.render(object) }
            return json(.array(try path.find(in: object).flatMap { $0 }))
        } catch {
            throw .message("error executing jsonpath \(GoText.quoted(template)): \(error)")
        }
    }

    /// The values that `template` finds; none where a field is missing.
    static func jsonPathValues(_ template: String, _ object: Value) throws(KubectlError) -> [Value]
    {
        let path = try parsed(template)
        return (try? path.find(in: object))?.flatMap { $0 } ?? []
    }
}
