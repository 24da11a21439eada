import Raft

/// What goes wrong, and how it ends.
extension Swarm {
    mutating func misfortune() {
        guard let node = nodes.randomElement(using: &lot),
            let other = nodes.randomElement(using: &lot)
        else { return }
        // Half of the time something becomes whole again.
        if chance(percent: 25) { return restart(node) }
        if chance(percent: 33) {
            tell("the network is whole")
            return network.heal()
        }
        let leader = nodes.first { members[$0]?.node?.role == .leader } ?? node
        switch plan.misfortunes.randomElement(using: &lot) {
        case .crash: crash(node)
        case .crashLeader: crash(leader)
        case .reboot:
            crash(node)
            // It comes back before anybody has missed it.
            events.plan(.restart(node), at: now + random(1...50))
        case .cutOff: part([node])
        case .cutLeaderOff: part([leader])
        case .partition: part(Set(nodes.filter { _ in chance(percent: 50) }))
        case .cutOneWay:
            tell("\(other) no longer hears \(node)")
            network.cutOneWay(from: node, to: other)
        case .transfer:
            tell("\(node) is to lead")
            members[leader]?.node?.transferLeadership(to: node)
            pump(leader)
        case .leap: leap(node)
        case .changeMembership: changeMembership(node, leader)
        case nil: break
        }
    }

    private mutating func part(_ group: Set<NodeID>) {
        tell("cut off: \(group.sorted())")
        network.partition(group, of: nodes)
    }

    mutating func crash(_ id: NodeID) {
        guard let member = members[id], member.node != nil else { return }
        let kept = random(0...(member.disk.pending?.recordCount ?? 0))
        tell("\(id) crashes; \(kept) records of its last write are there")
        members[id]?.crash(keeping: kept)
        if plan.sabotage == .lostFlush { members[id]?.disk.loseUnflushed() }
        if plan.sabotage == .forgottenVote { members[id]?.disk.forgetVote() }
    }

    /// Time jumps for one member: it believes that it has heard nobody for long.
    private mutating func leap(_ id: NodeID) {
        tell("the clock of \(id) leaps")
        for _ in 0..<random(10...30) { members[id]?.node?.tick() }
        pump(id)
    }

    mutating func restart(_ id: NodeID) {
        guard let member = members[id], member.node == nil else { return }
        tell("\(id) starts")
        let founders = Array(nodes.prefix(plan.founders))
        members[id]?.start(
            founders: founders.contains(id) ? founders : [], seed: lot.next(),
            settings: plan.settings)
        pump(id)
    }

    private mutating func changeMembership(_ node: NodeID, _ leader: NodeID) {
        guard let membership = members[leader]?.node?.membership else { return }
        let change: ConfigurationChange
        if membership.learners.contains(node) {
            change = .addVoter(node)
        } else if !membership.isVoter(node) {
            change = chance(percent: 70) ? .addLearner(node) : .addVoter(node)
        } else if membership.voters.count > 2 {
            // One of two cannot be removed safely: see `Membership`.
            change = .remove(node)
        } else {
            return
        }
        let outcome = members[leader]?.node?.propose(change)
        tell("\(leader) proposes \(change): \(outcome.map { "\($0)" } ?? "it is down")")
        pump(leader)
    }

    mutating func calm() {
        tell("calm")
        isCalm = true
        events.plan(.inspect, at: now + 200)
        network.heal()
        for node in nodes { restart(node) }
    }

    /// In the end: does the group agree, and was it all true?
    func verdict() -> String? {
        if let disagreement = disagreement() { return "convergence: \(disagreement)" }
        for register in 0..<plan.registers
        where !LinearizabilityChecker(history.judged(register: register)).isLinearizable() {
            return "linearizability: the history of register \(register) is impossible"
        }
        return nil
    }

    /// Of those who lead, or believe so, the one of the newest term.
    var newestLeader: RaftNode<RegisterCommand>? {
        nodes.compactMap { members[$0]?.node }.filter { $0.role == .leader }
            .max { $0.term < $1.term }
    }

    /// Why the members are not of one mind yet; nil if they are, and serve their clients.
    func disagreement() -> String? {
        guard let leader = newestLeader else { return "nobody leads" }
        if answeredInCalm < 3 { return "only \(answeredInCalm) requests were answered" }
        for id in leader.membership.everyone {
            guard let member = members[id], let node = member.node else { continue }
            if node.term != leader.term { return "\(id) is in term \(node.term)" }
            // The last messages may still be on their way.
            if leader.log.commitIndex - member.appliedIndex > 5 {
                return "\(id) is at \(member.appliedIndex) of \(leader.log.lastIndex)"
            }
        }
        return nil
    }
}
