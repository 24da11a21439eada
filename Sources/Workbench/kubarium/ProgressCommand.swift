import ArgumentParser
import Foundation
import Labs

/// `kubarium progress`: what has been done, as a table or as a file to take along.
struct ProgressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "progress", abstract: "Show what has been done; take it to another machine.")

    @Option(name: .customLong("export"), help: "Write the progress to this file; - is the output.")
    var exportFile: String?
    @Option(name: .customLong("import"), help: "Add what this file has; - is standard input.")
    var importFile: String?
    @OptionGroup var state: StateOptions
    @OptionGroup var language: LanguageOptions

    func validate() throws {
        if exportFile != nil, importFile != nil {
            throw ValidationError("say --export or --import, not both")
        }
    }

    func run() throws {
        guard let store = state.store else {
            throw Failure("there is no place where progress is kept")
        }
        if let importFile { try take(importFile, into: store) }
        let (book, warning) = store.load()
        if let warning { StandardError.write("kubarium: \(warning)\n") }
        if let exportFile { return try give(book, to: exportFile) }
        let labs: [Lab]
        do { labs = try language.library().labs() } catch { throw Failure("\(error)") }
        for line in ProgressReport(labs, book: book, texts: language.texts).lines() {
            print(line)
        }
    }

    private func take(_ path: String, into store: ProgressStore) throws(Failure) {
        let data =
            path == "-"
            ? FileHandle.standardInput.readDataToEndOfFile()
            : FileManager.default.contents(atPath: path)
        guard let data else { throw Failure("\(path) cannot be read") }
        let book: ProgressBook
        do { book = try ProgressBook(parsing: String(decoding: data, as: UTF8.self)) } catch {
            throw Failure("\(path): \(error.description)")
        }
        if let problem = store.merge(book) { throw Failure(problem, code: 1) }
    }

    private func give(_ book: ProgressBook, to path: String) throws(Failure) {
        if path == "-" { return print(book.rendered) }
        do {
            try Data((book.rendered + "\n").utf8).write(
                to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Failure("\(path) cannot be written: \(error.localizedDescription)", code: 1)
        }
    }
}
