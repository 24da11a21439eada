/// Why a command ends before its time, and with which code.
struct Exit: Error, Sendable {
    /// Upstream: etcd pkg/cobrautl/error.go.
    enum Code: Int32, Sendable {
        case error = 1
        case badConnection = 2
        case invalidInput = 3
        case badFeature = 4
        /// A watch that the server ended.
        case interrupted = 5
        case badArguments = 128
        /// Ctrl-C, as a shell reports it.
        case cancelled = 130
        case brokenPipe = 141
    }

    var code: Code
    /// What stands on standard error, whole lines; empty for nothing.
    var text: String

    /// `Error: message`.
    init(_ code: Code, _ message: String) {
        self.code = code
        text = "Error: \(message)\n"
    }

    init(_ code: Code, lines text: String) {
        self.code = code
        self.text = text
    }
}
