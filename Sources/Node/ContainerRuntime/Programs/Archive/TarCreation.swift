import Encoding
import Simulation

/// `tar -c`: files and directories of the command line as an archive.
struct TarCreation {
    private let call: Call
    private let options: TarOptions
    private static let depthMax = 60

    init(_ call: Call, _ options: TarOptions) { (self.call, self.options) = (call, options) }

    func run() async throws -> Int32 {
        if let name = options.foreignCompressor {
            throw TarProgram.Fatal(
                text: "tar (child): \(name): Cannot exec: No such file or directory\n"
                    + "tar (child): Error is not recoverable: exiting now\n"
                    + TarProgram.Fatal.notRecoverable)
        }
        var archive = TarArchive()
        var failed = false
        for name in options.names {
            do throws(AppletFailure) { try add(name, to: &archive, depth: 0) } catch {
                failed = true
                try await call.process.error.write("tar: \(error.message)\n")
            }
        }
        if options.names.contains(where: { $0.hasPrefix("/") }) {
            try await call.process.error.write("tar: Removing leading `/' from member names\n")
        }
        try await write(archive)
        if failed { throw TarProgram.Fatal(text: TarProgram.delayedFailure) }
        return 0
    }

    private func write(_ archive: TarArchive) async throws {
        let bytes = options.isGzip ? Gzip.compress(archive.bytes) : archive.bytes
        let names = archive.members.map { $0.name + "\n" }.joined()
        if options.file == "-" {
            guard !call.process.streams.isOutputTerminal else {
                throw TarProgram.Fatal(
                    text: "tar: Refusing to write archive contents to terminal "
                        + "(missing -f option?)\n" + TarProgram.Fatal.notRecoverable)
            }
            try await call.write(bytes)
            // Standard output is the archive; the names must go elsewhere.
            if options.isVerbose { try await call.process.error.write(names) }
            return
        }
        do throws(FileError) {
            let path = call.process.resolve(options.file)
            try call.process.checkWrite(path)
            try call.files.write(path, bytes)
        } catch {
            throw TarProgram.Fatal(
                text: "tar: \(options.file): Cannot open: \(error.text)\n"
                    + TarProgram.Fatal.notRecoverable)
        }
        if options.isVerbose { try await call.write(names.utf8) }
    }

    private func add(
        _ name: String, to archive: inout TarArchive, depth: Int
    ) throws(AppletFailure) {
        let path = call.tarPath(name, options)
        let status: FileStatus
        var content: [UInt8] = []
        var kind = TarArchive.Member.Kind.file
        do throws(FileError) {
            status = try call.files.linkStat(path)
        } catch { throw AppletFailure("\(name): Cannot stat: \(error.text)") }
        do throws(FileError) {
            switch status.kind {
            case .file: content = try call.process.readFile(path)
            case .directory: kind = .directory
            case .link: kind = .link(target: try call.files.readLink(path))
            case .device: throw .invalid
            }
        } catch { throw AppletFailure("\(name): Cannot open: \(error.text)") }
        var stored = String(name.drop { $0 == "/" })
        if kind == .directory, !stored.hasSuffix("/") { stored += "/" }
        guard TarArchive.fits(stored), depth < Self.depthMax else {
            throw AppletFailure("\(stored): file name is too long (cannot be split); not dumped")
        }
        var member = TarArchive.Member(
            name: stored, kind: kind, content: content, mode: status.mode,
            modified: status.modified, user: status.user, group: status.group)
        let (user, group) = (
            call.process.userName(status.user), call.process.groupName(status.group)
        )
        member.userName = user == String(status.user) ? "" : user
        member.groupName = group == String(status.group) ? "" : group
        archive.members.append(member)
        guard kind == .directory else { return }
        for entry in (try? call.files.list(path)) ?? [] {
            try add(Path.join(name, entry), to: &archive, depth: depth + 1)
        }
    }
}
