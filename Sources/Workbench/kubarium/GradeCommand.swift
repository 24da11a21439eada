import ArgumentParser
import Foundation
import Labs

/// `kubarium grade DIR`: judges what a class has handed in.
struct GradeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grade",
        abstract: "Judge a folder of learners' console texts, with partial credit.",
        discussion: """
            Files are called LEARNER.txt, NN-LEARNER.txt or LEARNER/NN.txt, with the lab's number NN.
            Exit codes: 0 all passed, 1 some did not, 2 there is nothing to grade.
            """)

    @Argument(help: "The folder.")
    var folder: String
    @Option(help: "The number of the lab that all files are of.")
    var lab: String?
    @Option(help: "How to write the result: table, csv, json or junit.")
    var format: GradeFormat = .table
    @Option(help: "Each learner's seed follows from the name and this word (run N --learner NAME).")
    var seedPerLearner: String?
    @Option(help: "A list of the class, a line name,seed for each; who is missing is told.")
    var roster: String?
    @Option(help: "How many files are judged side by side; as many as there are processors.")
    var jobs: Int?
    @Option(help: "The seconds of the processor's time that one file may take.")
    var seconds = 20
    @OptionGroup var language: LanguageOptions

    func validate() throws {
        if seedPerLearner != nil, roster != nil {
            throw ValidationError("--seed-per-learner and --roster exclude one another")
        }
        if let jobs, !(1...64).contains(jobs) {
            throw ValidationError("--jobs is a number from 1 to 64")
        }
        guard (1...3600).contains(seconds) else {
            throw ValidationError("--seconds is a number from 1 to 3600")
        }
    }

    func run() throws {
        let library = try language.library()
        let labs: [Lab]
        let forced: Lab?
        do {
            labs = try library.labs()
            forced = try lab.map { word throws(LabError) in try library.lab(word) }
        } catch { throw Failure("\(error)") }
        guard let submissions = Grader.submissions(in: folder, lab: forced, of: labs) else {
            throw Failure("\(folder) is not a folder that can be read")
        }
        let seeds = try seeds()
        if submissions.isEmpty, roster == nil { throw Failure("\(folder) holds no submissions") }
        let width = jobs ?? ProcessInfo.processInfo.activeProcessorCount
        let grader = Grader(
            LabWorkbench(library: library, texts: language.texts), labs: labs, seeds: seeds,
            isolation: .processes(width), secondsPerFile: seconds)
        var bar = ProgressBar("grade", of: submissions.count)
        let report = grader.grade(submissions, in: folder) { bar.show($0) }
        bar.clear()
        print(format.text(report, language.texts), terminator: "")
        if !report.hasPassed { throw ExitCode(1) }
    }

    private func seeds() throws(Failure) -> Grader.Seeds {
        if let seedPerLearner { return .learner(LearnerSeed(secret: seedPerLearner)) }
        guard let roster else { return .lab }
        guard let data = FileManager.default.contents(atPath: roster) else {
            throw Failure("\(roster) cannot be read")
        }
        do { return .roster(try Roster(parsing: String(decoding: data, as: UTF8.self))) } catch {
            throw Failure(error.description)
        }
    }
}

extension GradeFormat: ExpressibleByArgument {}
