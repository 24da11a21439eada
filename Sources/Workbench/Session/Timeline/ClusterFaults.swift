import Cluster
import Etcd
import Simulation

/// The faults of a cluster's own etcd, and what has become of its members since the cluster was
/// made.
final class ClusterFaults: EtcdFaults {
    private let simulation: Simulation
    private let group: EtcdGroup?
    private let record: Confined<Timeline>

    /// **Order**: before the cluster boots, so that the first election is seen.
    init(_ cluster: Cluster) {
        (simulation, group) = (cluster.simulation, cluster.etcdGroup)
        let simulation = cluster.simulation
        let record = Confined(simulation, Timeline(members: group?.names ?? []))
        self.record = record
        group?.observe { member, event in
            let standing = Timeline.Standing(event, record.value.standing(of: member))
            record.value.note(.member(member, standing), at: simulation.now)
        }
    }

    var members: [String] { group?.names ?? [] }
    var timeline: Timeline { record.value }

    func partition(_ groups: [[String]]) {
        group?.heal()
        for (index, side) in groups.enumerated() {
            for (other, far) in groups.enumerated() where other != index {
                for source in side { for target in far { group?.cut(from: source, to: target) } }
            }
        }
        let sides = groups.map { $0.joined(separator: " ") }
        note("partition " + sides.joined(separator: " | "))
    }

    func cut(from source: String, to target: String) {
        group?.cut(from: source, to: target)
        note("nothing of \(source) reaches \(target)")
    }

    func heal() {
        group?.heal()
        note("heal")
    }

    func crash(_ member: String) -> Bool {
        guard let group, group.member(member)?.isRunning == true else { return false }
        note("crash \(member)")
        group.crash(member)
        return true
    }

    func restart(_ member: String) -> Bool {
        guard let group, group.member(member)?.isRunning == false else { return false }
        note("restart \(member)")
        return (try? group.start(member)) != nil
    }

    private func note(_ fault: String) { record.value.note(.fault(fault), at: simulation.now) }
}

extension Timeline {
    fileprivate func standing(of member: String) -> Standing? { turns.last?.standings[member] }
}

extension Timeline.Standing {
    /// Where a member stands after `event`; a dead one's log is as it was.
    fileprivate init(_ event: EtcdGroup.Event, _ before: Self?) {
        switch event {
        case .news(let news):
            let standing = news.standing
            let role: Role =
                switch standing.role {
                case .leader: .leader
                case .follower: .follower
                case .candidate: .candidate
                }
            self.init(
                role, term: standing.term, last: standing.lastIndex,
                committed: standing.commitIndex)
        case .death:
            self.init(
                .down, term: before?.term ?? 0, last: before?.last ?? 0,
                committed: before?.committed ?? 0)
        }
    }
}
