import ArgumentParser
import Cluster
import Foundation
import Labs
import Session
import Transcript

/// `kubarium labs`: what there is to do.
struct LabsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labs", abstract: "List the labs.")

    @OptionGroup var state: StateOptions
    @OptionGroup var language: LanguageOptions

    func run() throws {
        let library = try language.library()
        let (book, warning) = state.store?.load() ?? (ProgressBook(), nil)
        if let warning { StandardError.write("kubarium: \(warning)\n") }
        do { print(LabList.text(try library.labs(), book: book), terminator: "") } catch {
            throw Failure("\(error)")
        }
    }
}

/// `kubarium verify`: replays labs, or judges what a learner's console showed.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Replay a lab, or judge a learner's console text for it.",
        discussion: """
            FILE is the text of the learner's console, or a proof (run N --proof FILE, or save FILE \
            at the prompt); - is standard input.
            """)

    @Argument(help: "The lab's number.")
    var lab: String?
    @Argument(help: "The learner's console text.")
    var file: String?
    @Flag(help: "Replay every lab.")
    var all = false
    @Option(help: "Replay with this seed rather than the lab's own.")
    var seed: UInt64?
    @OptionGroup var language: LanguageOptions

    func validate() throws {
        if all != (lab == nil) { throw ValidationError("name a lab, or say --all") }
    }

    func run() throws {
        let library = try language.library()
        let labs: [Lab]
        do { labs = try lab.map { [try library.lab($0)] } ?? library.labs() } catch {
            throw Failure("\(error)")
        }
        var hasFailed = false
        var bar = ProgressBar("verify", of: labs.count)
        for (done, lab) in labs.enumerated() {
            var lab = lab
            if let seed { lab.seed = seed }
            bar.show(done)
            let (finding, points) = try finding(for: lab, library)
            hasFailed = hasFailed || finding != nil
            bar.clear()
            show(finding, lab, points: points)
        }
        if hasFailed { throw ExitCode(1) }
    }

    private func finding(
        for lab: Lab, _ library: LabLibrary
    ) throws(Failure) -> (finding: Finding?, points: Int) {
        let text = try file.map { path throws(Failure) in try Self.read(path) }
        let workbench = LabWorkbench(library: library, texts: language.texts)
        do {
            guard let text else { return (try proof(of: lab, workbench), lab.points) }
            if RecordingText.isRecording(text) {
                let judgement = try ProofJudge(lab, workbench).judge(text)
                return (judgement.finding, judgement.book.points(of: lab))
            }
            var judge = Judge(lab, on: try workbench.console(for: lab), texts: language.texts)
            return (judge.judge(text), lab.points)
        } catch { throw Failure("\(error)") }
    }

    /// Types the lab, then each of its other ways.
    private func proof(of lab: Lab, _ workbench: LabWorkbench) throws(ClusterError) -> Finding? {
        for way in [lab] + lab.routes.map({ lab.on(route: $0) }) {
            let console = try workbench.console(for: way)
            let finding = LabRunner(way, on: console, texts: language.texts).run()
            if let finding { return finding }
        }
        return nil
    }

    private func show(_ finding: Finding?, _ lab: Lab, points: Int) {
        let texts = language.texts
        guard let finding else {
            print(texts.passed(lab.name, points: points))
            return
        }
        print(texts.failed(lab.name))
        print(finding.rendered(texts), terminator: "")
    }

    private static func read(_ path: String) throws(Failure) -> String {
        let data =
            path == "-"
            ? FileHandle.standardInput.readDataToEndOfFile()
            : FileManager.default.contents(atPath: path)
        guard let data else { throw Failure("\(path) cannot be read") }
        return String(decoding: data, as: UTF8.self)
    }
}
