import Etcd
import Simulation

/// `etcdctl lock NAME`: waits for its turn, prints its key, and has the lock until interrupted.
///
/// Upstream: etcd etcdctl/ctlv3/command/lock_command.go.
///
/// Differs: no command to execute while the lock is held.
@Sendable
func lock(_ session: Session) async throws(Exit) {
    guard let name = session.arguments.first else {
        throw Exit(
            .badArguments, "lock takes a lock name argument and an optional command to execute")
    }
    guard session.arguments.count == 1 else {
        throw Exit(.error, "a command to execute under a lock is not supported by Kubarium")
    }
    let store = try await session.connect("KV/Txn")
    try await hold(session, store, name, value: "", timeToLive: session.flags.integer("ttl"))
}

/// `etcdctl elect NAME PROPOSAL` leads until interrupted; `elect -l NAME` prints who leads.
///
/// Upstream: etcd etcdctl/ctlv3/command/elect_command.go.
@Sendable
func elect(_ session: Session) async throws(Exit) {
    guard (1...2).contains(session.arguments.count) else {
        throw Exit(
            .badArguments,
            "elect takes one election name argument and an optional proposal argument")
    }
    let store = try await session.connect("KV/Txn")
    if session.flags.bool("listen") {
        try await observe(session, store, session.arguments[0])
        return
    }
    guard session.arguments.count == 2 else {
        throw Exit(.badArguments, "no proposal argument but -l not set")
    }
    // Upstream: etcd client/v3/concurrency/session.go `defaultSessionTTL`.
    try await hold(
        session, store, session.arguments[0], value: session.arguments[1], timeToLive: 60)
}

/// Waits for the turn, shows it, and keeps it until the task is cancelled.
private func hold(
    _ session: Session, _ store: any EtcdService, _ name: String, value: String,
    timeToLive: Int64
) async throws(Exit) {
    let contest: Contest
    do {
        contest = try await Contest(name, value: value, timeToLive: timeToLive, store: store)
    } catch { throw Exit(.error, error.description) }
    let simulation = session.simulation
    let renewal = simulation.spawn("etcdctl lease") {
        try? await contest.stayInQueue(simulation)
    }
    defer { renewal.cancel() }
    let failure = await showTurn(contest, session)
    await contest.leave(simulation)
    if let failure { throw failure }
}

/// Nil when interrupted while it has the turn, which is how it is meant to end.
private func showTurn(_ contest: Contest, _ session: Session) async -> Exit? {
    do throws(EtcdError) {
        try await contest.waitForTurn()
        let own = try await contest.store.range(RangeRequest(.key(contest.key)))
        guard let keyValue = own.keyValues.first else {
            return Exit(.error, "lock lost on init")
        }
        do throws(Exit) { try await session.print(keyValue.simple()) } catch { return error }
        let watch = try await contest.store.watch(WatchRequest(.key(contest.key)))
        defer { watch.cancel() }
        while let events = try await watch.next() {
            if events.contains(where: { $0.kind == .delete }) {
                return Exit(.error, "session expired")
            }
        }
        return nil
    } catch {
        return error == .cancelled ? nil : Exit(.error, error.description)
    }
}

/// Prints the oldest key of the election, and whatever becomes it.
private func observe(
    _ session: Session, _ store: any EtcdService, _ name: String
) async throws(Exit) {
    let range = KeyRange.prefix(Key(name + "/"))
    var shown: Int64 = 0
    while true {
        let found: RangeResponse
        do {
            var request = RangeRequest(range)
            (request.sortTarget, request.sortOrder, request.limit) = (.create, .ascend, 1)
            found = try await store.range(request)
        } catch { throw ended(error) }
        if let leader = found.keyValues.first, leader.modRevision != shown {
            shown = leader.modRevision
            try await session.print(leader.simple())
        }
        do { try await waitForChange(of: range, after: found.revision, store) } catch {
            throw ended(error)
        }
    }
}

private func waitForChange(
    of range: KeyRange, after revision: Int64, _ store: any EtcdService
) async throws(EtcdError) {
    var request = WatchRequest(range)
    request.startRevision = revision + 1
    let watch = try await store.watch(request)
    defer { watch.cancel() }
    _ = try await watch.next()
}

private func ended(_ error: EtcdError) -> Exit {
    error == .cancelled ? Exit(.cancelled, lines: "") : Exit(.error, error.description)
}
