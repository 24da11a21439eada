/// Why a command did not show what the step wants, as data: which field of which object, which line.
///
/// `ReasonTexts` says it in the learner's language.
package enum Reason: Hashable, Sendable {
    /// No program has this name; `near` are those that may be meant.
    case unknownCommand(String, near: [String])
    /// One of Kubarium's own words, typed inside a container.
    case wordOfHost(String)
    /// No command of kubectl has this name.
    case unknownVerb(String, near: [String])
    case unknownResource(String, near: [String])
    case unknownFlag(String)
    /// `pods "x" not found`; `wanted` is the name in the lab's own command.
    case noSuchObject(kind: String, name: String, wanted: String?)
    case noSuchNamespace(String)
    case alreadyExists(kind: String, name: String)
    case noSuchFile(String, near: [String])
    case forbidden(user: String, action: String)
    case unreachable
    /// A cell of a table.
    case column(String, of: String, found: String, expected: String, cause: Cause?)
    case missingColumn(String)
    case missingRow(String)
    case extraRow(String)
    /// A field of an object that was shown; nil where it is not there.
    case field(String, found: String?, expected: String?)
    /// An environment variable.
    case variable(String, found: String?, expected: String)
    case exitCode(found: String, expected: String)
    /// A line of a manifest whose value is not that of the lab's manifest.
    case manifestValue(file: String, line: Int, path: String, found: String, expected: String)
    /// A field of a manifest that does not exist, or that the lab's manifest calls otherwise.
    case manifestField(file: String, line: Int?, path: String, near: String?)
    /// A field of the lab's manifest that is not there.
    case manifestLacks(file: String, path: String, expected: String)
    /// A value that the server does not take.
    case manifestInvalid(file: String, line: Int?, path: String, why: String)
    /// A line that is no YAML.
    case manifestSyntax(file: String, line: Int, hasTab: Bool)

    /// What stands behind a value of READY or STATUS.
    package enum Cause: Hashable, Sendable {
        case notReady, creating, pending, imageMissing, crashing, ended, terminating, configuration
        case podsNotReady, nodeNotReady
    }
}
