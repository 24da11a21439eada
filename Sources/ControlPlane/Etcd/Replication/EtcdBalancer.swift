package import Simulation

/// A client of several members: it stays with one while that one is of use, else tries the next.
///
/// Differs: etcd's client library takes the endpoints in turn; this one moves on only when a member
/// cannot be reached, has died, or has had no leader for as long as a request may take. So the API
/// server finds the majority of a parted cluster by itself, after a few requests that took long.
///
/// A read that a member could not answer is asked of the next one; a write is not, since the group
/// may still carry it out.
///
/// Upstream: etcd client/v3/retry.go `isSafeRetryImmutableRPC`.
package final class EtcdBalancer: ProcessBacked {
    private let members: [EtcdMember]
    /// Whether the client's machine reaches a member's.
    private let reaches: @Sendable (EtcdMember) -> Bool
    private let current: Confined<Int>

    /// **Order**: `members` as they are to be tried; at least one.
    package init(
        _ simulation: Simulation, _ members: [EtcdMember],
        reaches: @escaping @Sendable (EtcdMember) -> Bool
    ) {
        precondition(!members.isEmpty, "a client needs a member to speak to")
        (self.members, self.reaches) = (members, reaches)
        current = Confined(simulation, 0)
    }

    package func range(_ request: RangeRequest) async throws(EtcdError) -> RangeResponse {
        for _ in members.dropFirst() {
            do { return try await ask(request) } catch { if !error.isOfMember { throw error } }
        }
        return try await ask(request)
    }

    private func ask(_ request: RangeRequest) async throws(EtcdError) -> RangeResponse {
        try await call { process throws(EtcdError) in try await process.range(request, by: caller) }
    }

    func call<Response>(
        _ body: (EtcdProcess) async throws(EtcdError) -> Response
    ) async throws(EtcdError) -> Response {
        let member = pick()
        do { return try await member.call(body) } catch {
            if error.isOfMember { moveOn(from: member) }
            throw error
        }
    }

    /// The member of the last request, or the next one that runs and can be reached.
    private func pick() -> EtcdMember {
        for offset in members.indices {
            let index = (current.value + offset) % members.count
            if members[index].isRunning, reaches(members[index]) {
                current.value = index
                return members[index]
            }
        }
        return members[current.value]
    }

    private func moveOn(from member: EtcdMember) {
        guard members[current.value] === member else { return }
        current.value = (current.value + 1) % members.count
    }
}

extension EtcdError {
    /// Whether another member may do better.
    fileprivate var isOfMember: Bool {
        switch self {
        case .requestTimedOut, .unavailable, .leaderChanged, .stopped, .unreachable, .timeout: true
        default: false
        }
    }
}
