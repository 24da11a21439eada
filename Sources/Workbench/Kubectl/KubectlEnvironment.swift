package import API
package import Simulation

/// Everything of the outside world that kubectl touches.
///
/// The same kubectl runs at the prompt of the master, in a container of the ambassador image and
/// as a client of its own: they differ only in what stands here.
package struct KubectlEnvironment: Sendable {
    package var simulation: Simulation
    /// Opens the way to the server that a kubeconfig names. It need not be reachable.
    package var client: @Sendable (KubectlConfig) async throws(KubectlError) -> any APITransport
    package var standardInput: any ByteSource
    package var standardOutput: any ByteSink
    package var standardError: any ByteSink
    /// There when standard input is a terminal; `exec -it` hands it on.
    package var terminal: (any Terminal)?
    package var isOutputTerminal: Bool
    /// `KUBECONFIG`, `HOME`, `KUBERNETES_SERVICE_HOST`, ...
    package var variables: [String: String]
    /// Absolute; relative paths are taken from here.
    package var workingDirectory: String
    package var files: any KubectlFiles
    /// Where `kubectl proxy` listens; nil where nothing can.
    package var host: (any KubectlHost)?

    package init(
        simulation: Simulation,
        client: @escaping @Sendable (KubectlConfig) async throws(KubectlError) -> any APITransport,
        standardInput: any ByteSource, standardOutput: any ByteSink, standardError: any ByteSink,
        terminal: (any Terminal)? = nil, isOutputTerminal: Bool = false,
        variables: [String: String] = [:], workingDirectory: String = "/",
        files: any KubectlFiles, host: (any KubectlHost)? = nil
    ) {
        self.simulation = simulation
        self.client = client
        self.standardInput = standardInput
        self.standardOutput = standardOutput
        self.standardError = standardError
        self.terminal = terminal
        self.isOutputTerminal = isOutputTerminal
        self.variables = variables
        self.workingDirectory = workingDirectory
        self.files = files
        self.host = host
    }

    /// `path` from the root, whatever it was given relative to.
    func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        return workingDirectory.hasSuffix("/")
            ? workingDirectory + path : workingDirectory + "/" + path
    }
}

/// The machine that kubectl runs on, for what it does as a server.
package protocol KubectlHost: Sendable {
    /// Answers HTTP requests at a port of the machine until the task is cancelled.
    ///
    /// `address` is an IPv4 address; port 0 is any that is free. `onListening` is called once with
    /// the port. **Throws** `.message` with Go's text if nobody can listen there.
    func serve(
        on address: String, port: Int, onListening: @escaping @Sendable (Int) async -> Void,
        handle: @escaping @Sendable (APIRequest) async -> APIResponse
    ) async throws(KubectlError)

    /// Whether texts have a place that a regular expression describes; nil if it is none.
    func matcher(of pattern: String) -> (@Sendable (String) -> Bool)?
}

/// The file system that kubectl reads manifests and its kubeconfig from. Paths are absolute.
package protocol KubectlFiles: Sendable {
    func read(_ path: String) throws(KubectlFileError) -> [UInt8]
    /// Replaces the contents of a file, making it if need be.
    func write(_ bytes: [UInt8], to path: String) throws(KubectlFileError)
    /// The names in a directory, in any order.
    func list(_ path: String) throws(KubectlFileError) -> [String]
    func exists(_ path: String) -> Bool
    func isDirectory(_ path: String) -> Bool
}

/// Why a file could not be read or written; the text is the kernel's.
package struct KubectlFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `no such file or directory`.
    package var description: String

    package init(_ description: String) { self.description = description }

    package static let notFound = KubectlFileError("no such file or directory")
    package static let isDirectory = KubectlFileError("is a directory")
    package static let readOnly = KubectlFileError("read-only file system")
}
