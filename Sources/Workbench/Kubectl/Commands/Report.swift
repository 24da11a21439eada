import API

/// Says what was done to an object: a line, or the object in the form that `-o` asks for.
struct Report {
    private let invocation: Invocation
    private let dryRun: DryRun
    private var printer: ObjectPrinter?
    private var isNameOnly = false

    /// Reads `-o` and `--dry-run`.
    init(_ invocation: Invocation) throws(KubectlError) {
        self.invocation = invocation
        dryRun = try invocation.dryRun()
        if let format = try OutputFormat.parse(invocation) {
            if case .name = format { isNameOnly = true }
            printer = ObjectPrinter(
                format, showsManagedFields: invocation.flags.bool("show-managed-fields"))
        }
    }

    /// `pod/x created`, with what the dry run adds.
    mutating func done(
        _ mapping: ResourceMapping, _ object: Value, _ operation: String
    ) async throws(KubectlError) {
        let name = object["metadata"]["name"].string ?? ""
        let displayName = "\(mapping.kindName)/\(name)"
        if isNameOnly { return try await invocation.print(displayName + "\n") }
        guard printer != nil else {
            return try await invocation.print("\(displayName) \(operation)\(dryRun.suffix)\n")
        }
        let text = try printer?.text(object, displayName: displayName) ?? ""
        try await invocation.print(text)
    }
}

extension Invocation {
    /// The flags of commands that change something.
    static let changeFlags: [Flag] = [
        .string("output", "o"), .string("template"), .optional("dry-run", "unchanged"),
        .string("field-manager"), .optional("validate", "strict"), .bool("show-managed-fields"),
        .bool("save-config"), .bool("allow-missing-template-keys"),
        Flag(.bool, "record", deprecation: "--record will be removed in the future"),
    ]

    /// The query of a changing request: dry run, manager and how strictly fields are read.
    func changeQuery(
        manager: String, validates: Bool = false
    ) throws(KubectlError) -> [(String, String)] {
        var query = try dryRun().query
        query.append(("fieldManager", flags.string("field-manager") ?? manager))
        if validates { query.append(("fieldValidation", try fieldValidation())) }
        return query
    }

    private func fieldValidation() throws(KubectlError) -> String {
        switch flags.string("validate") ?? "strict" {
        case "strict", "true": return "Strict"
        case "warn": return "Warn"
        case "ignore", "false": return "Ignore"
        case let other:
            throw .message(
                "invalid - validate option \"\(other)\"; must be one of: strict (or true), warn,"
                    + " ignore (or false)")
        }
    }

    /// Runs `action` for each object, goes on after the server's refusals, and reports them all.
    func forEach(
        _ selection: ResourceSelection, _ action: (ResourceInfo) async throws(KubectlError) -> Void
    ) async throws(KubectlError) {
        var errors = selection.errors
        for info in selection.infos {
            do { try await action(info) } catch {
                switch error {
                case .server, .message: errors.append(error)
                default: throw error
                }
            }
        }
        if let error = KubectlError.all(errors) { throw error }
    }
}
