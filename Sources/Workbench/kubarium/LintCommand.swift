import ArgumentParser
import Cluster
import Foundation
import Labs

/// `kubarium lint [N...]`: proves labs.
struct LintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Prove that labs can be done, must be done, and agree.",
        discussion: "Exit code 1 if there is anything to mend.")

    @Argument(help: "The labs' numbers; without any, all labs.")
    var labs: [String] = []
    @OptionGroup var language: LanguageOptions

    func run() throws {
        let library = try language.library()
        let lint = LabLint(library: library, texts: language.texts)
        var count = 0
        for lab in labs.isEmpty ? library.names : labs {
            let findings: [LintFinding]
            do { findings = try lint.findings(for: lab) } catch {
                throw Failure(error.description, code: 1)
            }
            for finding in findings { print(finding) }
            print(language.texts.lintVerdict(lab, findings: findings.count))
            fflush(nil)
            count += findings.count
        }
        if count > 0 { throw ExitCode(1) }
    }
}
