package import Simulation

/// What a data directory remembers of the world that used it last.
package struct DataDirectoryHistory: Sendable, Hashable {
    /// When its newest commit was made, by the cluster's clock.
    package var newest: SimulatedInstant
    /// How often etcd has been started on it.
    package var starts: Int
}

extension EtcdProcess {
    /// The history of `directory`; nil if nothing was ever written there.
    ///
    /// Asked before there is a world: its clock must not begin before what the directory holds.
    ///
    /// **Throws** `.disk` with a sentence if the directory cannot be used or is damaged.
    package static func history(of directory: String) throws(EtcdError) -> DataDirectoryHistory? {
        let members = MemberFile.members(below: directory)
        if !members.isEmpty { return try groupHistory(of: members, below: directory) }
        guard sizeOfFile(directory + "/etcd.db") != nil else { return nil }
        let disk = try SQLiteDisk(directory: directory)
        defer { disk.close() }
        let header = try disk.validContents(now: SimulatedInstant(nanosecondsSinceEpoch: 0)).header
        guard header.revision > 1 else { return nil }
        return DataDirectoryHistory(newest: header.instant, starts: Int(header.raftTerm) - 1)
    }

    /// The newest that any member knows.
    ///
    /// **Throws** `.disk`, too, if one of them has lost its directory: it would not know any more
    /// whom it voted for, and what it acknowledged.
    private static func groupHistory(
        of names: [String], below directory: String
    ) throws(EtcdError) -> DataDirectoryHistory? {
        var newest: DataDirectoryHistory?
        for name in names {
            let here = DiskOrigin(seed: 0, start: SimulatedInstant(nanosecondsSinceEpoch: 0))
            let file = try MemberFile("\(directory)/\(name)", members: names.count, origin: here)
            defer { file.close() }
            let header = try file.load().header
            guard header.starts > 0 else { continue }
            guard header.members == names.count else {
                throw .disk(
                    "etcd: \(directory) has the data of \(names.count) of \(header.members) "
                        + "members: one that has lost its data cannot go on as the same")
            }
            newest = DataDirectoryHistory(
                newest: max(newest?.newest ?? header.instant, header.instant),
                starts: max(newest?.starts ?? 0, Int(header.starts)))
        }
        return newest
    }
}

extension EtcdProcess {
    /// Whether a member that is alone has its data right in `directory`.
    package static func holdsSingleMember(_ directory: String) -> Bool {
        sizeOfFile(directory + "/etcd.db") != nil
    }
}

extension SQLiteDisk {
    /// What the directory holds, after a look at whether it makes a store.
    ///
    /// **Throws** `.disk` with a sentence, and closes the disk, if it is damaged.
    func validContents(now: SimulatedInstant) throws(EtcdError) -> DiskContents {
        do {
            let contents = try load()
            _ = try MVCCStore(restoring: contents, now: now)
            return contents
        } catch {
            close()
            guard case .disk(let why) = error, !why.hasPrefix("etcd: ") else { throw error }
            throw .disk("etcd: the data in \(directory) is damaged: \(why)")
        }
    }
}
