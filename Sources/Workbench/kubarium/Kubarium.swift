import ArgumentParser

/// The executable: arguments in, a session or a verdict out.
///
/// Exit codes: 0 passed, 1 failed, 2 wrong usage or a setting that cannot work.
@main
struct Kubarium: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kubarium",
        abstract: "A whole simulated Kubernetes cluster, at a prompt.",
        subcommands: [
            PromptCommand.self, RunCommand.self, LabsCommand.self, ProgressCommand.self,
            VerifyCommand.self, DemoCommand.self, GradeCommand.self, RecordCommand.self,
            LintCommand.self, BlessCommand.self, ServeCommand.self, EtcdctlSubcommand.self,
            EtcdutlSubcommand.self,
            BenchCommand.self, SoakCommand.self,
        ],
        defaultSubcommand: PromptCommand.self)

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let code as ExitCode {
            exit(withError: code)
        } catch let failure as Failure {
            StandardError.write("kubarium: \(failure.message)\n")
            exit(withError: ExitCode(failure.code))
        } catch {
            // Help and versions go to standard output with 0; everything else is wrong usage.
            let text = fullMessage(for: error)
            if exitCode(for: error) == .success {
                print(text)
                exit(withError: ExitCode.success)
            }
            StandardError.write(text + "\n")
            exit(withError: ExitCode(2))
        }
    }
}

/// Why a command cannot go on: a sentence for whoever typed it.
struct Failure: Error {
    var message: String
    var code: Int32

    init(_ message: String, code: Int32 = 2) { (self.message, self.code) = (message, code) }
}
