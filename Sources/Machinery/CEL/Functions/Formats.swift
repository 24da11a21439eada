import API
import Encoding
import Simulation

/// Formats by name: `format.dns1123Label().validate(self.name)` gives what is wrong, or nothing.
///
/// Upstream: kubernetes apiserver/pkg/cel/library/format.go.
extension FunctionTable {
    mutating func addFormats() {
        let type = CELType.opaque(FormatValue.typeName)
        for name in FormatValue.rules.keys.sorted() {
            add("format.\(name)", [], type) { _, _ throws(CELError) in
                .opaque(FormatValue(name: name))
            }
        }
        add("format.named", [.string], .optional(type)) { arguments, _ throws(CELError) in
            let name = arguments[0].string ?? ""
            let isKnown = FormatValue.rules[name] != nil
            return .optional(isKnown ? [.opaque(FormatValue(name: name))] : [])
        }
        addMember("validate", [type, .string], .optional(.list(.string))) {
            pair, budget throws(CELError) in
            guard let problems = FormatValue.rules[try FormatValue(pair[0]).name] else {
                throw .noOverload
            }
            try budget.spend(reading: pair[1].size)
            let found = problems(pair[1].string ?? "")
            return .optional(found.isEmpty ? [] : [.list(found.map(CELValue.string))])
        }
    }
}

private struct FormatValue: CELOpaque, Equatable {
    static let typeName = "kubernetes.NamedFormat"
    let name: String

    static let rules: [String: @Sendable (String) -> [String]] = [
        "dns1123Label": Names.dns1123Label,
        "dns1123Subdomain": Names.dns1123Subdomain,
        "dns1035Label": Names.dns1035Label,
        "dns1123LabelPrefix": { Names.dns1123Label(prefix($0)) },
        "dns1123SubdomainPrefix": { Names.dns1123Subdomain(prefix($0)) },
        "dns1035LabelPrefix": { Names.dns1035Label(prefix($0)) },
        "qualifiedName": Names.qualifiedName,
        "labelValue": Names.labelValue,
        "uuid": {
            matches(#"^[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}$"#, $0)
                ? [] : ["does not match the UUID format"]
        },
        "uri": {
            matches(#"^([a-zA-Z][a-zA-Z0-9+.-]*:[^\s]*|/[^\s]*)$"#, $0)
                ? [] : ["invalid URI"]
        },
        "byte": { Base64.decode($0) != nil ? [] : ["invalid base64"] },
        "date": { CivilTime(rfc3339: $0 + "T00:00:00Z") != nil ? [] : ["invalid date"] },
        "datetime": { CivilTime(rfc3339: $0) != nil ? [] : ["invalid datetime"] },
    ]

    /// A name that ends in a dash may go on.
    private static func prefix(_ text: String) -> String {
        text.hasSuffix("-") ? text.dropLast() + "a" : text
    }

    private static func matches(_ pattern: String, _ text: String) -> Bool {
        (try? LinearPattern(pattern))?.matches(text) ?? false
    }

}
