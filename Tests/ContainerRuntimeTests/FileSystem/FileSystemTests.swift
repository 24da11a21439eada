import Simulation
import Testing

@testable import ContainerRuntime

@Suite("FileSystem")
struct FileSystemTests {
    let simulation = Simulation(seed: 1)

    private func text(_ files: FileSystem, _ path: String) throws -> String {
        String(decoding: try files.read(path), as: UTF8.self)
    }

    @Test("a copy shares the files until one side writes")
    func copyOnWrite() throws {
        let image = FileSystem(simulation)
        try image.makeDirectory("/etc")
        try image.write("/etc/a", Array("one".utf8))
        let container = FileSystem(copying: image)
        try container.write("/etc/a", Array("two".utf8))
        try container.write("/etc/b", Array("new".utf8))
        #expect(try text(image, "/etc/a") == "one")
        #expect(!image.exists("/etc/b"))
        #expect(try text(container, "/etc/a") == "two")
    }

    @Test("links are followed inside the file system that is looked at, even through a mount")
    func linksThroughMounts() throws {
        let volume = FileSystem(simulation)
        try volume.makeDirectory("/..2023")
        try volume.write("/..2023/labels", Array("foo".utf8))
        try volume.link("/..data", to: "..2023")
        try volume.link("/labels", to: "..data/labels")
        let files = FileSystem(simulation)
        try files.mount(volume, at: "/etc/downward", device: "tmpfs", type: "tmpfs")
        #expect(try text(files, "/etc/downward/labels") == "foo")
        #expect(try files.list("/etc/downward") == ["..2023", "..data", "labels"])
        #expect(try files.realPath("/etc/downward/labels") == "/etc/downward/..2023/labels")
        #expect(try files.linkStat("/etc/downward/labels").kind == .link)
    }

    @Test("a rename replaces a link at once, and what was mounted shows it")
    func atomicRename() throws {
        let volume = FileSystem(simulation)
        for version in ["..1", "..2"] {
            try volume.makeDirectory("/" + version)
            try volume.write("/\(version)/key", Array(version.utf8))
        }
        try volume.link("/..data", to: "..1")
        try volume.link("/key", to: "..data/key")
        let files = FileSystem(simulation)
        try files.mount(volume, at: "/v", device: "tmpfs", type: "tmpfs")
        try volume.link("/..data_tmp", to: "..2")
        try volume.rename("/..data_tmp", to: "/..data")
        try volume.removeAll("/..1")
        #expect(try text(files, "/v/key") == "..2")
    }

    @Test("a read-only mount refuses every change, also below a link to it")
    func readOnly() throws {
        let volume = FileSystem(simulation)
        try volume.write("/x", [])
        let files = FileSystem(simulation)
        try files.makeDirectory("/run")
        try files.makeDirectory("/var")
        try files.link("/var/run", to: "../run")
        try files.mount(
            volume, at: "/var/run/secrets", device: "tmpfs", type: "tmpfs", isReadOnly: true)
        #expect(files.mounts.map(\.path) == ["/run/secrets"])
        #expect(throws: FileError.readOnly) { try files.write("/var/run/secrets/x", [1]) }
        #expect(throws: FileError.readOnly) { try files.write("/run/secrets/new", [1]) }
        #expect(throws: FileError.readOnly) { try files.remove("/run/secrets/x") }
        #expect(throws: FileError.busy) { try files.remove("/run/secrets") }
        #expect(throws: FileError.busy) { try files.removeAll("/run") }
    }

    @Test("a single file can be mounted, and shows later writes to it")
    func fileMount() throws {
        let pod = FileSystem(simulation)
        try pod.write("/hosts", Array("1".utf8))
        let files = FileSystem(simulation)
        try files.mount(pod, from: "/hosts", at: "/etc/hosts", device: "/dev/vda1", type: "ext4")
        try files.append("/etc/hosts", Array("2".utf8))
        #expect(try text(pod, "/hosts") == "12")
        #expect(try text(files, "/etc/hosts") == "12")
    }

    @Test("errors are Linux's")
    func errors() throws {
        let files = FileSystem(simulation)
        try files.makeDirectory("/a/b", withParents: true)
        try files.write("/a/f", [])
        try files.link("/loop", to: "/loop")
        #expect(throws: FileError.notEmpty) { try files.remove("/a") }
        #expect(throws: FileError.notDirectory) { try files.list("/a/f") }
        #expect(throws: FileError.notDirectory) { try files.stat("/a/f/x") }
        #expect(throws: FileError.notDirectory) { try files.stat("/a/f/") }
        #expect(throws: FileError.tooManyLinks) { try files.read("/loop") }
        #expect(throws: FileError.exists) { try files.makeDirectory("/a") }
        #expect(throws: FileError.isDirectory) { try files.write("/a", []) }
        #expect(throws: FileError.notFound) { try files.write("/no/x", []) }
        #expect(throws: FileError.invalid) { try files.rename("/a", to: "/a/b/c") }
        let long = String(repeating: "/x", count: 3000)
        #expect(throws: FileError.nameTooLong) { try files.makeDirectory(long, withParents: true) }
    }

    @Test("writing through a dangling link makes its target")
    func danglingLink() throws {
        let files = FileSystem(simulation)
        try files.link("/l", to: "target")
        try files.write("/l", [65])
        #expect(try files.read("/target") == [65])
    }
}
