package import Simulation

/// Gives pods their addresses: one block of 64 for each node, addresses taken in order.
///
/// Upstream: Calico's IPAM with its default block size of /26.
package final class IPAM: Sendable {
    package let pool: IPv4Block
    private struct State {
        var blocks: [String: IPv4Block] = [:]
        var used: Set<IPv4Address> = []
        /// Offset in its block of the address that each node gives out next.
        var next: [String: Int] = [:]
    }
    private let state: Confined<State>

    package init(_ simulation: Simulation, pool: IPv4Block) {
        self.pool = pool
        state = Confined(simulation, State())
    }

    /// Makes `block` the node's own; Calico chooses one by a hash, the cluster chooses it here.
    package func assign(_ block: IPv4Block, to node: String, firstOffset: Int = 1) {
        state.value.blocks[node] = block
        state.value.next[node] = firstOffset
    }

    package func block(of node: String) -> IPv4Block? { state.value.blocks[node] }

    /// The next free address of the node's block; nil when all are taken.
    package func allocate(on node: String) -> IPv4Address? {
        guard let block = state.value.blocks[node] else { return nil }
        let start = state.value.next[node] ?? 0
        for step in 0..<block.count {
            let offset = (start + step) % block.count
            let address = block[offset]
            if state.value.used.insert(address).inserted {
                state.value.next[node] = offset + 1
                return address
            }
        }
        return nil
    }

    package func release(_ address: IPv4Address) { state.value.used.remove(address) }
}
