/// How a group finds its leader (Raft §5.2, §5.4.1; dissertation §3.10, §6.2, §9.6).
///
/// A member whose patience is over asks first whether it could win (pre-vote), so that one that
/// was cut off does not come back with a high term and disturb everybody. Only if a majority would
/// vote for it does it begin a new term and ask in earnest.
extension RaftNode {
    /// Whether this member may stand for election.
    ///
    /// A committed change of the group that is not applied yet could mean that it counts the
    /// wrong votes.
    var canCampaign: Bool {
        guard role != .leader, membership.isVoter(id), restored == nil else { return false }
        return !log.entries(after: log.appliedIndex, upTo: log.commitIndex)
            .contains(where: \.isConfigurationChange)
    }

    /// Stands for election at once, as a member does that knows to be alone.
    package mutating func campaign() {
        if canCampaign { campaign(isPreVote: true) }
    }

    mutating func campaign(isPreVote: Bool, isTransfer: Bool = false) {
        events.append(.startedElection(term, isPreVote: isPreVote))
        let asked = term.next
        if isPreVote {
            // Neither term nor vote change: nothing has happened yet.
            enter(term, .preCandidate)
            setLeader(nil)
        } else {
            enter(asked, .candidate)
            setLeader(nil)
            vote = id
        }
        for peer in membership.voters where peer != id {
            send(
                .requestVote(last: log.last, isPreVote: isPreVote, isTransfer: isTransfer),
                to: peer, term: asked)
        }
        count(true, from: id, isPreVote: isPreVote)
    }

    /// The leader asked this member to take over: no pre-vote, for all should vote now.
    mutating func takeOver() {
        if canCampaign { campaign(isPreVote: false, isTransfer: true) }
    }

    /// Whether this member has heard of its leader within the shortest patience of all.
    ///
    /// While that is so for a majority, nobody else can be elected, and the leader can rely on
    /// it for as long (check-quorum; dissertation §6.2).
    var isLeaderAlive: Bool { leader != nil && electionElapsed < settings.electionTicks }

    // MARK: - Voting

    /// RequestVote, receiver's side (Raft figure 2).
    ///
    /// A learner votes if it is asked: who asks knows of its promotion, and it may not yet.
    mutating func answerVoteRequest(
        _ message: Message<Command>, last: Position, isPreVote: Bool
    ) {
        let candidate = message.from
        let isFree = vote == candidate || (vote == nil && leader == nil)
        let mayVote = isFree || (isPreVote && message.term > term)
        guard mayVote, last >= log.last else {
            events.append(.refused(candidate, term, isPreVote: isPreVote))
            send(.voteResponse(isGranted: false, isPreVote: isPreVote), to: candidate)
            return
        }
        events.append(.voted(for: candidate, message.term, isPreVote: isPreVote))
        send(
            .voteResponse(isGranted: true, isPreVote: isPreVote), to: candidate,
            term: message.term)
        if !isPreVote {
            vote = candidate
            electionElapsed = 0
        }
    }

    /// Counts a vote, and acts on the outcome.
    mutating func count(_ isGranted: Bool, from voter: NodeID, isPreVote: Bool) {
        guard role == (isPreVote ? .preCandidate : .candidate) else { return }
        if voter != id {
            events.append(
                .receivedVote(from: voter, isGranted: isGranted, isPreVote: isPreVote))
        }
        // The first answer counts: a repeated message is no second vote.
        if votes[voter] == nil { votes[voter] = isGranted }
        switch membership.quorum.verdict(votes) {
        case .won where isPreVote: campaign(isPreVote: false)
        case .won: becomeLeader()
        case .lost: becomeFollower(term: term, leader: nil)
        case .open: break
        }
    }

    private mutating func becomeLeader() {
        enter(term, .leader)
        setLeader(id)
        for member in membership.everyone {
            leadership.progress[member] = Progress(next: log.lastIndex.next)
        }
        leadership.progress[id]?.match = log.stableIndex
        // One of the entries of earlier terms may be a change of the group.
        leadership.pendingChange = log.lastIndex
        append([.noOperation])
    }

    // MARK: - Staying leader

    /// A leader that does not hear a majority for as long as an election takes steps down: there
    /// may be another one, and its clients should look for it (dissertation §6.2).
    mutating func checkQuorum() {
        let active = membership.voters.count { voter in
            voter == id || leadership.progress[voter]?.isActive == true
        }
        for member in leadership.progress.keys { leadership.progress[member]?.isActive = false }
        if active < membership.quorum.size {
            events.append(.quorumLost(term))
            becomeFollower(term: term, leader: nil)
        }
    }
}
