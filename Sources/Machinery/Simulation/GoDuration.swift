/// Durations as Go writes them: `1h2m3.5s`, `300ms`, `0`.
package enum GoDuration {
    private static let units: [(suffix: String, nanoseconds: Double)] = [
        ("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 6e10), ("h", 3.6e12),
    ]

    /// Nil if `text` is no duration, or one of more than 292 years.
    package static func parse(_ text: String) -> Duration? {
        var rest = text[...]
        let isNegative = rest.hasPrefix("-")
        if isNegative || rest.hasPrefix("+") { rest = rest.dropFirst() }
        if rest == "0" { return .zero }
        guard !rest.isEmpty else { return nil }
        var total = 0.0
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let value = Double(number) else { return nil }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
            guard let scale = units.first(where: { $0.suffix == unit })?.nanoseconds else {
                return nil
            }
            total += value * scale
            rest = rest.dropFirst(unit.count)
        }
        guard total < 9.2e18 else { return nil }
        return .nanoseconds(Int64(isNegative ? -total : total))
    }

    /// To the millisecond: `1.234s`, `87ms`, `1m2.5s`.
    package static func text(_ duration: Duration) -> String {
        let milliseconds = duration.nanoseconds / 1_000_000
        if milliseconds < 1000 { return milliseconds == 0 ? "0s" : "\(milliseconds)ms" }
        let (minutes, rest) = (milliseconds / 60_000, milliseconds % 60_000)
        var seconds = String(rest / 1000)
        if rest % 1000 != 0 {
            var fraction = String(String(rest % 1000 + 1000).dropFirst())
            while fraction.hasSuffix("0") { fraction.removeLast() }
            seconds += "." + fraction
        }
        if minutes == 0 { return seconds + "s" }
        if minutes < 60 { return "\(minutes)m\(seconds)s" }
        return "\(minutes / 60)h\(minutes % 60)m\(seconds)s"
    }
}
