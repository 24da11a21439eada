import API
import Encoding
import Session
import Simulation

/// What a lab's fresh console has answered to calls, by all calls up to then.
///
/// The cluster is a function of its seed and of what is typed, so that the same calls have the same
/// answers: most of a class types what the lab says, and only the first of them needs a cluster.
struct ConsoleMemory {
    /// What is asked of a console.
    enum Call: Hashable {
        case run(ConsoleCommand)
        case prompt(terminal: String)
        case leaveShell(terminal: String)
        case holds(StateCondition)
        case wait(StateCondition, within: Duration)
    }

    /// What a console says to it.
    enum Answer: Hashable {
        case result(ConsoleResult)
        case prompt(String)
        case outcome(ConditionOutcome)
        case nothing
    }

    /// The place of a call behind all those before it: a digest chained over them.
    struct Place: Hashable {
        fileprivate var digest = ""

        func behind(_ call: Call) -> Place {
            Place(digest: Digest.sha256.hex(digest.utf8 + JSONWriter.compact(call.json)))
        }
    }

    /// Beyond it nothing more is kept. **Unit**: lines of output.
    private static let mostLines = 1_000_000

    private var answers: [Place: Answer] = [:]
    private var lines = 0

    subscript(place: Place) -> Answer? { answers[place] }

    mutating func keep(_ answer: Answer, at place: Place) {
        guard lines < Self.mostLines, answers.updateValue(answer, forKey: place) == nil else {
            return
        }
        if case .result(let result) = answer { lines += result.output.count }
        lines += 1
    }

    mutating func merge(_ other: ConsoleMemory) {
        for (place, answer) in other.answers { keep(answer, at: place) }
    }

    // MARK: - Out of the process that has seen it

    init() {}

    /// Nil for anything else: what a broken process left is no memory.
    init?(_ json: Value) {
        guard let members = json.object else { return nil }
        for member in members {
            guard let answer = Answer(member.value) else { return nil }
            keep(answer, at: Place(digest: member.name))
        }
    }

    var json: Value {
        let members = answers.map { ($0.digest, $1.json) }
        return .object(Object(members.sorted { $0.0 < $1.0 }))
    }
}

extension ConsoleMemory.Call {
    /// Calls that differ have texts that differ.
    fileprivate var json: Value {
        switch self {
        case .run(let command):
            .array([
                .string("run"), .string(command.terminal), .strings(command.input),
                command.editorText.map { Value.strings($0) } ?? Value.null,
            ])
        case .prompt(let terminal): .strings(["prompt", terminal])
        case .leaveShell(let terminal): .strings(["leave", terminal])
        case .holds(let condition): .strings(["holds", condition.description])
        case .wait(let condition, let limit):
            .array([.string("wait"), .string(condition.description), .int(limit.nanoseconds)])
        }
    }
}

extension ConsoleMemory.Answer {
    /// **Shape**: an object for a command's result, an array of a prompt, a text for the reason why
    /// something is not so, true if it is, null for no answer.
    fileprivate var json: Value {
        switch self {
        case .result(let result): result.json
        case .prompt(let text): .strings([text])
        case .outcome(.differs(let reason)): .string(reason)
        case .outcome(.holds): .bool(true)
        case .nothing: .null
        }
    }

    fileprivate init?(_ json: Value) {
        switch json {
        case .object:
            guard let result = ConsoleResult(json) else { return nil }
            self = .result(result)
        case .array(let parts):
            guard let prompt = parts.first?.string else { return nil }
            self = .prompt(prompt)
        case .string(let reason): self = .outcome(.differs(reason))
        case .bool: self = .outcome(.holds)
        default: self = .nothing
        }
    }
}

extension ConsoleResult {
    fileprivate var json: Value {
        .object(
            Object([
                ("output", .strings(output)), ("code", .optional(exitCode)),
                ("prompt", .string(prompt)), ("interrupted", .bool(wasInterrupted)),
                ("start", .int(start.nanosecondsSinceEpoch)),
            ]))
    }

    fileprivate init?(_ json: Value) {
        guard let lines = json["output"].array, let prompt = json["prompt"].string,
            let interrupted = json["interrupted"].bool, let start = json["start"].int
        else { return nil }
        let output = lines.compactMap(\.string)
        guard output.count == lines.count else { return nil }
        self.init(
            output: output, exitCode: json["code"].int, prompt: prompt,
            wasInterrupted: interrupted,
            start: SimulatedInstant(nanosecondsSinceEpoch: Int64(start)))
    }
}
