import API
import Transcript

/// No hole is wider than what stands in it.
///
/// A hole that is the same at all seeds and paces is no hole; one whose type accepts more than a
/// narrower type that fits, too, lets mistakes pass; `...` may hide only what varies.
struct HoleLint {
    private let lab: Lab
    private let rehearsals: [Rehearsal]
    private let texts: Texts

    init(_ lab: Lab, _ rehearsals: [Rehearsal], _ texts: Texts) {
        (self.lab, self.rehearsals, self.texts) = (lab, rehearsals, texts)
    }

    var findings: [LintFinding] {
        guard rehearsals.count > 1, let first = rehearsals.first else { return [] }
        var findings: [LintFinding] = []
        for index in first.shown.indices {
            let uses = rehearsals.map { rehearsal in
                index < rehearsal.shown.count ? HoleUse.uses(in: rehearsal.shown[index]) : []
            }
            for (position, use) in uses[0].enumerated() {
                let others = uses.compactMap { position < $0.count ? $0[position].text : nil }
                // Where the output is not what is expected, that is told already.
                guard others.count == rehearsals.count else { continue }
                if let message = message(use.hole, others) {
                    findings.append(
                        LintFinding(.holes, lab.transcriptFile, use.line, message))
                }
            }
        }
        return findings
    }

    /// From how many lines on `...` is an abridgement and need not hide anything that varies.
    private static let abridgedLines = 10

    private func message(_ hole: Hole?, _ found: [[String]]) -> String? {
        let isConstant = found.allSatisfy { $0 == found[0] }
        guard let hole else {
            // A long list is cut short for whoever reads it, as books do.
            guard isConstant, found[0].count < Self.abridgedLines else { return nil }
            return found[0].first.map { texts.constantDots($0, found[0].count) }
                ?? texts.emptyDots
        }
        let values = found.compactMap(\.first)
        guard let first = values.first else { return nil }
        if isConstant { return texts.constantHole(hole.source, first) }
        let fitting = hole.type.narrower.first { type in
            values.allSatisfy { type.accepts($0[...]) }
        }
        return fitting.map { texts.wideHole(hole.source, $0.rawValue) }
    }
}

/// What stood in a hole, or was hidden by `...`, when a command was typed once.
struct HoleUse: Equatable {
    /// Of the transcript, counted from 1.
    var line: Int
    /// Nil for `...`.
    var hole: Hole?
    /// One text for a hole, all hidden lines for `...`.
    var text: [String]

    /// All holes of a command in the order of their lines; none if it is not what is expected.
    static func uses(in shown: Rehearsal.Shown) -> [HoleUse] {
        let command = shown.command
        if command.isEditor || shown.difference != nil { return [] }
        let top = command.line + command.input.count
        var bindings = shown.bindings
        if shown.words.contains(.json), !command.output.isEmpty {
            return JSONHoles(command.output).uses(in: shown.output, top: top)
        }
        guard let pattern = try? OutputPattern(command.output, words: shown.words),
            let alignment = pattern.alignment(of: shown.output, &bindings)
        else { return [] }
        var uses: [HoleUse] = []
        for (index, line) in alignment.lines.enumerated() {
            switch line {
            case .hidden(let lines): uses.append(HoleUse(line: top + index, hole: nil, text: lines))
            case .matched(let found):
                let holes = (try? LinePattern(command.output[index]))?.holes ?? []
                for (hole, text) in zip(holes, found) {
                    uses.append(HoleUse(line: top + index, hole: hole, text: [text]))
                }
            }
        }
        return uses
    }
}

/// The holes of an expected output that is compared as JSON.
private struct JSONHoles {
    private let expected: [String]

    init(_ expected: [String]) { self.expected = expected }

    func uses(in output: [String], top: Int) -> [HoleUse] {
        guard let wanted = try? JSONParser.parse(expected.joined(separator: "\n")),
            let found = try? JSONParser.parse(output.joined(separator: "\n"))
        else { return [] }
        var uses: [HoleUse] = []
        collect(wanted, found, &uses)
        // The walk goes through the text from top to bottom, so the n-th hole is the n-th there.
        let lines = lines(top: top)
        for index in uses.indices { uses[index].line = index < lines.count ? lines[index] : top }
        return uses
    }

    private func lines(top: Int) -> [Int] {
        expected.enumerated().flatMap { index, text in
            let count = ((try? LinePattern(text))?.holes.count ?? 0)
            return Array(repeating: top + index, count: count + (text.contains("\"...\"") ? 1 : 0))
        }
    }

    private func collect(_ wanted: Value, _ found: Value, _ uses: inout [HoleUse]) {
        switch (wanted, found) {
        case (.object(let wanted), .object(let found)):
            for (name, value) in wanted {
                if name == "..." {
                    let hidden = found.filter { wanted[$0.name] == nil }
                    uses.append(HoleUse(line: 0, hole: nil, text: hidden.map(Self.text)))
                } else if let other = found[name] {
                    collect(value, other, &uses)
                }
            }
        case (.array(let wanted), .array(let found)):
            for (value, other) in zip(wanted, found) where value.string != "..." {
                collect(value, other, &uses)
            }
            if wanted.last?.string == "..." {
                let hidden = found.dropFirst(wanted.count - 1).map { Self.text(("", $0)) }
                uses.append(HoleUse(line: 0, hole: nil, text: hidden))
            }
        case (.string(let wanted), .string(let found)):
            guard let pattern = try? LinePattern(wanted) else { return }
            // What is bound elsewhere has been compared there.
            var bindings: [String: String] = [:]
            let texts = pattern.captures(in: found, &bindings) ?? []
            for (hole, text) in zip(pattern.holes, texts) {
                uses.append(HoleUse(line: 0, hole: hole, text: [text]))
            }
        default: break
        }
    }

    private static func text(_ member: Object.Member) -> String {
        "\(member.name): " + String(decoding: JSONWriter.compact(member.value), as: UTF8.self)
    }
}
