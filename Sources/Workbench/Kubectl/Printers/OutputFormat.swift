import API

/// What `-o` asks for.
enum OutputFormat: Sendable {
    /// The server's columns; `wide` shows those of low priority too.
    case table(wide: Bool)
    case json
    case yaml
    case name
    case jsonPath(String, asJSON: Bool)
    case customColumns(CustomColumns)
    case goTemplate(GoTemplate)

    private static let objectForms = [
        "go-template", "go-template-file", "json", "jsonpath", "jsonpath-as-json", "jsonpath-file",
        "kyaml", "name", "template", "templatefile", "yaml",
    ]

    /// Reads `-o` and `--template`; nil if neither was given.
    ///
    /// `forTables` adds the forms that only `get` has.
    static func parse(
        _ invocation: Invocation, forTables: Bool = false
    ) throws(KubectlError) -> OutputFormat? {
        let flags = invocation.flags
        guard let text = flags.string("output"), !text.isEmpty else {
            guard let template = flags.string("template") else { return nil }
            return .goTemplate(try GoTemplate(template))
        }
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let argument = parts.count > 1 ? String(parts[1]) : nil
        switch String(parts[0]) {
        case "json" where argument == nil: return .json
        case "yaml" where argument == nil: return .yaml
        case "name" where argument == nil: return .name
        case "wide" where argument == nil && forTables: return .table(wide: true)
        case "kyaml" where argument == nil:
            throw .message("this kubectl does not print kyaml; use -o yaml")
        case "custom-columns" where forTables:
            return .customColumns(try CustomColumns(argument ?? ""))
        case "custom-columns-file" where forTables:
            return .customColumns(try CustomColumns(file: try read(argument, invocation)))
        default: break
        }
        if let template = try template(String(parts[0]), argument, invocation) { return template }
        var allowed = objectForms
        if forTables {
            allowed = (allowed + ["custom-columns", "custom-columns-file", "wide"]).sorted()
        }
        throw .message(
            "unable to match a printer suitable for the output format \"\(text)\","
                + " allowed formats are: \(allowed.joined(separator: ","))")
    }

    /// The forms with a template of their own.
    private static func template(
        _ form: String, _ argument: String?, _ invocation: Invocation
    ) throws(KubectlError) -> OutputFormat? {
        let text = argument ?? invocation.flags.string("template")
        switch form {
        case "jsonpath", "jsonpath-as-json":
            guard let text, !text.isEmpty else {
                throw .message("template format specified but no template given")
            }
            try Formats.checkJSONPath(text)
            return .jsonPath(text, asJSON: form == "jsonpath-as-json")
        case "jsonpath-file":
            let path = try read(argument, invocation)
            try Formats.checkJSONPath(path)
            return .jsonPath(path, asJSON: false)
        case "go-template", "template":
            guard let text, !text.isEmpty else {
                throw .message("template format specified but no template given")
            }
            return .goTemplate(try GoTemplate(text))
        case "go-template-file", "templatefile":
            return .goTemplate(try GoTemplate(try read(argument, invocation)))
        default: return nil
        }
    }

    private static func read(
        _ path: String?, _ invocation: Invocation
    ) throws(KubectlError) -> String {
        guard let path else { throw .message("template format specified but no template given") }
        do {
            let bytes = try invocation.environment.files.read(invocation.environment.absolute(path))
            return String(decoding: bytes, as: UTF8.self)
        } catch { throw .message("error reading --template \(path), open \(path): \(error)") }
    }
}

/// Prints whole objects in one form, one after another.
struct ObjectPrinter {
    let format: OutputFormat
    let showsManagedFields: Bool
    private var count = 0

    init(_ format: OutputFormat, showsManagedFields: Bool = false) {
        self.format = format
        self.showsManagedFields = showsManagedFields
    }

    /// The text of one more object. `displayName` is what `-o name` prints.
    mutating func text(_ object: Value, displayName: String) throws(KubectlError) -> String {
        let object = showsManagedFields ? object : Self.withoutManagedFields(object)
        count += 1
        switch format {
        case .json: return Formats.json(object)
        case .yaml: return (count > 1 ? "---\n" : "") + Formats.yaml(object)
        case .name: return displayName + "\n"
        case .jsonPath(let template, let asJSON):
            return try Formats.jsonPath(template, object, asJSON: asJSON)
        case .goTemplate(let template): return try template.text(object)
        case .customColumns(let columns): return try columns.text([object], header: count == 1)
        case .table: return displayName + "\n"
        }
    }

    static func withoutManagedFields(_ object: Value) -> Value {
        var object = object
        if object["metadata"]["managedFields"] != nil { object["metadata"]["managedFields"] = nil }
        if let items = object["items"].array {
            object["items"] = .array(items.map(withoutManagedFields))
        }
        return object
    }
}
