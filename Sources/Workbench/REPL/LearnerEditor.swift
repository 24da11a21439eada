import Foundation
import Session

/// `$VISUAL`, `$EDITOR` or vi on a file of the learner's own machine.
///
/// A file of the master's home is edited where the workspace folder mirrors it, so that the
/// editor finds its neighbours; any other on a copy in a private folder that is gone afterwards.
enum LearnerEditor {
    /// The new contents; nil if there is no editor or it failed.
    static func edit(
        _ path: String, _ contents: [UInt8], in workspace: Workspace?
    ) -> [UInt8]? {
        if let workspace, let name = workspace.name(of: path) {
            guard let file = workspace.prepareForEditor(name, contents), run(on: file) else {
                return nil
            }
            return workspace.contents(of: name)
        }
        return editCopy(path, contents)
    }

    private static func editCopy(_ path: String, _ contents: [UInt8]) -> [UInt8]? {
        let manager = FileManager.default
        var template = Array((manager.temporaryDirectory.path + "/kubarium-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { return nil }
        let folder = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? manager.removeItem(atPath: folder) }
        let base = path.split(separator: "/").last.map(String.init) ?? "file"
        let file = URL(fileURLWithPath: folder).appendingPathComponent(base)
        do {
            try Data(contents).write(to: file)
            guard run(on: file.path) else { return nil }
            return Array(try Data(contentsOf: file))
        } catch { return nil }
    }

    private static func run(on file: String) -> Bool {
        let variables = ProcessInfo.processInfo.environment
        let editor = variables["VISUAL"] ?? variables["EDITOR"] ?? "vi"
        let script = "exec \(editor) \"$1\""
        let texts: [String] = ["/bin/sh", "-c", script, "sh", file]
        let words: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        let settings = variables.map { "\($0.key)=\($0.value)" }
        let environment: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) } + [nil]
        defer { for entry in environment { free(entry) } }
        var child: pid_t = 0
        // It stays in our process group: another could not read from the terminal.
        guard posix_spawn(&child, "/bin/sh", nil, nil, words, environment) == 0 else {
            return false
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 { if errno != EINTR { return false } }
        return status == 0
    }
}
