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
        guard sizeOfFile(directory + "/etcd.db") != nil else { return nil }
        let disk = try SQLiteDisk(directory: directory)
        defer { disk.close() }
        let header = try disk.validContents(now: SimulatedInstant(nanosecondsSinceEpoch: 0)).header
        guard header.revision > 1 else { return nil }
        return DataDirectoryHistory(newest: header.instant, starts: Int(header.raftTerm) - 1)
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
