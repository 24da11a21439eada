package import API

/// How a verdict comes out of the process that found it.
extension Verdict {
    package var json: Value {
        .object(
            Object([
                ("outcome", .string(outcome.rawValue)),
                ("reason", .optional(reason)),
                ("line", .optional(line)),
                ("steps", .array(steps.map(\.json))),
                ("marks", .strings(marks.map(\.description))),
            ]))
    }

    /// Nil for anything else: what a broken process left is no verdict.
    package init?(_ json: Value) {
        guard let outcome = json["outcome"].string.flatMap(Outcome.init),
            let steps = json["steps"].array
        else { return nil }
        let read = steps.compactMap(StepVerdict.init)
        guard read.count == steps.count else { return nil }
        self.init(
            outcome, steps: read, reason: json["reason"].string, line: json["line"].int,
            marks: (json["marks"].array ?? []).compactMap { $0.string.flatMap(CopyMark.init) })
    }
}

extension StepVerdict {
    var json: Value {
        .object(
            Object([
                ("name", .string(name)), ("points", .int(Int64(points))),
                ("done", .bool(isDone)), ("reason", .optional(reason)),
                ("line", .optional(line)),
            ]))
    }

    init?(_ json: Value) {
        guard let name = json["name"].string, let points = json["points"].int else { return nil }
        self.init(
            name: name, points: points, reason: json["reason"].string, line: json["line"].int)
    }
}

extension Value {
    static func optional(_ text: String?) -> Value {
        if let text { .string(text) } else { .null }
    }

    static func optional(_ number: Int?) -> Value {
        if let number { .int(Int64(number)) } else { .null }
    }

    static func strings(_ texts: [String]) -> Value { .array(texts.map { .string($0) }) }
}
