import ArgumentParser

/// `kubarium serve`: the cluster on real sockets.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the cluster's API on a real HTTPS port.")

    @Option(help: "The port on the loopback address.")
    var port: Int = 6443
    @Option(help: "Write a kubeconfig to this file.")
    var kubeconfig: String?
    @OptionGroup var session: SessionOptions

    func run() throws { throw Failure("serve is not part of this build") }
}

/// `kubarium bench`: how fast it is.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure, and print a table.")

    func run() throws { throw Failure("bench is not part of this build") }
}
