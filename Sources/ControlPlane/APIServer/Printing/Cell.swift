import API
import Simulation

/// What the cells of many tables have in common.
enum Cell {
    static let none: Value = "<none>"

    static func name(_ object: Value) -> Value { .string(object["metadata"]["name"].string ?? "") }

    static func age(_ object: Value, _ now: SimulatedInstant) -> Value {
        .string(HumanDuration.since(object["metadata"]["creationTimestamp"].string, now))
    }

    static func int(_ value: Value?, default fallback: Int = 0) -> Value {
        .int(Int64(value.int ?? fallback))
    }

    static func text(_ value: Value?, default fallback: String = "") -> Value {
        .string(value.string ?? fallback)
    }

    /// A number or a text (`IntOrString`) as text.
    static func intOrString(_ value: Value?) -> String? {
        value.int.map(String.init) ?? value.string
    }

    static func count(_ value: Value?) -> Int {
        value.array?.count ?? value.object?.count ?? 0
    }

    /// Items with commas between.
    static func joined(_ texts: [String]) -> Value { .string(texts.joined(separator: ",")) }

    /// `app=web,tier=front` in the order of the keys, `<none>` for no label.
    static func labels(_ map: Value?) -> Value {
        guard let object = map.object, !object.isEmpty else { return none }
        return joined(object.sorted.map { "\($0.name)=\($0.value.string ?? "")" })
    }

    /// Names and images of a pod template's containers, for `-o wide`.
    static func containers(_ template: Value?) -> [Value] {
        let containers = template["spec"]["containers"].array ?? []
        return [
            joined(containers.map { $0["name"].string ?? "" }),
            joined(containers.map { $0["image"].string ?? "" }),
        ]
    }

    /// A label selector as `kubectl` writes it: `a=b,c in (x,y),!d`; `<none>` if it selects nothing
    /// or is missing, and so for an empty one.
    static func selector(_ selector: Value?) -> Value {
        var terms: [(key: String, text: String)] = []
        for label in selector["matchLabels"].object ?? Object() {
            terms.append((label.name, "\(label.name)=\(label.value.string ?? "")"))
        }
        for expression in selector["matchExpressions"].array ?? [] {
            let key = expression["key"].string ?? ""
            let values = (expression["values"].array ?? []).compactMap(\.string).sorted()
            let set = "(" + values.joined(separator: ",") + ")"
            switch expression["operator"].string {
            case "In": terms.append((key, "\(key) in \(set)"))
            case "NotIn": terms.append((key, "\(key) notin \(set)"))
            case "Exists": terms.append((key, key))
            default: terms.append((key, "!\(key)"))
            }
        }
        guard !terms.isEmpty else { return none }
        return joined(terms.sorted { $0.key < $1.key }.map(\.text))
    }

    /// The condition of this type among `status.conditions`.
    static func condition(_ object: Value, _ type: String) -> Value? {
        object["status"]["conditions"].array?.first { $0["type"].string == type }
    }

    /// `RWO,ROX` for the access modes of a volume, each once.
    static func accessModes(_ modes: Value?) -> Value {
        let short = [
            "ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX",
            "ReadWriteOncePod": "RWOP",
        ]
        var seen: [String] = []
        for mode in ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]
        where modes.array?.contains(.string(mode)) == true { seen.append(short[mode] ?? mode) }
        return joined(seen)
    }
}
