import Raft

/// Which member can be heard by which.
struct SwarmNetwork {
    private struct Link: Hashable {
        var from: NodeID
        var to: NodeID
    }
    private var cut: Set<Link> = []

    func carries(from: NodeID, to: NodeID) -> Bool { !cut.contains(Link(from: from, to: to)) }

    mutating func cutOneWay(from: NodeID, to: NodeID) { cut.insert(Link(from: from, to: to)) }

    /// Separates `group` from all the others.
    mutating func partition(_ group: Set<NodeID>, of nodes: [NodeID]) {
        cut = []
        for from in nodes {
            for to in nodes where group.contains(from) != group.contains(to) {
                cutOneWay(from: from, to: to)
            }
        }
    }

    mutating func heal() { cut = [] }
}
