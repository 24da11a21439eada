import ContainerRuntime
import Foundation
import Simulation
import Testing

@testable import Session

@Suite("Workspace")
struct WorkspaceTests {
    /// A folder with a workspace in it, and something outside that must stay as it is.
    private func withFolders(
        _ body: (_ workspace: String, _ outside: String, _ files: FileSystem) throws -> Void
    ) throws {
        let base = NSTemporaryDirectory() + "kubarium-ws-\(UInt64.random(in: 0...UInt64.max))"
        let manager = FileManager.default
        defer { try? manager.removeItem(atPath: base) }
        for folder in ["/work", "/outside"] {
            try manager.createDirectory(atPath: base + folder, withIntermediateDirectories: true)
        }
        try "secret".write(toFile: base + "/outside/file", atomically: true, encoding: .utf8)
        let files = FileSystem(Simulation(seed: 1))
        try files.makeDirectory("/root", withParents: true)
        try body(base + "/work", base + "/outside", files)
        #expect(try String(contentsOfFile: base + "/outside/file", encoding: .utf8) == "secret")
        #expect(try manager.contentsOfDirectory(atPath: base + "/outside") == ["file"])
    }

    @Test("files go both ways")
    func mirrors() throws {
        try withFolders { folder, _, files in
            var workspace = try Workspace(path: folder)
            try FileManager.default.createDirectory(
                atPath: folder + "/sub", withIntermediateDirectories: true)
            try "a".write(toFile: folder + "/sub/a.yaml", atomically: true, encoding: .utf8)
            let changes = workspace.takeChanges()
            #expect(changes == [.file(path: "/root/sub/a.yaml", contents: Array("a".utf8))])
            for folder in ["/root/sub", "/root/new"] {
                try files.makeDirectory(folder, withParents: true)
            }
            try files.write("/root/sub/a.yaml", Array("a".utf8))
            try files.write("/root/new/b.yaml", Array("b".utf8))
            try files.remove("/root/sub/a.yaml")
            let problem = workspace.exportFiles(from: files)
            #expect(problem == nil)
            #expect(try String(contentsOfFile: folder + "/new/b.yaml", encoding: .utf8) == "b")
            #expect(!FileManager.default.fileExists(atPath: folder + "/sub/a.yaml"))
        }
    }

    @Test("nothing is read through a link, written through one, or waited for")
    func links() throws {
        try withFolders { folder, outside, files in
            var workspace = try Workspace(path: folder)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/file", withDestinationPath: outside + "/file")
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/dir", withDestinationPath: outside)
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            let changes = workspace.takeChanges()
            #expect(changes == [])
            for name in ["file", "dir/file", "dir/new"] {
                try? files.makeDirectory("/root/dir", withParents: true)
                try files.write("/root/\(name)", Array("evil".utf8))
                let problem = workspace.exportFiles(from: files) ?? ""
                #expect(problem.contains("link"), "\(problem)")
                #expect(workspace.prepareForEditor(name, Array("evil".utf8)) == nil)
                #expect(workspace.contents(of: name) == nil)
                try files.removeAll("/root/\(name)")
            }
            try files.write("/root/pipe", Array("evil".utf8))
            let problem = workspace.exportFiles(from: files) ?? ""
            #expect(problem.contains("regular"), "\(problem)")
        }
    }

    @Test(
        "a path with .. or without a name is refused",
        arguments: ["../outside/file", "a/../../outside/file", "/etc/passwd", "", "a//b", "."])
    func upwards(_ name: String) throws {
        try withFolders { folder, _, _ in
            let workspace = try Workspace(path: folder)
            #expect(workspace.prepareForEditor(name, Array("evil".utf8)) == nil)
            #expect(workspace.contents(of: name) == nil)
        }
    }

    @Test("a hard link is replaced, not written through")
    func hardLinks() throws {
        try withFolders { folder, outside, files in
            try FileManager.default.linkItem(atPath: outside + "/file", toPath: folder + "/file")
            let workspace = try Workspace(path: folder)
            let file = try #require(workspace.prepareForEditor("file", Array("secret".utf8)))
            try "edited".data(using: .utf8)?.write(to: URL(fileURLWithPath: file), options: [])
            #expect(workspace.contents(of: "file") == Array("edited".utf8))
            var other = workspace
            try files.write("/root/file", Array("exported".utf8))
            let problem = other.exportFiles(from: files)
            #expect(problem == nil)
        }
    }

    @Test("a link that comes while the editor runs is not followed")
    func race() throws {
        try withFolders { folder, outside, _ in
            let workspace = try Workspace(path: folder)
            let file = try #require(workspace.prepareForEditor("dow.yaml", []))
            #expect(file.hasSuffix("/dow.yaml"))
            try FileManager.default.removeItem(atPath: file)
            try FileManager.default.createSymbolicLink(
                atPath: file, withDestinationPath: outside + "/file")
            #expect(workspace.contents(of: "dow.yaml") == nil)
        }
    }

    @Test("only the master's home is mirrored, and its dot files are not")
    func names() throws {
        try withFolders { folder, _, _ in
            let workspace = try Workspace(path: folder)
            #expect(workspace.name(of: "/root/sub/dow.yaml") == "sub/dow.yaml")
            #expect(workspace.name(of: "/etc/hosts") == nil)
            #expect(workspace.name(of: "/root/.kube/config") == nil)
        }
    }
}
