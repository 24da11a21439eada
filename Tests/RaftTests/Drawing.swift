@testable import Raft

/// Members, messages and quorums as text, so that a data file can be read as a story.
enum Drawing {
    static func text(_ message: Message<Word>) -> String {
        let term = "term \(message.term)"
        switch message.body {
        case .requestVote(let last, let isPreVote, let isTransfer):
            let kind = isPreVote ? "would you vote for me?" : "vote for me!"
            return "\(term)  \(kind) I am at \(place(last))\(isTransfer ? ", by order" : "")"
        case .voteResponse(let isGranted, let isPreVote):
            return "\(term)  \(isGranted ? "yes" : "no")\(isPreVote ? ", I would" : "")"
                .replacing("no, I would", with: "no, I would not")
        case .append(let previous, let entries, let commit):
            let list = entries.isEmpty ? "nothing" : entries.map(text).joined(separator: " ")
            return "\(term)  after \(place(previous)): \(list); commit \(commit)"
        case .appendAccepted(let matched): return "\(term)  I have all up to \(matched)"
        case .appendRejected(let rejected, let hint):
            return "\(term)  I lack \(rejected); try after \(place(hint))"
        case .heartbeat(let commit, let round):
            return "\(term)  heartbeat, commit \(commit)\(round > 0 ? ", round \(round)" : "")"
        case .heartbeatResponse(let round):
            return "\(term)  heard\(round > 0 ? ", round \(round)" : "")"
        case .installSnapshot(let metadata):
            return "\(term)  snapshot of all up to \(place(metadata.position))"
        case .timeoutNow: return "\(term)  take over"
        case .propose(let payloads): return "\(term)  please propose \(payloads.count)"
        case .readIndex(let id): return "\(term)  index for read \(id.rawValue)?"
        case .readIndexResponse(let id, let index):
            return "\(term)  read \(id.rawValue) at \(index)"
        case .transferLeadership(let target): return "\(term)  let \(target) lead"
        }
    }

    static func place(_ position: Position) -> String { "\(position.index)@\(position.term)" }

    static func text(_ entry: Entry<Word>) -> String {
        switch entry.payload {
        case .noOperation: "\(entry.term):-"
        case .command(let word): "\(entry.term):\(word.text)"
        case .configuration(.addVoter(let node), _): "\(entry.term):+\(node)"
        case .configuration(.addLearner(let node), _): "\(entry.term):~\(node)"
        case .configuration(.remove(let node), _): "\(entry.term):\\\(node)"
        }
    }

    /// One line per member; the bar in the log stands behind what is committed.
    static func state(_ stage: Stage) -> String {
        stage.everyone.map { id in
            guard let node = stage.actors[id]?.node else { return "\(id) down" }
            var log = node.log.base.index > 0 ? "(..\(place(node.log.base))) " : ""
            for entry in node.log.entries {
                log += text(entry) + " "
                if entry.index == node.log.commitIndex { log += "| " }
            }
            let vote = node.vote.map(\.description) ?? "-"
            let role = pad(node.role.rawValue, 12)
            return
                "\(id) \(role) term \(node.term) vote \(vote) commit \(node.log.commitIndex)  \(log)"
                .trimmingSuffix()
        }.joined(separator: "\n")
    }

    /// What each member of the leader's group is known to have.
    static func quorum(_ node: RaftNode<Word>) -> String {
        var lines: [String] = []
        for id in node.membership.everyone {
            guard let progress = node.leadership.progress[id] else { continue }
            let count = Int(progress.match.rawValue)
            let bar = String(repeating: "#", count: count)
            let kind = node.membership.isVoter(id) ? "" : "  (learner)"
            let state = id == node.id ? "itself" : "\(progress.state)"
            lines.append("\(id) \(pad(bar, 14)) \(pad("\(count)", 3)) \(state)\(kind)")
        }
        let reached = node.membership.quorum.reached {
            node.leadership.progress[$0]?.match ?? 0
        }
        let needed = node.membership.quorum.size
        lines.append(
            "\(needed) of \(node.membership.voters.count) have \(reached ?? 0), "
                + "which is of term \(node.log.term(at: reached ?? 0) ?? 0): "
                + "commit \(node.log.commitIndex)")
        return lines.joined(separator: "\n")
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension String {
    func trimmingSuffix() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
