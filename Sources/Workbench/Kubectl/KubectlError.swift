package import API

/// Why a command of kubectl ends early, and what it says then.
package indirect enum KubectlError: Error, Sendable {
    /// Said as `error: <text>`.
    case message(String)
    /// Said as it is.
    case bare(String)
    /// The server's answer.
    case server(Status)
    /// No answer came from `host`; the text is that of Go's dialer.
    case unreachable(host: String, reason: String)
    /// Several things went wrong, said in this order.
    case several([KubectlError])
    /// Everything has been said; only the exit code is left.
    case exit(Int32)
    /// Ctrl-C.
    case interrupted

    /// A misused command: what is wrong, and where to look.
    static func usage(_ text: String, of command: String) -> KubectlError {
        .message("\(text)\nSee '\(command) -h' for help and examples")
    }

    /// A misused flag.
    static func flag(_ text: String, of command: String) -> KubectlError {
        .message("\(text)\nSee '\(command) --help' for usage.")
    }

    /// One of `errors` as it is, or all of them.
    static func all(_ errors: [KubectlError]) -> KubectlError? {
        errors.count > 1 ? .several(errors) : errors.first
    }

    var isNotFound: Bool {
        if case .server(let status) = self { status.reason == .notFound } else { false }
    }

    /// The bare text, for wrapping into another one: `pods "x" not found`.
    var text: String {
        switch self {
        case .message(let text), .bare(let text): text
        case .server(let status): status.message
        case .unreachable(_, let reason): reason
        case .several(let errors):
            errors.count == 1
                ? errors[0].text : "[" + errors.map(\.text).joined(separator: ", ") + "]"
        case .exit, .interrupted: ""
        }
    }

    /// A server's refusal with words put in front of its message; the reason stays.
    func prefixed(_ words: String) -> KubectlError {
        switch self {
        case .server(var status):
            status.message = words + status.message
            return .server(status)
        case .message(let text): return .message(words + text)
        default: return self
        }
    }

    /// A plain error in whose text this one is swallowed.
    func wrapped(_ words: String) -> KubectlError {
        switch self {
        case .server, .message, .bare: .message(words + text)
        default: self
        }
    }

    var exitCode: Int32 {
        switch self {
        case .exit(let code): code
        case .interrupted: 130
        case .several(let errors): errors.first?.exitCode ?? 1
        default: 1
        }
    }
}

// MARK: - What is said on standard error

extension KubectlError {
    /// The lines for standard error, each ended by a newline; empty if all has been said.
    ///
    /// Upstream: kubectl pkg/cmd/util/helpers.go checkErr, StandardErrorMessage.
    var report: String {
        switch self {
        case .message(let text):
            return Self.line(text.hasPrefix("error: ") ? text : "error: " + text)
        case .bare(let text): return Self.line(text)
        case .server(let status): return Self.report(of: status)
        case .unreachable(let host, let reason):
            if reason.hasSuffix("connection refused") {
                return "The connection to the server \(host) was refused"
                    + " - did you specify the right host or port?\n"
            }
            return Self.line("Unable to connect to the server: \(reason)")
        case .several(let errors): return errors.map(\.report).joined()
        case .exit, .interrupted: return ""
        }
    }

    private static func line(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }

    private static func report(of status: Status) -> String {
        switch status.reason {
        case .invalid: return reportInvalid(status)
        case .unauthorized:
            return "error: You must be logged in to the server (\(status.message))\n"
        case let reason?:
            return line("Error from server (\(reason.rawValue)): \(status.message)")
        case nil: return line("Error from server: \(status.message)")
        }
    }

    /// Every cause on a line of its own, unless there is only one.
    private static func reportInvalid(_ status: Status) -> String {
        let kind = status.details?.kind ?? ""
        let name = status.details?.name ?? ""
        var text =
            kind.isEmpty && name.isEmpty
            ? "The request is invalid" : "The \(kind) \"\(name)\" is invalid"
        var causes: [String] = []
        for cause in status.details?.causes ?? [] {
            let line = "\(cause.field ?? ""): \(cause.message)"
            if !causes.contains(line) { causes.append(line) }
        }
        switch causes.count {
        case 0: text += kind.isEmpty && name.isEmpty ? ": \(status.message)" : ""
        case 1: text += ": " + causes[0]
        default: text += ": " + causes.map { "\n* " + $0 }.joined()
        }
        return text + "\n"
    }
}
