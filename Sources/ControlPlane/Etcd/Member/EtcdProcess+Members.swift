import Simulation

extension EtcdProcess {
    func memberList(isLinearizable: Bool) async throws(EtcdError) -> MemberList {
        try await settle()
        return MemberList(header: header, members: machine.members.all)
    }

    func changeMembership(
        _ change: MembershipChange, by caller: EtcdCaller
    ) async throws(EtcdError) -> MemberList {
        try await checkAdministrator(caller)
        let answer = try await propose(try action(for: change), by: try author(caller))
        guard case .member(let member) = answer else {
            preconditionFailure("a change of members is answered by the member")
        }
        return MemberList(header: header, members: machine.members.all, changed: member)
    }

    private func action(
        for change: MembershipChange
    ) throws(EtcdError) -> EtcdCommand.Action {
        switch change {
        case .add(let peerURLs, let isLearner):
            guard !peerURLs.isEmpty else { throw .badMemberURLs }
            // The time makes a member that comes back another one.
            let id = EtcdConfiguration.memberID(
                peerURLs: peerURLs, clusterToken: configuration.clusterToken,
                seconds: simulation.now.secondsSinceEpoch)
            return .addMember(
                StoreMember(
                    id: id, name: "", peerURLs: peerURLs.sorted(), clientURLs: [],
                    isLearner: isLearner))
        case .promote(let id): return .promoteMember(id)
        case .remove(let id): return .removeMember(id)
        case .update(let id, let peerURLs): return .updateMember(id, peerURLs: peerURLs)
        }
    }
}
