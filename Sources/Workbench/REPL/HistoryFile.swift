import Foundation

/// The lines typed at the prompt, kept between runs: arrow up and Ctrl-R find them.
///
/// `history` in the folder of state (`ProgressStore.folder`); only its owner can read it. A line
/// that begins with a blank is not kept, nor is what a program reads.
package struct HistoryFile: Sendable {
    /// How many lines are kept. Source: as readline's users are used to (HISTFILESIZE).
    static let lineLimit = 2000

    private let path: String

    /// The file of a state folder.
    package init(folder: String) { path = folder + "/history" }

    /// Whether a line is kept at all.
    static func keeps(_ line: String) -> Bool {
        !line.isEmpty && line.first?.isWhitespace != true && !line.contains("\n")
    }

    /// The lines of earlier runs, oldest first. Shortens the file if it has grown too long.
    func load() -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        let all = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        let lines = Array(all.suffix(Self.lineLimit))
        if all.count > Self.lineLimit * 2 {
            let text = lines.map { $0 + "\n" }.joined()
            try? Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            chmod(path, 0o600)
        }
        return lines
    }

    /// Adds a line; what cannot be written is forgotten with this run.
    func append(_ line: String) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try? FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return }
        let bytes = Array((line + "\n").utf8)
        _ = write(descriptor, bytes, bytes.count)
        close(descriptor)
    }
}
