/// What is wrong with a lab, and where.
package struct LintFinding: Hashable, Sendable, CustomStringConvertible {
    /// What a finding is about.
    package enum Rule: String, Hashable, Sendable, CaseIterable {
        /// The files of a lab cannot be read as a lab.
        case syntax
        /// The two languages are not the same lab.
        case languages
        /// A step has too few hints, or one that nobody will see.
        case hints
        /// The solution does not pass at some seed, or there is none.
        case solution
        /// A step passes before anything is done for it.
        case start
        /// A hole is wider than it need be.
        case holes
        /// A file of the lab is not used, is not valid, or is not what the transcript types.
        case files
    }
    package var rule: Rule
    /// Below the folder of the labs.
    package var file: String
    /// Counted from 1; 0 for the file as a whole.
    package var line: Int
    package var message: String

    package init(_ rule: Rule, _ file: String, _ line: Int, _ message: String) {
        (self.rule, self.file, self.line, self.message) = (rule, file, line, message)
    }

    package var description: String {
        if file.isEmpty { return message }
        return line == 0 ? "\(file): \(message)" : "\(file):\(line): \(message)"
    }
}
