/// An exact amount of a resource: `100m`, `1.5Gi`, `12e6`.
///
/// Upstream keeps an integer with a scale, or a big decimal. Both are covered by one integer of
/// billionths here, because upstream rounds everything finer up to a billionth and cuts everything
/// above 2^63-1. Amounts are equal when they are equal as numbers: `1` is `1000m`.
///
/// Upstream: kubernetes apimachinery/pkg/api/resource/quantity.go.
package struct Quantity: Sendable {
    /// How an amount is written; it follows from how it was first written.
    package enum Format: Hashable, Sendable {
        /// `100m`, `5k`, `2G`.
        case decimalSI
        /// `64Mi`; amounts that need decimals fall back to `decimalSI`.
        case binarySI
        /// `12e6`.
        case decimalExponent
    }

    /// Billionths. Between -(2^63-1) and 2^63-1 whole units, so sums of many cannot overflow.
    private(set) var nanos: Int128
    package private(set) var format: Format

    private static let nano: Int128 = 1_000_000_000
    private static let limit: Int128 = Int128(Int64.max) * nano

    package static let zero = Quantity(0)

    init(nanos: Int128, format: Format) {
        self.nanos = min(max(nanos, -Self.limit), Self.limit)
        self.format = format
    }

    /// Whole units.
    package init(_ units: Int, format: Format = .decimalSI) {
        self.init(nanos: Int128(units) * Self.nano, format: format)
    }

    /// Thousandths, as CPU is counted.
    package init(milli: Int, format: Format = .decimalSI) {
        self.init(nanos: Int128(milli) * 1_000_000, format: format)
    }

    /// The amount that `text` says; nil if it says none.
    package init?(_ text: String) {
        guard let parsed = try? QuantityParser.parse(text) else { return nil }
        self = parsed
    }

    /// **Throws** with upstream's text when `text` is no quantity.
    package init(parsing text: String) throws(QuantityError) {
        self = try QuantityParser.parse(text)
    }

    /// As JSON holds it: a text or a plain number.
    package init?(_ value: Value) {
        switch value {
        case .string(let text): self.init(text)
        case .int(let number): self.init(Int(number))
        case .double(let number): self.init(String(number))
        default: return nil
        }
    }

    package var isZero: Bool { nanos == 0 }

    /// Whole units, rounded away from zero.
    package var value: Int { Int(rounded(to: Self.nano)) }

    /// Thousandths, rounded away from zero; at most `Int.max`.
    package var milliValue: Int { Int(clamping: rounded(to: 1_000_000)) }

    private func rounded(to unit: Int128) -> Int128 {
        let (quotient, remainder) = nanos.quotientAndRemainder(dividingBy: unit)
        return remainder == 0 ? quotient : quotient + remainder.signum()
    }

    /// What the downward API shows: this amount counted in `divisor`s, rounded up.
    ///
    /// CPU is counted in thousandths before dividing, everything else in whole units.
    /// Upstream: kubernetes pkg/api/v1/resource/helpers.go convertResourceCPUToString.
    package func counted(in divisor: Quantity?, isCPU: Bool) -> Int {
        let divisor = divisor.flatMap { $0.isZero ? nil : $0 } ?? Quantity(1)
        let amount = isCPU ? milliValue : value
        let unit = max(isCPU ? divisor.milliValue : divisor.value, 1)
        let (quotient, remainder) = amount.quotientAndRemainder(dividingBy: unit)
        return remainder > 0 ? quotient + 1 : quotient
    }
}

extension Quantity: Hashable, Comparable {
    package static func == (left: Quantity, right: Quantity) -> Bool { left.nanos == right.nanos }
    package func hash(into hasher: inout Hasher) { hasher.combine(nanos) }
    package static func < (left: Quantity, right: Quantity) -> Bool { left.nanos < right.nanos }

    /// A sum is written like its first term, unless that is zero.
    package static func + (left: Quantity, right: Quantity) -> Quantity {
        Quantity(nanos: left.nanos + right.nanos, format: left.isZero ? right.format : left.format)
    }

    package static func - (left: Quantity, right: Quantity) -> Quantity {
        Quantity(nanos: left.nanos - right.nanos, format: left.isZero ? right.format : left.format)
    }

    package static func += (left: inout Quantity, right: Quantity) { left = left + right }
    package static func -= (left: inout Quantity, right: Quantity) { left = left - right }
}

// MARK: - Writing

extension Quantity: CustomStringConvertible {
    /// The canonical text: no fraction, the largest suffix that keeps the number whole.
    package var description: String {
        if isZero { return "0" }
        let isBelow1024 = nanos.magnitude < UInt128(1024 * Self.nano)
        if format == .binarySI, !isBelow1024, nanos % Self.nano == 0 { return binaryText }
        return decimalText
    }

    private var binaryText: String {
        var number = nanos / Self.nano
        var step = 0
        while step < 6, number % 1024 == 0 {
            number /= 1024
            step += 1
        }
        return String(number) + ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][step]
    }

    private var decimalText: String {
        var number = nanos
        var step = 0
        while step < 9, number % 1000 == 0 {
            number /= 1000
            step += 1
        }
        if format == .decimalExponent {
            let exponent = step * 3 - 9
            return String(number) + (exponent == 0 ? "" : "e\(exponent)")
        }
        return String(number) + ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"][step]
    }
}
