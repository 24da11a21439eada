import Simulation

/// All that a shell knows; a subshell starts with a copy.
struct ShellState: Sendable {
    struct Variable: Sendable {
        var value: String?
        var isExported = false
        var isReadOnly = false
    }

    /// A command started with `&`.
    struct Job: Sendable {
        var number: Int
        var process: RunningProcess
        var text: String
    }

    var dialect: ShellDialect
    var variables: [String: Variable] = [:]
    /// `$0`.
    var name: String
    /// `$1` and those after it.
    var positional: [String] = []
    var functions: [String: Command] = [:]
    var aliases: [String: String] = [:]
    /// What was typed at the prompt, oldest first; `nextHistory` is the number of the next entry.
    var history: [String] = []
    var nextHistory = 1
    /// One entry for each function under way: what its `local` variables hid.
    var hidden: [[String: Variable?]] = []
    /// Commands by signal name (`EXIT`, `TERM`, `INT`, `HUP`).
    var traps: [String: String] = [:]
    var options = Options()
    var lastStatus: Int32 = 0
    /// Exit status of the last command substitution, for `x=$(false)`.
    var substitutionStatus: Int32 = 0
    var lastBackground: Int?
    var jobs: [Job] = []
    var line = 1
    var isInteractive = false
    var callDepth = 0
    var loopDepth = 0
    var subshellDepth = 0
    /// Above 0 in conditions, where `set -e` does not apply.
    var conditionDepth = 0
    var mask: UInt16 = 0o022
    var previousDirectory: String?
    /// The descriptors that `exec` with redirections alone left.
    var permanent: Descriptors?
    /// Where in its argument `getopts` is.
    var getoptsOffset = 1

    struct Options: Sendable {
        var exitsOnError = false
        var traces = false
        var refusesUnset = false
        var avoidsGlobbing = false
        var failsInPipes = false
        var reads = false
    }

    /// The letters of `$-`.
    var optionLetters: String {
        var letters = ""
        if options.exitsOnError { letters += "e" }
        if options.avoidsGlobbing { letters += "f" }
        if isInteractive { letters += "i" }
        if options.refusesUnset { letters += "u" }
        if options.traces { letters += "x" }
        if options.reads { letters += "s" }
        return letters
    }

    /// What a program started here gets.
    var environment: [String: String] {
        var environment: [String: String] = [:]
        for (name, variable) in variables where variable.isExported {
            if let value = variable.value { environment[name] = value }
        }
        return environment
    }

    func value(_ name: String) -> String? { variables[name]?.value }

    /// The characters that split fields.
    var separators: [UInt8] { variables["IFS"]?.value?.bytes ?? [.space, .tab, .newline] }
}

/// How a command was left before its end.
enum Unwind: Error {
    case exit(Int32)
    case leaveLoop(levels: Int)
    case nextTurn(levels: Int)
    case leaveFunction(Int32)
    /// An error that gives up the line typed, but not the shell.
    case abandon(Int32)
    /// The shell's task was cancelled.
    case cancelled
}

/// A mistake that the shell itself reports.
struct ShellFailure: Error {
    var message: String
    var status: Int32
    /// Ends a shell that is not interactive.
    var isFatal: Bool
    /// The message names its line itself, as a builtin's does in a script of ash.
    var namesLine = false

    init(_ message: String, status: Int32 = 2, isFatal: Bool = true) {
        (self.message, self.status, self.isFatal) = (message, status, isFatal)
    }
}
