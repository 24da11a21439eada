import Foundation
package import Session

/// What is kept of a learner between runs: `progress.json`, and the sessions that are unfinished.
///
/// Every file is written beside its place and then moved there, so that a crash leaves the old one.
package struct ProgressStore: Sendable {
    private let folder: String

    /// What went wrong with the learner's files; a sentence.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package var description: String
    }

    package init(folder: String) { self.folder = folder }

    /// Where the environment says that state is kept: `$KUBARIUM_STATE`,
    /// `$XDG_STATE_HOME/kubarium`, or `~/.local/state/kubarium`; nil without any of them.
    package static func folder(environment: [String: String]) -> String? {
        if let folder = environment["KUBARIUM_STATE"], !folder.isEmpty { return folder }
        // Relative paths are to be ignored. Source: XDG Base Directory Specification.
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return state + "/kubarium"
        }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return home + "/.local/state/kubarium"
    }

    private var progressFile: String { folder + "/progress.json" }

    /// What is known of the learner. A damaged file is set aside, and `warning` says so.
    package func load() -> (book: ProgressBook, warning: String?) {
        guard let data = FileManager.default.contents(atPath: progressFile) else {
            return (ProgressBook(), nil)
        }
        do { return (try ProgressBook(parsing: String(decoding: data, as: UTF8.self)), nil) } catch
        {
            let aside = progressFile + ".damaged"
            try? FileManager.default.removeItem(atPath: aside)
            let isMoved =
                (try? FileManager.default.moveItem(atPath: progressFile, toPath: aside)) != nil
            let place = isMoved ? "; it is now \(aside)" : ""
            return (ProgressBook(), "\(progressFile): \(error.description)\(place)")
        }
    }

    /// Adds what `book` has to what is kept. Gives a sentence if it cannot.
    package func merge(_ book: ProgressBook) -> String? {
        var (all, warning) = load()
        let before = all
        all.merge(book)
        if all == before { return warning }
        return write(all.rendered + "\n", to: progressFile) ?? warning
    }

    // MARK: - Unfinished sessions

    private func sessionFile(_ lab: Lab) -> String { folder + "/sessions/\(lab.name).session" }

    /// Keeps a session that is not finished. Gives a sentence if it cannot.
    package func keep(_ recording: SessionRecording, for lab: Lab) -> String? {
        write(RecordingText(recording).rendered, to: sessionFile(lab))
    }

    package func forget(_ lab: Lab) {
        try? FileManager.default.removeItem(atPath: sessionFile(lab))
    }

    package func hasSession(of lab: Lab) -> Bool {
        FileManager.default.fileExists(atPath: sessionFile(lab))
    }

    /// The session to go on with.
    ///
    /// **Throws** a sentence if there is none, or if it cannot be read.
    package func session(of lab: Lab) throws(Failure) -> SessionRecording {
        guard let data = FileManager.default.contents(atPath: sessionFile(lab)) else {
            throw Failure(description: "there is no unfinished session of lab \(lab.number)")
        }
        do { return try RecordingText.parse(String(decoding: data, as: UTF8.self)) } catch {
            throw Failure(description: "\(sessionFile(lab)): \(error)")
        }
    }

    private func write(_ text: String, to file: String) -> String? {
        let url = URL(fileURLWithPath: file)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url, options: .atomic)
            return nil
        } catch { return "\(file) cannot be written: \(error.localizedDescription)" }
    }
}
