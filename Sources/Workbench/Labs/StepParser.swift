import Session

/// Reads the lines of one step's fence.
///
/// ```
/// points: 5
/// wait until pod/web is Running within 60s
/// check: configmap/prices has {.data.price} = 12
/// hint: A nudge.
/// hint when configmap/prices is there: It is there; look at its key.
/// hint unless configmap/prices is there: kubectl create configmap takes a name.
/// solution: cat > prices.txt <<EOF
///   12
///   EOF
/// solution: kubectl create configmap prices --from-file=price=prices.txt
/// ```
/// A line that begins with two blanks goes on with the solution's command above it.
struct StepParser {
    private(set) var step: Lab.Step
    private let file: String
    /// Whether the line above is a command of the solution.
    private var isInSolution = false

    init(name: String, line: Int, file: String) {
        step = Lab.Step(name: name, line: line)
        self.file = file
    }

    private static let lines =
        "points:, wait until, check:, hint:, hint when, hint unless, solution:"

    mutating func take(_ line: String, _ number: Int) throws(LabError) {
        if isInSolution, line.hasPrefix("  ") {
            step.solution[step.solution.count - 1].input.append(String(line.dropFirst(2)))
            return
        }
        isInSolution = false
        let text = line.trimmingBlanks
        if text.isEmpty { return }
        if let rest = text.after("wait until ") {
            step.waits.append(try wait(rest, number))
        } else if let rest = text.after("check:") {
            step.checks.append(try condition(rest, "checked", number))
        } else if let rest = text.after("hint") {
            step.hints.append(try hint(rest, number))
        } else if let rest = text.after("points:") {
            try takePoints(rest.trimmingBlanks, number)
        } else if let rest = text.after("solution:") {
            try takeSolution(rest.trimmingBlanks, number)
        } else {
            throw error(number, "unknown line: \(text); a step has: \(Self.lines)")
        }
    }

    private func error(_ line: Int, _ text: String) -> LabError {
        LabError("\(file):\(line): \(text)")
    }

    private func condition(
        _ text: String, _ use: String, _ number: Int
    ) throws(LabError) -> StateCondition {
        guard let condition = StateCondition(parsing: text) else {
            throw error(number, "not a state that can be \(use): \(text.trimmingBlanks)")
        }
        return condition
    }

    private func wait(_ text: String, _ number: Int) throws(LabError) -> Lab.Wait {
        var state = text
        var limit = Session.Defaults.conditionLimit
        if let (front, duration) = text.splitOnce(" within ") {
            guard let length = parseDuration(duration.trimmingBlanks) else {
                throw error(number, "not a length of time: \(duration)")
            }
            (state, limit) = (front, length)
        }
        return Lab.Wait(condition: try condition(state, "waited for", number), limit: limit)
    }

    /// What follows `hint`: `: TEXT`, ` when STATE: TEXT` or ` unless STATE: TEXT`.
    private func hint(_ rest: String, _ number: Int) throws(LabError) -> Lab.Hint {
        let hint: Lab.Hint
        if let text = rest.after(":") {
            hint = Lab.Hint(text.trimmingBlanks, line: number)
        } else if let rest = rest.after(" when ") {
            let (state, text) = try conditional(rest, number)
            hint = Lab.Hint(text, condition: .holds(state), line: number)
        } else if let rest = rest.after(" unless ") {
            let (state, text) = try conditional(rest, number)
            hint = Lab.Hint(text, condition: .fails(state), line: number)
        } else {
            throw error(
                number,
                "a hint is `hint: TEXT`, `hint when STATE: TEXT` or `hint unless STATE: TEXT`")
        }
        guard !hint.text.isEmpty else { throw error(number, "the hint has no text") }
        return hint
    }

    /// Splits at the first colon before which there is a state: a state may hold colons itself.
    private func conditional(
        _ rest: String, _ number: Int
    ) throws(LabError) -> (state: StateCondition, text: String) {
        var front = ""
        var back = rest
        while let (before, after) = back.splitOnce(": ") {
            front += (front.isEmpty ? "" : ": ") + before
            back = after
            if let state = StateCondition(parsing: front) { return (state, after.trimmingBlanks) }
        }
        throw error(number, "not a state that a hint can depend on, and a colon: \(rest)")
    }

    private mutating func takePoints(_ text: String, _ number: Int) throws(LabError) {
        guard step.points == nil else { throw error(number, "points is there twice") }
        guard let points = Int(text), (0...Self.mostPoints).contains(points) else {
            throw error(number, "points is not a number: \(text)")
        }
        step.points = points
    }

    /// Far beyond any lab; keeps sums from overflowing.
    static let mostPoints = 1_000_000

    private mutating func takeSolution(_ text: String, _ number: Int) throws(LabError) {
        guard !text.isEmpty else { throw error(number, "the solution has no command") }
        step.solution.append(ConsoleCommand(input: [text]))
        isInSolution = true
    }
}

extension String {
    /// What follows `prefix`; nil if the text does not begin with it.
    fileprivate func after(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
