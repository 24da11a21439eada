import API
import Simulation

/// Ages as kubectl shows them: `5s`, `2m3s`, `8m7s`, `3h15m`, `2d4h`, `6y`.
///
/// Upstream: kubernetes apimachinery/pkg/util/duration HumanDuration.
enum HumanDuration {
    static func text(seconds: Int) -> String {
        if seconds < -1 { return "<invalid>" }
        if seconds < 0 { return "0s" }
        if seconds < 120 { return "\(seconds)s" }
        let minutes = seconds / 60
        if minutes < 10 { return pair(minutes, "m", seconds % 60, "s") }
        if minutes < 180 { return "\(minutes)m" }
        let hours = seconds / 3600
        if hours < 8 { return pair(hours, "h", minutes % 60, "m") }
        if hours < 48 { return "\(hours)h" }
        let days = hours / 24
        if hours < 192 { return pair(days, "d", hours % 24, "h") }
        if days < 730 { return "\(days)d" }
        if days < 2920 { return pair(days / 365, "y", days % 365, "d") }
        return "\(days / 365)y"
    }

    /// How long ago the RFC 3339 time `text` was; `<unknown>` without one.
    static func since(_ text: String?, now: SimulatedInstant) -> String {
        guard let text, let time = CivilTime(rfc3339: text) else { return "<unknown>" }
        let seconds = time.instant.duration(to: now).components.seconds
        return Self.text(seconds: Int(seconds))
    }

    private static func pair(_ big: Int, _ bigUnit: String, _ small: Int, _ smallUnit: String)
        -> String
    {
        small == 0 ? "\(big)\(bigUnit)" : "\(big)\(bigUnit)\(small)\(smallUnit)"
    }
}

/// Times as `describe` writes them.
enum DescribeTime {
    /// `Sun, 22 Nov 2026 11:04:44 +0000` (RFC 1123 with a numeric zone).
    static func text(_ rfc3339: String?) -> String {
        guard let rfc3339, let time = CivilTime(rfc3339: rfc3339) else { return "<unset>" }
        let utc = CivilTime(time.instant)
        let date =
            "\(CivilTime.weekdayNames[utc.weekday]), \(padded(utc.day, 2)) "
            + "\(CivilTime.monthNames[utc.month - 1]) \(padded(utc.year, 4))"
        return date
            + " \(padded(utc.hour, 2)):\(padded(utc.minute, 2)):\(padded(utc.second, 2)) +0000"
    }
}
