import API
import Transcript

/// What a copied process answers: a verdict, or what a strict judge has found.
enum StrictAnswer {
    case decided(Verdict)
    case failed(Finding, step: Int)

    init(_ strict: SubmissionJudge.Strict) {
        switch strict {
        case .decided(let verdict): self = .decided(verdict)
        case .failed(let finding, let step): self = .failed(finding, step: step)
        }
    }

    var bytes: [UInt8] {
        switch self {
        case .decided(let verdict): JSONWriter.compact(verdict.json)
        case .failed(let finding, let step):
            JSONWriter.compact(
                .object(
                    Object([
                        ("failed", .int(Int64(step))), ("line", .int(Int64(finding.line))),
                        ("message", .string(finding.message)),
                        ("next", .optional(finding.next)),
                        ("place", .optional(finding.difference?.line)),
                        ("expected", .optional(finding.difference?.expected)),
                        ("found", .optional(finding.difference?.found)),
                    ])))
        }
    }

    /// Nil for what is no answer.
    init?(_ bytes: [UInt8]) {
        guard let json = try? JSONParser.parse(bytes) else { return nil }
        if let verdict = Verdict(json) {
            self = .decided(verdict)
            return
        }
        guard let step = json["failed"].int, let line = json["line"].int,
            let message = json["message"].string
        else { return nil }
        var finding = Finding(line: line, message: message, next: json["next"].string)
        if let place = json["place"].int {
            finding.difference = OutputPattern.Difference(
                expected: json["expected"].string, found: json["found"].string, line: place)
        }
        self = .failed(finding, step: step)
    }
}
