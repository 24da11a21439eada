import Simulation

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
