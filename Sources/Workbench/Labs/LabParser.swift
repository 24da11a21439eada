import Session
package import Transcript

/// Reads `lab.md`: a head of `key: value` lines, prose, and steps in fences.
///
/// ````
/// title: Environment variables
/// section: 通过环境变量暴露
/// seed: 3
/// points: 10
///
/// Some prose.
///
/// ```step create
/// wait until pod/downward is Running within 30s
/// check: pod/downward is Running
/// hint: The manifest is in downward.yaml.
/// ```
/// ````
package struct LabParser {
    private var file: String
    private var head: [String: String] = [:]
    private var blocks: [Lab.Block] = []
    private var prose: [String] = []
    private var step: Lab.Step?

    private static let keys = ["title", "section", "seed", "points"]

    /// Reads a lab; `name` is its folder's, `file` what errors are said of.
    package static func parse(
        _ text: String, file: String, name: String, transcript: Transcript,
        files: [String: [UInt8]] = [:]
    ) throws(LabError) -> Lab {
        var parser = LabParser(file: file)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasSuffix("\r") ? String($0.dropLast()) : String($0) }
        var isHead = true
        for (index, line) in lines.enumerated() {
            if isHead {
                if line.trimmingBlanks.isEmpty {
                    isHead = false
                } else {
                    try parser.takeHead(line, index + 1)
                }
            } else {
                try parser.takeBody(line, index + 1)
            }
        }
        return try parser.finish(name: name, transcript: transcript, files: files)
    }

    private init(file: String) { self.file = file }

    private func error(_ line: Int, _ text: String) -> LabError {
        LabError("\(file):\(line): \(text)")
    }

    private mutating func takeHead(_ line: String, _ number: Int) throws(LabError) {
        guard let (key, value) = line.splitOnce(":") else {
            throw error(number, "the head has `key: value` lines, and ends with an empty one")
        }
        guard Self.keys.contains(key) else {
            throw error(
                number, "unknown key \(key); there are: \(Self.keys.joined(separator: ", "))")
        }
        guard head[key] == nil else { throw error(number, "\(key) is there twice") }
        head[key] = value.trimmingBlanks
    }

    private mutating func takeBody(_ line: String, _ number: Int) throws(LabError) {
        if step != nil {
            if line == "```" { closeStep() } else { try takeStepLine(line, number) }
        } else if line.hasPrefix("```step") {
            let name = String(line.dropFirst(7)).trimmingBlanks
            guard !name.isEmpty, !name.contains(" ") else {
                throw error(number, "a step has one name: ```step NAME")
            }
            closeProse()
            step = Lab.Step(name: name, line: number)
        } else {
            prose.append(line)
        }
    }

    private mutating func takeStepLine(_ line: String, _ number: Int) throws(LabError) {
        let text = line.trimmingBlanks
        if text.isEmpty { return }
        if text.hasPrefix("wait until ") {
            let wait = try wait(String(text.dropFirst(11)), number)
            step?.waits.append(wait)
        } else if text.hasPrefix("check:") {
            guard let condition = StateCondition(parsing: text.dropFirst(6)) else {
                throw error(number, "not a state that can be checked: \(text.dropFirst(6))")
            }
            step?.checks.append(condition)
        } else if text.hasPrefix("hint:") {
            step?.hints.append(String(text.dropFirst(5)).trimmingBlanks)
        } else {
            throw error(number, "a step has lines `wait until`, `check:` and `hint:`; not: \(text)")
        }
    }

    private func wait(_ text: String, _ number: Int) throws(LabError) -> Lab.Wait {
        var condition = text
        var limit = Session.Defaults.conditionLimit
        if let (front, duration) = text.splitOnce(" within ") {
            guard let length = parseDuration(duration.trimmingBlanks) else {
                throw error(number, "not a length of time: \(duration)")
            }
            condition = front
            limit = length
        }
        guard let state = StateCondition(parsing: condition) else {
            throw error(number, "not a state that can be waited for: \(condition)")
        }
        return Lab.Wait(condition: state, limit: limit)
    }

    private mutating func closeStep() {
        if let step { blocks.append(.step(step)) }
        step = nil
    }

    private mutating func closeProse() {
        let text = prose.joined(separator: "\n").trimmingBlanks
        if !text.isEmpty { blocks.append(.prose(text)) }
        prose = []
    }

    private mutating func finish(
        name: String, transcript: Transcript, files: [String: [UInt8]]
    ) throws(LabError) -> Lab {
        if let step { throw error(step.line, "the step \(step.name) has no end") }
        closeProse()
        guard let title = head["title"], !title.isEmpty else { throw error(1, "there is no title") }
        guard let seed = UInt64(head["seed"] ?? "1") else {
            throw error(1, "seed is not a number: \(head["seed"] ?? "")")
        }
        guard let points = Int(head["points"] ?? "10"), points >= 0 else {
            throw error(1, "points is not a number: \(head["points"] ?? "")")
        }
        guard let number = Int(name.prefix { $0.isNumber }) else {
            throw error(1, "the folder's name does not begin with a number: \(name)")
        }
        let lab = Lab(
            number: number, name: name, title: title, section: head["section"] ?? "", seed: seed,
            points: points, blocks: blocks, transcript: transcript, files: files)
        try check(lab)
        return lab
    }

    /// Steps and sections must be the same, in the same order; a step without a section has checks.
    private func check(_ lab: Lab) throws(LabError) {
        var seen: [String] = []
        for step in lab.steps {
            guard !seen.contains(step.name) else {
                throw error(step.line, "the step \(step.name) is there twice")
            }
            seen.append(step.name)
            if lab.transcript.section(step.name) == nil, step.checks.isEmpty {
                throw error(
                    step.line,
                    "the step \(step.name) has neither a section in the transcript nor a check")
            }
        }
        let sections = lab.transcript.sections.map(\.name)
        guard sections == seen.filter({ sections.contains($0) }) else {
            throw error(1, "the transcript's sections are not the steps in their order")
        }
    }
}
