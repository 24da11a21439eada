import API

/// Which steps of which labs a learner has done, and how.
///
/// As a file it is JSON, the same on every machine:
/// ```
/// {"kubarium": 1, "labs": {"03-downward-env": {"create": "done", "source": "shown"}}}
/// ```
package struct ProgressBook: Sendable, Hashable {
    /// How a step was done.
    package enum Mark: String, Sendable, Hashable {
        case done
        /// After its solution had been shown or played: it brings no points.
        case shown
    }

    /// By the lab's name, then by the step's.
    package var labs: [String: [String: Mark]] = [:]

    package init() {}

    package mutating func note(_ mark: Mark, _ step: String, of lab: String) {
        if labs[lab]?[step] != .done { labs[lab, default: [:]][step] = mark }
    }

    /// Takes in what another book has; of two marks the better one stays.
    package mutating func merge(_ other: ProgressBook) {
        for (lab, steps) in other.labs {
            for (step, mark) in steps { note(mark, step, of: lab) }
        }
    }

    package func mark(_ step: Lab.Step, of lab: Lab) -> Mark? { labs[lab.name]?[step.name] }

    package func doneSteps(of lab: Lab) -> Int {
        lab.steps.count { mark($0, of: lab) != nil }
    }

    /// What the steps that were done without their solution are worth.
    package func points(of lab: Lab) -> Int {
        zip(lab.steps, lab.pointsOfSteps).reduce(0) { sum, pair in
            mark(pair.0, of: lab) == .done ? sum + pair.1 : sum
        }
    }

    package func isDone(_ lab: Lab) -> Bool { doneSteps(of: lab) == lab.steps.count }

    // MARK: - As a file

    package var rendered: String {
        var all = Object()
        for (lab, steps) in labs.sorted(by: { $0.key < $1.key }) {
            var marks = Object()
            for (step, mark) in steps.sorted(by: { $0.key < $1.key }) {
                marks[step] = .string(mark.rawValue)
            }
            all[lab] = .object(marks)
        }
        var book = Object()
        book["kubarium"] = .int(1)
        book["labs"] = .object(all)
        return String(decoding: JSONWriter.pretty(.object(book)), as: UTF8.self)
    }

    /// What is wrong with a progress file; a sentence.
    package struct Damage: Error, Sendable, CustomStringConvertible {
        package var description: String
    }

    /// **Throws** if this is no progress file, or one of a version that is not known.
    package init(parsing text: String) throws(Damage) {
        guard let value = try? JSONParser.parse(text), value["kubarium"].int == 1,
            case .object(let all) = value["labs"]
        else { throw Damage(description: "this is not a progress file of Kubarium") }
        for (lab, steps) in all {
            guard case .object(let marks) = steps else {
                throw Damage(description: "labs.\(lab) is not an object")
            }
            for (step, word) in marks {
                guard let mark = word.string.flatMap(Mark.init(rawValue:)) else {
                    throw Damage(description: "labs.\(lab).\(step) is neither done nor shown")
                }
                note(mark, step, of: lab)
            }
        }
    }
}
