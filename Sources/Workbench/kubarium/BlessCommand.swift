import ArgumentParser
import Foundation
import Labs
import Transcript

/// `kubarium bless N`: makes a lab's transcript true again.
struct BlessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bless", abstract: "Rewrite what no longer matches in lab N's transcript.",
        discussion: "Shows the difference; with --write makes it. Holes that still fit stay.")

    @Argument(help: "The lab's number.")
    var lab: String
    @Flag(help: "Write the transcript rather than only show what would change.")
    var write = false
    @OptionGroup var language: LanguageOptions

    func run() throws {
        let library = try language.library()
        do {
            let lab = try library.lab(lab)
            guard let data = FileManager.default.contents(atPath: lab.transcriptFile) else {
                throw Failure("\(lab.transcriptFile) cannot be read")
            }
            let text = String(decoding: data, as: UTF8.self)
            let workbench = LabWorkbench(library: library, texts: language.texts)
            let new = try LabBless(lab, transcriptText: text).blessed { way in
                try workbench.console(for: way)
            }
            try show(text, new, lab)
        } catch let failure as Failure {
            throw failure
        } catch { throw Failure("\(error)") }
    }

    private func show(_ old: String, _ new: String, _ lab: Lab) throws {
        let variables = ProcessInfo.processInfo.environment
        let isColored =
            isatty(STDOUT_FILENO) == 1 && variables["NO_COLOR"]?.isEmpty != false
            && variables["TERM"] != "dumb"
        let name = "transcripts/\(lab.name).txt"
        print(
            UnifiedDiff(from: old, to: new).rendered(
                oldName: "a/" + name, newName: "b/" + name, isColored: isColored),
            terminator: "")
        if write, old != new {
            try Data(new.utf8).write(to: URL(fileURLWithPath: lab.transcriptFile))
        }
    }
}
