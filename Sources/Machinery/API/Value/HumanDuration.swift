package import Simulation

/// A length of time in the short form of the AGE column: `45s`, `3m20s`, `19h`, `2d3h`.
///
/// Upstream: kubernetes apimachinery/pkg/util/duration/duration.go HumanDuration.
package enum HumanDuration {
    /// Two seconds of deviation between clocks are tolerated; beyond that the time is `<invalid>`.
    package static func text(_ duration: Duration) -> String {
        let seconds = Int(duration.nanoseconds / 1_000_000_000)
        if seconds < -1 { return "<invalid>" }
        if seconds < 120 { return "\(max(seconds, 0))s" }
        let minutes = seconds / 60
        if minutes < 10 { return joined(minutes, "m", seconds % 60, "s") }
        if minutes < 180 { return "\(minutes)m" }
        let hours = minutes / 60
        if hours < 8 { return joined(hours, "h", minutes % 60, "m") }
        if hours < 48 { return "\(hours)h" }
        let days = hours / 24
        if hours < 24 * 8 { return joined(days, "d", hours % 24, "h") }
        if hours < 24 * 365 * 2 { return "\(days)d" }
        if hours < 24 * 365 * 8 { return joined(days / 365, "y", days % 365, "d") }
        return "\(days / 365)y"
    }

    /// The time from `timestamp` (RFC 3339) to `now`; `<unknown>` for none or an unreadable one.
    package static func since(_ timestamp: String?, _ now: SimulatedInstant) -> String {
        guard let timestamp, let time = CivilTime(rfc3339: timestamp) else { return "<unknown>" }
        return text(time.instant.duration(to: now))
    }

    private static func joined(_ large: Int, _ unit: String, _ small: Int, _ part: String) -> String
    {
        small == 0 ? "\(large)\(unit)" : "\(large)\(unit)\(small)\(part)"
    }
}
