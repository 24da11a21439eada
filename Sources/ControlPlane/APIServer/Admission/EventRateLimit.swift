import API
import Simulation

/// Keeps a component that has lost its mind from filling etcd with Events. Off by default.
///
/// A bucket of tokens for the whole server and one for each namespace; each Event takes a token
/// from both, and tokens come back with time.
///
/// Upstream: kubernetes plugin/pkg/admission/eventratelimit.
///
/// Differs: the limits are fixed (`APIServerDefaults`); upstream reads them from a file and also
/// knows limits by user and by source.
final class EventRateLimit: AdmissionPlugin {
    let name = "EventRateLimit"
    /// **Shape**: namespace, or "" for the server, to its bucket.
    private let buckets: Confined<[String: TokenBucket]>

    init(_ simulation: Simulation) { buckets = Confined(simulation, [:]) }

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.resource.resource == "events", !request.isDryRun,
            request.operation == .create || request.operation == .update
        else { return }
        let limits = [
            ("", APIServerDefaults.serverEventsPerSecond, "limit reached on type Server"),
            (
                request.namespace, APIServerDefaults.namespaceEventsPerSecond,
                "limit reached on type Namespace for key \(request.namespace)"
            ),
        ]
        for (key, rate, text) in limits where !take(key, rate: rate, now: request.now) {
            throw .tooManyRequests(text, retryAfterSeconds: 1)
        }
    }

    private func take(_ key: String, rate: Int, now: SimulatedInstant) -> Bool {
        if buckets.value.count > APIServerDefaults.eventBucketsMax { buckets.value = [:] }
        var bucket =
            buckets.value[key] ?? TokenBucket(rate: rate, burst: 2 * rate, now: now)
        defer { buckets.value[key] = bucket }
        return bucket.take(now: now)
    }
}

/// Tokens that come back at a steady rate, up to a burst.
struct TokenBucket: Sendable {
    private let rate: Int
    private let burst: Int
    /// Thousandths of a token.
    private var milliTokens: Int
    private var last: SimulatedInstant

    init(rate: Int, burst: Int, now: SimulatedInstant) {
        (self.rate, self.burst, last) = (rate, burst, now)
        milliTokens = burst * 1000
    }

    /// False if there is no token left.
    mutating func take(now: SimulatedInstant) -> Bool {
        let millis = Int(
            now.nanosecondsSinceEpoch / 1_000_000 - last.nanosecondsSinceEpoch / 1_000_000)
        last = now
        let gained = min(millis, 3_600_000) * rate
        milliTokens = min(burst * 1000, milliTokens + gained)
        guard milliTokens >= 1000 else { return false }
        milliTokens -= 1000
        return true
    }
}
