import API

/// Says what was done to an object: a line, or the object in the form that `-o` asks for.
struct Report {
    private let invocation: Invocation
    private let dryRun: DryRun
    private var printer: ObjectPrinter?
    private var isNameOnly = false
    /// Set if the objects are printed as one list, at the end.
    private var collected: [Value]?

    /// Reads `-o` and `--dry-run`; `asList` keeps the objects for `finish`.
    init(_ invocation: Invocation, asList: Bool = false) throws(KubectlError) {
        self.invocation = invocation
        dryRun = try invocation.dryRun()
        if let format = try OutputFormat.parse(invocation) {
            if case .name = format { isNameOnly = true }
            printer = ObjectPrinter(
                format, showsManagedFields: invocation.flags.bool("show-managed-fields"))
            if asList { collected = [] }
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
        if collected != nil {
            collected?.append(object)
            return
        }
        let text = try printer?.text(object, displayName: displayName) ?? ""
        try await invocation.print(text)
    }

    /// Prints the objects kept so far as one list.
    mutating func finish() async throws(KubectlError) {
        guard let items = collected, !items.isEmpty else { return }
        let list: Value = [
            "apiVersion": "v1", "items": .array(items), "kind": "List", "metadata": [:],
        ]
        try await invocation.print(try printer?.text(list, displayName: "") ?? "")
    }
}

extension Invocation {
    /// The flags by which objects are printed.
    static let printFlags: [Flag] = [
        .string("output", "o"), .string("template"), .bool("show-managed-fields"),
        .bool("allow-missing-template-keys").refused(
            "a missing key is always left out", unless: "true"),
    ]

    /// The flags of commands that change something.
    static let changeFlags: [Flag] =
        printFlags + [.optional("dry-run", "unchanged"), .string("field-manager")]

    static let validateFlag = Flag.optional("validate", "strict")
    static let saveConfigFlag = Flag.bool("save-config")
    static let recordFlag = Flag(
        .bool, "record", deprecation: "--record will be removed in the future")

    /// The query of a changing request: dry run, manager and how strictly fields are read.
    func changeQuery(
        manager: String, validates: Bool = false
    ) throws(KubectlError) -> [(String, String)] {
        var query = try dryRun().query
        query.append(("fieldManager", flags.string("field-manager") ?? manager))
        if validates || flags.isSet("validate") {
            query.append(("fieldValidation", try fieldValidation()))
        }
        return query
    }

    /// `object` with the command line noted, if `--record` asks for it.
    func recorded(_ object: Value) -> Value {
        guard flags.bool("record") else { return object }
        var object = object
        object["metadata"]["annotations"][Self.changeCause] = .string(commandLine)
        return object
    }

    /// Notes the command line at an object of the server, if `--record` asks for it.
    func record(_ info: ResourceInfo) async throws(KubectlError) {
        guard flags.bool("record"), try dryRun() == .none else { return }
        var annotations: Value = [:]
        annotations[Self.changeCause] = .string(commandLine)
        _ = try await client().value(
            "PATCH", info.path, query: try changeQuery(manager: "kubectl"),
            body: ["metadata": ["annotations": annotations]], contentType: MediaType.mergePatch)
    }

    private static let changeCause = "kubernetes.io/change-cause"

    private var commandLine: String {
        ([commandPath] + arguments).joined(separator: " ") + flags.spelledOut
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
                case .server, .message, .bare: errors.append(error)
                default: throw error
                }
            }
        }
        if let error = KubectlError.all(errors) { throw error }
    }
}
