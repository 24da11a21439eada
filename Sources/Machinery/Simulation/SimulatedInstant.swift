/// A point of the cluster's time, counted in nanoseconds since 1970-01-01T00:00:00Z.
package struct SimulatedInstant: InstantProtocol, Hashable, Sendable {
    /// **Unit**: nanoseconds since the Unix epoch. Good until the year 2262.
    package var nanosecondsSinceEpoch: Int64

    package init(nanosecondsSinceEpoch: Int64) {
        self.nanosecondsSinceEpoch = nanosecondsSinceEpoch
    }

    /// The instant `seconds` after the Unix epoch.
    package init(secondsSinceEpoch seconds: Int64) {
        nanosecondsSinceEpoch = seconds * 1_000_000_000
    }

    /// Whole seconds since the Unix epoch, rounded down.
    package var secondsSinceEpoch: Int64 {
        let (quotient, remainder) = nanosecondsSinceEpoch.quotientAndRemainder(
            dividingBy: 1_000_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    package func advanced(by duration: Duration) -> SimulatedInstant {
        let (sum, overflow) = nanosecondsSinceEpoch.addingReportingOverflow(duration.nanoseconds)
        guard overflow else { return SimulatedInstant(nanosecondsSinceEpoch: sum) }
        return SimulatedInstant(nanosecondsSinceEpoch: duration < .zero ? .min : .max)
    }

    package func duration(to other: SimulatedInstant) -> Duration {
        .nanoseconds(other.nanosecondsSinceEpoch - nanosecondsSinceEpoch)
    }

    package static func < (left: SimulatedInstant, right: SimulatedInstant) -> Bool {
        left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch
    }
}

extension Duration {
    /// The duration in whole nanoseconds; what lies beyond 292 years is clamped.
    package var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, carried) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return carried ? (seconds < 0 ? .min : .max) : sum
    }

    /// The duration as a fraction of seconds, for ratios and display.
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    package static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
    package static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }
}
