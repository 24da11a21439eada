import API
import Simulation

/// The text of `describe` as it grows: lines with tabs, aligned at the end.
///
/// A level is an indent of two spaces. Columns are aligned among neighbouring lines, so that a
/// line without a tab (`Containers:`) begins a new alignment.
struct Description {
    private var text = ""
    let now: SimulatedInstant

    init(now: SimulatedInstant) { self.now = now }

    mutating func line(_ level: Int = 0, _ text: String) {
        self.text += String(repeating: "  ", count: level) + text + "\n"
    }

    /// `Name:	value`.
    mutating func field(_ level: Int = 0, _ name: String, _ value: String) {
        line(level, "\(name):\t\(value)")
    }

    /// Text without a newline of its own.
    mutating func raw(_ text: String) { self.text += text }

    /// Everything so far, aligned.
    var aligned: String { TabWriter.align(text) }

    /// As it was written, tabs and all: `rollout history --revision` prints that.
    var unaligned: String { text }

    // MARK: - Maps

    /// One `key=value` a line under one title, or `<none>`.
    mutating func labels(_ level: Int = 0, _ title: String, _ map: [String: String]?) {
        let pairs = (map ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        list(level, title, pairs)
    }

    /// Values under one title, one a line.
    mutating func list(_ level: Int = 0, _ title: String, _ values: [String]) {
        guard let first = values.first else { return field(level, title, "<none>") }
        field(level, title, first)
        for value in values.dropFirst() { line(level, "\t\(value)") }
    }

    /// `key: value` lines; what `apply` remembers is left out, long values are cut.
    mutating func annotations(_ level: Int = 0, _ map: [String: String]?) {
        let pairs = (map ?? [:]).filter { $0.key != LastApplied.annotation }.sorted {
            $0.key < $1.key
        }
        guard !pairs.isEmpty else { return field(level, "Annotations", "<none>") }
        raw(String(repeating: "  ", count: level) + "Annotations:\t")
        for (index, pair) in pairs.enumerated() {
            if index > 0 { raw(String(repeating: "  ", count: level) + "\t") }
            var value = pair.value
            if value.hasSuffix("\n") { value.removeLast() }
            if value.utf8.count + pair.key.utf8.count + 2 > 140 || value.contains("\n") {
                raw("\(pair.key):\n")
                for part in value.split(separator: "\n", omittingEmptySubsequences: false) {
                    let shown = part.count > 138 ? part.prefix(138) + "..." : part
                    raw(String(repeating: "  ", count: level) + "\t  \(shown)\n")
                }
            } else {
                raw("\(pair.key): \(value)\n")
            }
        }
    }

    // MARK: - Events

    /// The events of an object, oldest first; nil prints nothing at all.
    mutating func events(_ events: [Value]?) {
        guard let events else { return }
        guard !events.isEmpty else { return field("Events", "<none>") }
        line("Events:")
        line(1, "Type\tReason\tAge\tFrom\tMessage")
        line(1, "----\t------\t----\t----\t-------")
        for event in events {
            let source = event["source"]["component"].string ?? ""
            let from = source.isEmpty ? event["reportingComponent"].string ?? "" : source
            let path = event["involvedObject"]["fieldPath"].string ?? ""
            let message = (event["message"].string ?? "").trimmed
            line(
                1,
                "\(event["type"].string ?? "")\t\(event["reason"].string ?? "")\t"
                    + "\(EventAge.text(event, now: now))\t\(from)\t"
                    + (path.isEmpty ? "" : path + ": ") + message)
        }
    }

    private mutating func field(_ name: String, _ value: String) { field(0, name, value) }
    private mutating func line(_ text: String) { line(0, text) }
}

/// How old an event is, and how often it came: `33s (x2 over 49s)`.
enum EventAge {
    static func text(_ event: Value, now: SimulatedInstant) -> String {
        let first = event["firstTimestamp"].string ?? event["eventTime"].string
        let firstAge = HumanDuration.since(first, now)
        if let series = event["series"], let count = series["count"].int {
            let last = HumanDuration.since(series["lastObservedTime"].string, now)
            return "\(last) (x\(count) over \(firstAge))"
        }
        if let count = event["count"].int, count > 1 {
            return
                "\(HumanDuration.since(event["lastTimestamp"].string, now)) (x\(count) over \(firstAge))"
        }
        return firstAge
    }

    /// By the time of the last occurrence.
    static func sorted(_ events: [Value]) -> [Value] {
        func key(_ event: Value) -> String {
            event["lastTimestamp"].string ?? event["series"]["lastObservedTime"].string
                ?? event["eventTime"].string ?? ""
        }
        return events.enumerated().sorted {
            (key($0.element), $0.offset) < (key($1.element), $1.offset)
        }.map(\.element)
    }
}
