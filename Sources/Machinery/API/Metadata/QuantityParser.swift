/// Why a text is no quantity; the descriptions are upstream's.
package enum QuantityError: Error, Hashable, Sendable, CustomStringConvertible {
    case wrongFormat
    /// The letters behind the number mean nothing: `1i`.
    case unknownSuffix

    package var description: String {
        switch self {
        case .wrongFormat:
            "quantities must match the regular expression "
                + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
        case .unknownSuffix: "unable to parse quantity's suffix"
        }
    }
}

/// Reads `[sign] digits [. digits] suffix` without ever overflowing.
enum QuantityParser {
    private struct Parts {
        var isNegative = false
        var whole: [UInt8] = []
        var fraction: [UInt8] = []
        var suffix = ""
    }

    /// What a suffix multiplies by: a power of ten and a power of two.
    private struct Multiplier {
        var tens = 0
        var twos = 0
        var format = Quantity.Format.decimalSI
    }

    static func parse(_ text: String) throws(QuantityError) -> Quantity {
        let parts = try split(text)
        let multiplier = try multiplier(of: parts.suffix)
        let magnitude = magnitude(of: parts, multiplier)
        return Quantity(
            nanos: parts.isNegative ? -magnitude : magnitude, format: multiplier.format)
    }

    private static func split(_ text: String) throws(QuantityError) -> Parts {
        var parts = Parts()
        var rest = Array(text.utf8)[...]
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            parts.isNegative = sign == UInt8(ascii: "-")
            rest.removeFirst()
        }
        parts.whole = takeDigits(&rest)
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            parts.fraction = takeDigits(&rest)
        }
        if parts.whole.isEmpty, parts.fraction.isEmpty { throw .wrongFormat }
        parts.suffix = String(decoding: rest, as: UTF8.self)
        let letters = Array("eEinumkKMGTP".utf8)
        var tail = rest.drop { letters.contains($0) }
        if let sign = tail.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            tail.removeFirst()
        }
        _ = takeDigits(&tail)
        if !tail.isEmpty { throw .wrongFormat }
        return parts
    }

    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        rest = rest.dropFirst(digits.count)
        return digits.map { $0 - UInt8(ascii: "0") }
    }

    private static func multiplier(of suffix: String) throws(QuantityError) -> Multiplier {
        switch suffix {
        case "": return Multiplier()
        case "n": return Multiplier(tens: -9)
        case "u": return Multiplier(tens: -6)
        case "m": return Multiplier(tens: -3)
        case "k": return Multiplier(tens: 3)
        case "M": return Multiplier(tens: 6)
        case "G": return Multiplier(tens: 9)
        case "T": return Multiplier(tens: 12)
        case "P": return Multiplier(tens: 15)
        case "E": return Multiplier(tens: 18)
        case "Ki": return Multiplier(twos: 10, format: .binarySI)
        case "Mi": return Multiplier(twos: 20, format: .binarySI)
        case "Gi": return Multiplier(twos: 30, format: .binarySI)
        case "Ti": return Multiplier(twos: 40, format: .binarySI)
        case "Pi": return Multiplier(twos: 50, format: .binarySI)
        case "Ei": return Multiplier(twos: 60, format: .binarySI)
        default: break
        }
        guard let first = suffix.first, first == "e" || first == "E",
            let exponent = Int(suffix.dropFirst())
        else { throw .unknownSuffix }
        // Beyond a thousand every amount is cut off or rounded up anyway.
        return Multiplier(tens: min(max(exponent, -1000), 1000), format: .decimalExponent)
    }

    /// The amount in billionths, rounded up; `Int128.max` stands for everything too large.
    private static func magnitude(of parts: Parts, _ multiplier: Multiplier) -> Int128 {
        // Digits finer than a billionth only decide whether to round up.
        let kept = multiplier.twos > 0 ? 18 : min(max(9 + multiplier.tens, 0), 27)
        let fraction = parts.fraction.prefix(kept)
        var hasMore = parts.fraction.dropFirst(kept).contains { $0 != 0 }
        var amount: Int128 = 0
        for digit in parts.whole + fraction {
            guard let more = product(amount, 10).flatMap({ sum($0, Int128(digit)) })
            else { return .max }
            amount = more
        }
        if amount == 0 { return hasMore ? 1 : 0 }
        guard let doubled = product(amount, Int128(1) << multiplier.twos) else { return .max }
        amount = doubled
        let tens = multiplier.tens - fraction.count + 9
        for _ in 0..<max(tens, 0) {
            guard let more = product(amount, 10) else { return .max }
            amount = more
        }
        for _ in 0..<max(-tens, 0) where amount > 0 {
            let (quotient, remainder) = amount.quotientAndRemainder(dividingBy: 10)
            hasMore = hasMore || remainder != 0
            amount = quotient
        }
        return hasMore && amount < .max ? amount + 1 : amount
    }

    private static func product(_ left: Int128, _ right: Int128) -> Int128? {
        let (result, overflow) = left.multipliedReportingOverflow(by: right)
        return overflow ? nil : result
    }

    private static func sum(_ left: Int128, _ right: Int128) -> Int128? {
        let (result, overflow) = left.addingReportingOverflow(right)
        return overflow ? nil : result
    }
}
