import Cluster
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
/// What a step may say is in `StepParser`.
package struct LabParser {
    private var file: String
    private var head: [String: String] = [:]
    private var blocks: [Lab.Block] = []
    private var prose: [String] = []
    private var step: StepParser?

    private static let keys = ["title", "section", "seed", "points", "etcd-members"]

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
            if line == "```" { closeStep() } else { try step?.take(line, number) }
        } else if line.hasPrefix("```step") {
            let name = String(line.dropFirst(7)).trimmingBlanks
            guard !name.isEmpty, !name.contains(" ") else {
                throw error(number, "a step has one name: ```step NAME")
            }
            closeProse()
            step = StepParser(name: name, line: number, file: file)
        } else {
            prose.append(line)
        }
    }

    private mutating func closeStep() {
        if let step { blocks.append(.step(step.step)) }
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
        if let step = step?.step { throw error(step.line, "the step \(step.name) has no end") }
        closeProse()
        guard let title = head["title"], !title.isEmpty else { throw error(1, "there is no title") }
        guard let seed = UInt64(head["seed"] ?? "1") else {
            throw error(1, "seed is not a number: \(head["seed"] ?? "")")
        }
        guard let points = Int(head["points"] ?? "10"),
            (0...StepParser.mostPoints).contains(points)
        else {
            throw error(1, "points is not a number: \(head["points"] ?? "")")
        }
        guard let members = Int(head["etcd-members"] ?? "1"),
            Topology.refusal(nodeCount: Topology.document.nodes.count, etcdMembers: members) == nil
        else {
            throw error(1, "etcd-members is a number from 1 to 7: \(head["etcd-members"] ?? "")")
        }
        guard let number = Int(name.prefix { $0.isNumber }) else {
            throw error(1, "the folder's name does not begin with a number: \(name)")
        }
        var lab = Lab(
            number: number, name: name, title: title, section: head["section"] ?? "", seed: seed,
            points: points, blocks: blocks, transcript: transcript, files: files)
        lab.file = file
        lab.etcdMembers = members
        try check(lab)
        try checkPoints(lab)
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
            let hasSection = lab.transcript.section(step.name) != nil
            if !hasSection, step.checks.isEmpty {
                throw error(
                    step.line,
                    "the step \(step.name) has neither a section in the transcript nor a check")
            }
            if hasSection, !step.solution.isEmpty {
                throw error(
                    step.line,
                    "the step \(step.name) has a section in the transcript: that is its solution")
            }
        }
        for section in lab.transcript.sections where section.name.contains("/") {
            guard let route = Lab.Route(section.name), lab.transcript.section(route.step) != nil
            else {
                throw error(
                    1,
                    "the section \(section.name) is not another way through a section: STEP/ROUTE")
            }
        }
        let sections = lab.transcript.sections.map(\.name).filter { !$0.contains("/") }
        guard sections == seen.filter({ sections.contains($0) }) else {
            throw error(1, "the transcript's sections are not the steps in their order")
        }
    }

    /// What the steps say they are worth is what the lab is worth, or leaves some to the others.
    private func checkPoints(_ lab: Lab) throws(LabError) {
        let steps = lab.steps
        let given = steps.compactMap(\.points)
        let total = given.reduce(0, +)
        let isWhole = given.count == steps.count && !steps.isEmpty
        guard total <= lab.points, !isWhole || total == lab.points else {
            throw error(1, "the lab has \(lab.points) points, its steps have \(total)")
        }
    }
}
