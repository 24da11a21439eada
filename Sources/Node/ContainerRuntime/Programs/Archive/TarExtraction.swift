import Simulation

/// `tar -x` and `tar -t`: the members that were asked for, listed or laid into the file system.
struct TarExtraction {
    private let call: Call
    private let options: TarOptions
    /// What a shell's `umask` is here.
    private static let mask: UInt16 = 0o022

    init(_ call: Call, _ options: TarOptions) { (self.call, self.options) = (call, options) }

    func run(_ contents: TarArchive.Contents) async throws -> Int32 {
        var failed = false
        func warn(_ text: String) async throws {
            failed = true
            try await call.flush()
            try await call.process.error.write("tar: \(text)\n")
        }
        if contents.isNoArchive { try await warn("This does not look like a tar archive") }
        let members = contents.archive.members.filter { isWanted($0.name) }
        if options.mode == .list {
            for member in members { try await list(member, isLong: options.isVerbose) }
        } else {
            for member in members {
                if options.isVerbose { try await list(member, isLong: false) }
                do { try await extract(member) } catch let failure as AppletFailure {
                    try await warn(failure.message)
                }
            }
            restoreTimes(of: members)
        }
        if contents.hasStrangeBlocks { try await warn("Skipping to next header") }
        for name in options.names
        where !contents.archive.members.contains(where: {
            Self.covers(name, $0.name)
        }) {
            try await warn("\(name): Not found in archive")
        }
        if contents.isTruncated, !contents.isNoArchive {
            throw TarProgram.Fatal(
                text: "tar: Unexpected EOF in archive\n" + TarProgram.Fatal.notRecoverable)
        }
        if failed { throw TarProgram.Fatal(text: TarProgram.delayedFailure) }
        return 0
    }

    private func isWanted(_ name: String) -> Bool {
        options.names.isEmpty || options.names.contains { Self.covers($0, name) }
    }

    /// A directory's name stands for all that is below it.
    private static func covers(_ wanted: String, _ name: String) -> Bool {
        let plain = wanted.hasSuffix("/") ? String(wanted.dropLast()) : wanted
        return name == plain || name.hasPrefix(plain + "/")
    }

    // MARK: - Listing

    private func list(_ member: TarArchive.Member, isLong: Bool) async throws {
        guard isLong else { return try await call.print(member.name) }
        try await call.print(
            "\(modes(member)) \(ownerAndSize(member)) \(time(member)) \(shownName(member))")
    }

    private func shownName(_ member: TarArchive.Member) -> String {
        if case .link(let target) = member.kind { return "\(member.name) -> \(target)" }
        return member.name
    }

    private func modes(_ member: TarArchive.Member) -> String {
        let kind: FileStatus.Kind
        switch member.kind {
        case .directory: kind = .directory
        case .link: kind = .link
        case .file, .unknown: kind = .file
        }
        return FileMode.shown(
            FileStatus(
                kind: kind, mode: member.mode, size: 0, modified: member.modified, user: 0,
                group: 0, inode: 0, links: 1))
    }

    /// Owner and size share nineteen columns, the size at their right end.
    private func ownerAndSize(_ member: TarArchive.Member) -> String {
        let user = member.userName.isEmpty ? String(member.user) : member.userName
        let group = member.groupName.isEmpty ? String(member.group) : member.groupName
        let owner = "\(user)/\(group)"
        let size = String(member.content.count)
        return owner + " " + size.rightAligned(18 - owner.utf8.count)
    }

    private func time(_ member: TarArchive.Member) -> String {
        TimeFormat.render(
            CivilTime(member.modified, secondsFromUTC: call.process.machine.secondsFromUTC),
            "%Y-%m-%d %H:%M")
    }

    // MARK: - Extracting

    private func extract(_ member: TarArchive.Member) async throws {
        let parts = member.name.split(separator: "/").dropFirst(options.stripped).map(String.init)
        guard !parts.isEmpty else { return }
        guard !parts.contains("..") else {
            throw AppletFailure("\(member.name): Member name contains '..'")
        }
        if options.toOutput {
            if member.kind == .file { try await call.write(member.content) }
            return
        }
        let path = call.tarPath("./" + parts.joined(separator: "/"), options)
        do throws(FileError) { try lay(member, at: path) } catch {
            throw AppletFailure("\(member.name): Cannot open: \(error.text)")
        }
    }

    private func lay(_ member: TarArchive.Member, at path: String) throws(FileError) {
        let files = call.files
        if !files.exists(Path.parent(path)) {
            try files.makeDirectory(Path.parent(path), withParents: true)
        }
        try call.process.checkWriteDirectory(of: path)
        let old = try? files.linkStat(path)
        if member.kind == .directory {
            if old?.kind != .directory { try files.makeDirectory(path) }
        } else if let old {
            // A file of that name is replaced, not written into: it may be a link to elsewhere.
            if old.kind == .directory { throw .isDirectory }
            try files.remove(path)
        }
        switch member.kind {
        case .directory: try files.setMode(path, mode(of: member))
        case .file: try files.write(path, member.content, mode: mode(of: member))
        case .link(let target): return try files.link(path, to: target)
        case .unknown: throw .invalid
        }
        try own(path, member)
        if !options.touches { try files.setModified(path, member.modified) }
    }

    private var isRoot: Bool { call.process.machine.user.id == 0 }

    private func mode(of member: TarArchive.Member) -> UInt16 {
        let keepsAll = isRoot && !options.appliesMask
        return keepsAll || options.keepsModes ? member.mode : member.mode & ~Self.mask
    }

    /// root gives files their owners back, by name if the machine knows it; others keep their own.
    private func own(_ path: String, _ member: TarArchive.Member) throws(FileError) {
        let process = call.process
        guard isRoot, options.keepsOwners else { return try FilePrograms.own(call, path) }
        let user = process.userID(member.userName) ?? member.user
        let group = process.groupID(member.groupName) ?? member.group
        if user != 0 || group != 0 { try call.files.setOwner(path, user: user, group: group) }
    }

    /// Files laid into a directory have changed its time; the innermost come first.
    private func restoreTimes(of members: [TarArchive.Member]) {
        for member in members.reversed() where member.kind == .directory && !options.toOutput {
            let parts = member.name.split(separator: "/").dropFirst(options.stripped)
            guard !parts.isEmpty else { continue }
            let path = call.tarPath("./" + parts.joined(separator: "/"), options)
            if !options.touches { try? call.files.setModified(path, member.modified) }
        }
    }
}
