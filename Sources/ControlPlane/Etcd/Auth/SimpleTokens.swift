import Simulation

/// The tokens that were handed out for passwords, each good for some minutes after its last use.
///
/// Each member keeps its own table: all hear of a new token through the log, but when one was last
/// used is known only where it was.
///
/// Upstream: etcd server/auth/simple_token.go.
struct SimpleTokens: Sendable {
    private struct Entry {
        var user: String
        var expiry: SimulatedInstant
    }

    private var entries: [String: Entry] = [:]

    mutating func add(_ token: String, of user: String, now: SimulatedInstant) {
        entries = entries.filter { $0.value.expiry > now }
        entries[token] = Entry(user: user, expiry: now.advanced(by: Defaults.tokenLifetime))
    }

    /// Whose token it is, if it is still good; it is used by that.
    mutating func user(of token: String, now: SimulatedInstant) -> String? {
        guard let entry = entries[token], entry.expiry > now else { return nil }
        entries[token]?.expiry = now.advanced(by: Defaults.tokenLifetime)
        return entry.user
    }

    mutating func removeAll(of user: String) { entries = entries.filter { $0.value.user != user } }

    mutating func removeAll() { entries = [:] }
}
