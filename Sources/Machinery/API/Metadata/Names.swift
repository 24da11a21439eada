/// Which names the API accepts. Each check gives upstream's messages; none means the name is good.
///
/// Upstream: kubernetes apimachinery/pkg/util/validation/validation.go.
package enum Names {
    /// A name of the DNS with dots, as most objects have: `web-1.example`.
    package static func dns1123Subdomain(_ name: String) -> [String] {
        tooLong(name, limit: 253)
            + unless(
                name.utf8.split(separator: dot, omittingEmptySubsequences: false)
                    .allSatisfy { isLabel($0) },
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
                    + " '-' or '.', and must start and end with an alphanumeric character",
                examples: ["example.com"], pattern: label + "(\\." + label + ")*")
    }

    /// A name without dots, as namespaces and containers have.
    package static func dns1123Label(_ name: String) -> [String] {
        if isLabel(name.utf8[...]) { return tooLong(name, limit: 63) }
        // Upstream spares a name that is at least a subdomain the full explanation.
        if dns1123Subdomain(name).isEmpty {
            return tooLong(name, limit: 63) + ["must not contain dots"]
        }
        return tooLong(name, limit: 63)
            + [
                described(
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters"
                        + " or '-', and must start and end with an alphanumeric character",
                    examples: ["my-name", "123-abc"], pattern: label)
            ]
    }

    /// A name without dots that starts with a letter.
    package static func dns1035Label(_ name: String) -> [String] {
        let startsWithLetter = name.utf8.first.map(isLower) ?? false
        return tooLong(name, limit: 63)
            + unless(
                startsWithLetter && isLabel(name.utf8[...]),
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start"
                    + " with an alphabetic character, and end with an alphanumeric character",
                examples: ["my-name", "abc-123"], pattern: "[a-z]([-a-z0-9]*[a-z0-9])?")
    }

    /// The key of a label or annotation: `app`, `example.com/app`.
    package static func qualifiedName(_ key: String) -> [String] {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var problems: [String] = []
        if parts.count > 2 {
            let text = described(
                "a qualified name " + alphanumericRule, examples: ["MyName", "my.name", "123-abc"],
                pattern: qualified)
            return [
                text + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            ]
        }
        if parts.count == 2 {
            if parts[0].isEmpty {
                problems.append("prefix part must be non-empty")
            } else {
                problems += dns1123Subdomain(parts[0]).map { "prefix part " + $0 }
            }
        }
        let name = parts.last ?? ""
        if name.isEmpty {
            problems.append("name part must be non-empty")
        } else if name.utf8.count > 63 {
            problems.append("name part must be no more than 63 bytes")
        }
        if !isAlphanumericName(name) {
            problems.append(
                "name part "
                    + described(
                        alphanumericRule, examples: ["MyName", "my.name", "123-abc"],
                        pattern: qualified))
        }
        return problems
    }

    /// The value of a label; it may be empty.
    package static func labelValue(_ text: String) -> [String] {
        tooLong(text, limit: 63)
            + unless(
                text.isEmpty || isAlphanumericName(text),
                "a valid label must be an empty string or consist of alphanumeric characters, '-',"
                    + " '_' or '.', and must start and end with an alphanumeric character",
                examples: ["MyValue", "my_value", "12345"], pattern: "(" + qualified + ")?")
    }

    /// A key of a ConfigMap or Secret, which becomes a file name.
    package static func configMapKey(_ key: String) -> [String] {
        var problems = tooLong(key, limit: 253)
        let isGood =
            !key.isEmpty && key.utf8.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) }
        problems += unless(
            isGood,
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
            examples: ["key.name", "KEY_NAME", "key-name"], pattern: "[-._a-zA-Z0-9]+")
        if key == "." || key == ".." {
            problems.append("must not be '\(key)'")
        } else if key.hasPrefix("..") {
            problems.append("must not start with '..'")
        }
        return problems
    }

    /// The name of an environment variable: anything printable without `=`.
    package static func environmentVariable(_ name: String) -> [String] {
        let isGood = !name.isEmpty && name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f && $0 != 0x3d }
        return isGood
            ? []
            : [
                "a valid environment variable name must consist only of printable ASCII characters"
                    + " other than '='"
            ]
    }

    /// A C identifier, as shells accept for variables.
    package static func isCIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, !isDigit(first) else { return false }
        return name.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
    }

    /// The name of a port: `http`, at most 15 characters.
    package static func portName(_ name: String) -> [String] {
        var problems: [String] = []
        if name.utf8.count > 15 { problems.append("must be no more than 15 characters") }
        let bytes = Array(name.utf8)
        if !bytes.allSatisfy({ isLower($0) || isDigit($0) || $0 == dash }) {
            problems.append(
                "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
        }
        if !bytes.contains(where: isLower) {
            problems.append("must contain at least one letter (a-z)")
        }
        if zip(bytes, bytes.dropFirst()).contains(where: { $0 == dash && $1 == dash }) {
            problems.append("must not contain consecutive hyphens")
        }
        if bytes.first == dash || bytes.last == dash {
            problems.append("must not begin or end with a hyphen")
        }
        return problems
    }

    package static func portNumber(_ number: Int) -> [String] {
        (1...65535).contains(number) ? [] : ["must be between 1 and 65535, inclusive"]
    }

    /// A part of a URL's path, as the names of RBAC objects must be.
    package static func pathSegment(_ name: String) -> [String] {
        if name == "." || name == ".." { return ["may not be '\(name)'"] }
        return ["/", "%"].filter { name.contains($0) }.map { "may not contain '\($0)'" }
    }
}

// MARK: - Alphabets

extension Names {
    private static let dot = UInt8(ascii: ".")
    private static let dash = UInt8(ascii: "-")
    private static let label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
    private static let qualified = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
    private static let alphanumericRule =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
        + " alphanumeric character"

    private static func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7a }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLower(byte) || (byte >= 0x41 && byte <= 0x5a) || isDigit(byte)
    }

    private static func isLabel(_ text: Substring.UTF8View) -> Bool {
        guard let first = text.first, let last = text.last else { return false }
        return first != dash && last != dash
            && text.allSatisfy { isLower($0) || isDigit($0) || $0 == dash }
    }

    private static func isAlphanumericName(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && text.utf8.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) }
    }

    private static func tooLong(_ text: String, limit: Int) -> [String] {
        text.utf8.count > limit ? ["must be no more than \(limit) bytes"] : []
    }

    private static func unless(
        _ isGood: Bool, _ rule: String, examples: [String], pattern: String
    ) -> [String] {
        isGood ? [] : [described(rule, examples: examples, pattern: pattern)]
    }

    /// `rule (e.g. 'a',  or 'b', regex used for validation is 'p')`, with upstream's two spaces.
    private static func described(_ rule: String, examples: [String], pattern: String) -> String {
        let list = examples.map { "'\($0)'" }.joined(separator: ",  or ")
        return "\(rule) (e.g. \(list), regex used for validation is '\(pattern)')"
    }
}
