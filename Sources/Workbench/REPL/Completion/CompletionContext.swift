package import Kubectl

/// What the completer knows of the place where a line is typed: the shell in front and the cluster.
///
/// Whoever answers must not change anything: completion is no part of a session.
package protocol CompletionContext {
    /// Every word that can begin a command, sorted.
    var commands: [String] { get }

    /// The names of the shell's variables, sorted.
    var variables: [String] { get }

    var home: String { get }
    var workingDirectory: String { get }

    /// What is in a folder, sorted; nothing if it cannot be read.
    func entries(of folder: String) -> [CompletionEntry]

    /// What the shell puts in a word's place when a command begins with it.
    func alias(_ word: String) -> String?

    /// What may follow a program's name, for those that have words of their own: `clock` has
    /// `pace real`.
    func subcommands(of program: String) -> [String]

    /// The cluster as kubectl sees it from here.
    var kubectl: any KubectlCompletionSource { get }
}

/// One file or folder.
package struct CompletionEntry: Sendable, Hashable {
    package var name: String
    package var isFolder: Bool

    package init(_ name: String, isFolder: Bool = false) {
        (self.name, self.isFolder) = (name, isFolder)
    }
}
