import Simulation

/// What the flags of one command line were set to.
struct FlagValues: Sendable {
    private var values: [String: [String]] = [:]
    /// Told the name of each flag that is asked for, set or not.
    private let onRead: (@Sendable (String) -> Void)?

    init(onRead: (@Sendable (String) -> Void)? = nil) { self.onRead = onRead }

    /// These without the flags in `names`, which mean something else here.
    func without(_ names: some Sequence<String>) -> FlagValues {
        var rest = self
        for name in names { rest.values[name] = nil }
        return rest
    }

    /// `--filename=a.yaml --record=true`: what was set, by name.
    ///
    /// Upstream: cli-runtime pkg/genericclioptions/record_flags.go.
    var spelledOut: String {
        values.sorted { $0.key < $1.key }.map { name, texts in
            " --\(name)=\(texts.joined(separator: ","))"
        }.joined()
    }

    mutating func add(_ text: String, to flag: Flag) {
        switch flag.kind {
        case .list:
            values[flag.name, default: []] += text.split(
                separator: ",", omittingEmptySubsequences: false
            )
            .map(String.init)
        case .array: values[flag.name, default: []].append(text)
        default: values[flag.name] = [text]
        }
    }

    private subscript(_ name: String) -> [String]? {
        onRead?(name)
        return values[name]
    }

    func isSet(_ name: String) -> Bool { self[name] != nil }

    /// The flag's text; nil if it was not given.
    func string(_ name: String) -> String? { self[name]?.last }

    func bool(_ name: String) -> Bool { string(name).flatMap(Self.truth) ?? false }

    /// A switch that is on unless it was turned off.
    func bool(_ name: String, default fallback: Bool) -> Bool {
        string(name).flatMap(Self.truth) ?? fallback
    }

    func int(_ name: String) -> Int? { string(name).flatMap { Int($0) } }

    func duration(_ name: String) -> Duration? { string(name).flatMap(GoDuration.parse) }

    func list(_ name: String) -> [String] { self[name] ?? [] }

    /// Upstream: Go strconv.ParseBool.
    static func truth(_ text: String) -> Bool? {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": true
        case "0", "f", "F", "false", "FALSE", "False": false
        default: nil
        }
    }
}
