import API
import Simulation

/// The formats of strings that the API server checks in custom resources; others it lets pass.
///
/// Upstream: kubernetes apiextensions-apiserver/pkg/apiserver/validation/formats.go.
enum StringFormat {
    static func accepts(_ text: String, format: String) -> Bool {
        guard let pattern = patterns[format] else { return acceptsParsed(text, format: format) }
        return pattern.matches(text)
    }

    private static func acceptsParsed(_ text: String, format: String) -> Bool {
        switch format {
        case "date-time", "datetime": return CivilTime(rfc3339: text) != nil
        case "date": return CivilTime(rfc3339: text + "T00:00:00Z") != nil
        case "ipv4": return NetworkAddress(text).map { !$0.isLong } ?? false
        case "ipv6": return NetworkAddress(text)?.isLong ?? false
        case "cidr":
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let length = Int(parts[1]),
                let address = NetworkAddress(String(parts[0]))
            else { return false }
            return (0...address.bytes.count * 8).contains(length)
        case "byte": return isBase64(text)
        case "duration": return isDuration(text)
        default: return true
        }
    }

    private static let patterns: [String: LinearPattern] = [
        "uuid":
            #"^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$"#,
        "uuid3":
            #"^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?3[0-9a-fA-F]{3}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$"#,
        "uuid4":
            #"^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?4[0-9a-fA-F]{3}-?[89abAB][0-9a-fA-F]{3}-?[0-9a-fA-F]{12}$"#,
        "uuid5":
            #"^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?5[0-9a-fA-F]{3}-?[89abAB][0-9a-fA-F]{3}-?[0-9a-fA-F]{12}$"#,
        "mac": #"^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$"#,
        "email": #"^[^@\s<>]+@[^@\s<>]+$"#,
        "hostname":
            #"^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$"#,
        "uri": #"^([a-zA-Z][a-zA-Z0-9+.-]*:[^\s]*|/[^\s]*)$"#,
        "hexcolor": #"^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"#,
        "isbn10": #"^[0-9]{9}[0-9X]$"#,
        "isbn13": #"^[0-9]{13}$"#,
        "k8s-short-name": #"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"#,
        "k8s-long-name": #"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"#,
    ].compactMapValues { try? LinearPattern($0) }

    private static func isBase64(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count % 4 == 0 else { return false }
        let padding = bytes.reversed().prefix { $0 == 0x3d }.count
        return padding <= 2
            && bytes.dropLast(padding).allSatisfy {
                Unicode.Scalar($0).properties.isAlphabetic || (0x30...0x39).contains($0)
                    || $0 == 0x2b || $0 == 0x2f
            }
    }

    /// As Go writes durations: `1h30m`, `0`, `-1.5s`.
    private static func isDuration(_ text: String) -> Bool {
        durationPattern?.matches(text) ?? false
    }

    private static let durationPattern = try? LinearPattern(
        #"^[-+]?(0|([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|ms|s|m|h|d|w))(([0-9]+(\.[0-9]*)?)(ns|us|µs|ms|s|m|h|d|w))*$"#
    )
}
