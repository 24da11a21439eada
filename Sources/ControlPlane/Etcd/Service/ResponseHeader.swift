/// The numbers at the head of every answer of etcd.
package struct ResponseHeader: Sendable, Hashable {
    package var clusterID: UInt64
    /// Who answered.
    package var memberID: UInt64
    /// The store's revision when it answered.
    package var revision: Int64
    package var raftTerm: UInt64

    /// The answers within a transaction's carry a revision and nothing else.
    package init(
        clusterID: UInt64 = 0, memberID: UInt64 = 0, revision: Int64, raftTerm: UInt64 = 0
    ) {
        (self.clusterID, self.memberID) = (clusterID, memberID)
        (self.revision, self.raftTerm) = (revision, raftTerm)
    }
}
