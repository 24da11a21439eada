import API
import Simulation

/// `describe` of a kind that has no description of its own: every field, its name in words.
///
/// Differs: Ingress, NetworkPolicy, HorizontalPodAutoscaler and others with a layout of their own
/// upstream are printed this way too.
enum DescribeGeneric {
    private static let shownAbove = ["name", "namespace", "labels", "annotations", "managedFields"]

    static func write(_ object: Value, _ out: inout Description) {
        let metadata = object["metadata"]
        out.field(0, "Name", metadata["name"].string ?? "")
        out.field(0, "Namespace", metadata["namespace"].string ?? "")
        out.labels(0, "Labels", metadata["labels"].stringMap)
        out.annotations(0, metadata["annotations"].stringMap)
        var rest = object
        for name in shownAbove { rest["metadata"][name] = nil }
        write(rest.object ?? Object(), level: 0, &out)
    }

    private static func write(_ object: Object, level: Int, _ out: inout Description) {
        guard level < 64 else { return }
        for (name, value) in object.sorted {
            let label = words(name)
            switch value {
            case .object(let inner):
                out.line(level, "\(label):")
                write(inner, level: level + 1, &out)
            case .array(let items):
                out.line(level, "\(label):")
                for item in items {
                    if let inner = item.object {
                        write(inner, level: level + 1, &out)
                    } else {
                        out.line(level + 1, GoText.plain(item))
                    }
                }
            default: out.field(level, label, GoText.plain(value))
            }
        }
    }

    /// `creationTimestamp` as `Creation Timestamp`, `uid` as `UID`, `x-y` as `X - Y`.
    static func words(_ name: String) -> String {
        guard name.allSatisfy({ $0.isLetter || $0 == "-" }) else { return name }
        var parts: [String] = []
        for character in name {
            let previous = parts.last?.last
            let startsPart: Bool =
                if let previous {
                    (character == "-") != (previous == "-")
                        || (character.isUppercase && previous.isLowercase)
                } else { true }
            if startsPart { parts.append("") }
            // In `HTTPServer` the last capital belongs to the next word.
            if !startsPart, character.isLowercase, let capital = previous, capital.isUppercase,
                (parts.last?.count ?? 0) > 1
            {
                parts[parts.count - 1].removeLast()
                parts.append(String(capital))
            }
            parts[parts.count - 1].append(character)
        }
        return parts.map { part in
            ["API", "URL", "UID", "OSB", "GUID"].contains(part.uppercased())
                ? part.uppercased() : part.prefix(1).uppercased() + part.dropFirst()
        }.joined(separator: " ")
    }
}

/// How long a job took.
enum JobDuration {
    static func text(_ start: String, _ end: String) -> String {
        guard let start = CivilTime(rfc3339: start), let end = CivilTime(rfc3339: end) else {
            return ""
        }
        return HumanDuration.text(start.instant.duration(to: end.instant))
    }
}
