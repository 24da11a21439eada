/// The files of the machine on which etcdctl runs.
package protocol EtcdctlFiles: Sendable {
    func read(_ path: String) throws(EtcdctlFileError) -> [UInt8]
    /// Replaces what is there.
    func write(_ bytes: [UInt8], to path: String) throws(EtcdctlFileError)
    func remove(_ path: String) throws(EtcdctlFileError)
}

/// Why a file could not be used.
package struct EtcdctlFileError: Error, Sendable {
    /// In the operating system's words: `no such file or directory`.
    package var reason: String

    package init(reason: String) { self.reason = reason }
}
