/// What `printf FORMAT ARGUMENTS` prints.
struct PrintfFormat {
    private(set) var output: [UInt8] = []
    /// Messages for standard error, without the program's name.
    private(set) var errors: [String] = []
    private var arguments: ArraySlice<String>
    private var isStopped = false
    /// `%q` is bash's.
    private let knowsQuoting: Bool

    init(_ format: String, _ arguments: [String], knowsQuoting: Bool = false) {
        self.knowsQuoting = knowsQuoting
        self.arguments = arguments[...]
        let bytes = format.bytes
        // The format is used again while arguments are left.
        repeat {
            let before = self.arguments.count
            run(bytes)
            if self.arguments.count == before { break }
        } while !self.arguments.isEmpty && !isStopped && output.count < ShellLimits.expansionBytes
    }

    private mutating func run(_ bytes: [UInt8]) {
        var index = 0
        var literal: [UInt8] = []
        while index < bytes.count, !isStopped {
            if bytes[index] == .backslash, index + 1 < bytes.count {
                literal += [bytes[index], bytes[index + 1]]
                index += 2
            } else if bytes[index] == UInt8(ascii: "%") {
                flush(&literal)
                index = directive(bytes, from: index + 1)
            } else {
                literal.append(bytes[index])
                index += 1
            }
        }
        flush(&literal)
    }

    private mutating func flush(_ literal: inout [UInt8]) {
        let (bytes, _) = Escapes.decode(literal, style: .ansi)
        output += bytes
        literal = []
    }

    /// One `%...` from after its percent sign; returns where it ends.
    private mutating func directive(_ bytes: [UInt8], from start: Int) -> Int {
        var index = start
        var spec = Spec()
        while index < bytes.count, let flag = Spec.flags[bytes[index]] {
            spec[keyPath: flag] = true
            index += 1
        }
        spec.width = number(bytes, &index)
        if let width = spec.width, width < 0 {
            spec.isLeft = true
            spec.width = width == .min ? 0 : -width
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            spec.precision = number(bytes, &index) ?? 0
        }
        guard index < bytes.count else {
            output += [UInt8(ascii: "%")] + bytes[start...]
            return bytes.count
        }
        spec.width = spec.width.map { min($0, 10_000) }
        spec.precision = spec.precision.map { min($0, 10_000) }
        guard convert(bytes[index], spec) else {
            errors.append("\(text(bytes[(start - 1)...])): invalid format")
            isStopped = true
            return bytes.count
        }
        return index + 1
    }

    private mutating func number(_ bytes: [UInt8], _ index: inout Int) -> Int? {
        if index < bytes.count, bytes[index] == UInt8(ascii: "*") {
            index += 1
            return Int(next() ?? "0") ?? 0
        }
        let start = index
        while index < bytes.count, bytes[index].isDigit { index += 1 }
        return index > start ? Int(text(bytes[start..<index])) ?? 0 : nil
    }

    private mutating func next() -> String? { arguments.popFirst() }

    /// Prints one argument; false if there is no such conversion.
    private mutating func convert(_ kind: UInt8, _ spec: Spec) -> Bool {
        switch kind {
        case UInt8(ascii: "%"): output.append(kind)
        case UInt8(ascii: "s"): output += spec.pad(spec.cut((next() ?? "").bytes))
        case UInt8(ascii: "b"):
            let (bytes, stops) = Escapes.decode((next() ?? "").bytes, style: .echo)
            output += spec.pad(spec.cut(bytes))
            isStopped = stops
        case UInt8(ascii: "q") where knowsQuoting:
            output += spec.pad(Quoting.ifNeeded(next() ?? "").bytes)
        case UInt8(ascii: "c"): output += spec.pad(Array((next() ?? "").utf8.prefix(1)))
        case UInt8(ascii: "d"), UInt8(ascii: "i"):
            let value = integer(next() ?? "")
            output += spec.number(String(value.magnitude), isNegative: value < 0)
        case UInt8(ascii: "u"):
            output += spec.number(
                String(UInt(bitPattern: integer(next() ?? ""))), isNegative: false)
        case UInt8(ascii: "o"):
            let value = UInt(bitPattern: integer(next() ?? ""))
            let prefix = spec.isAlternate && value != 0 ? "0" : ""
            output += spec.number(prefix + String(value, radix: 8), isNegative: false)
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            let value = UInt(bitPattern: integer(next() ?? ""))
            let isUpper = kind == UInt8(ascii: "X")
            let prefix = spec.isAlternate && value != 0 ? (isUpper ? "0X" : "0x") : ""
            let digits = String(value, radix: 16, uppercase: isUpper)
            output += spec.number(prefix + digits, isNegative: false)
        case UInt8(ascii: "f"), UInt8(ascii: "e"), UInt8(ascii: "g"), UInt8(ascii: "F"):
            let word = next() ?? "0"
            let value = Double(word) ?? 0
            if Double(word) == nil { errors.append("invalid number '\(word)'") }
            let digits = FloatText.render(value.magnitude, kind: kind, precision: spec.precision)
            var plain = spec
            plain.precision = nil
            output += plain.number(digits, isNegative: value.sign == .minus)
        default: return false
        }
        return true
    }

    private mutating func integer(_ word: String) -> Int {
        if word.isEmpty { return 0 }
        if let quote = word.first, quote == "'" || quote == "\"" {
            return word.unicodeScalars.dropFirst().first.map { Int($0.value) } ?? 0
        }
        let sign = word.hasPrefix("-") ? -1 : 1
        let digits = word.hasPrefix("-") || word.hasPrefix("+") ? String(word.dropFirst()) : word
        if let value = Arithmetic.number(digits), !digits.contains("#") { return sign &* value }
        errors.append("invalid number '\(word)'")
        return 0
    }

    /// Flags, width and precision of one directive.
    struct Spec {
        var isLeft = false
        var hasZeros = false
        var hasPlus = false
        var hasSpace = false
        var isAlternate = false
        var width: Int?
        var precision: Int?

        static let flags: [UInt8: any WritableKeyPath<Spec, Bool> & Sendable] = [
            UInt8(ascii: "-"): \.isLeft, UInt8(ascii: "0"): \.hasZeros,
            UInt8(ascii: "+"): \.hasPlus,
            UInt8(ascii: " "): \.hasSpace, UInt8(ascii: "#"): \.isAlternate,
        ]

        func cut(_ bytes: [UInt8]) -> [UInt8] {
            precision.map { Array(bytes.prefix(max(0, $0))) } ?? bytes
        }

        func pad(_ bytes: [UInt8]) -> [UInt8] {
            let missing = max(0, (width ?? 0) - bytes.count)
            let blanks = [UInt8](repeating: .space, count: missing)
            return isLeft ? bytes + blanks : blanks + bytes
        }

        func number(_ digits: String, isNegative: Bool) -> [UInt8] {
            let sign = isNegative ? "-" : hasPlus ? "+" : hasSpace ? " " : ""
            var digits = digits
            let wanted = precision ?? (hasZeros && !isLeft ? (width ?? 0) - sign.utf8.count : 0)
            if digits.utf8.count < wanted {
                digits = String(repeating: "0", count: wanted - digits.utf8.count) + digits
            }
            return pad((sign + digits).bytes)
        }
    }
}

/// Floating-point numbers as C prints them.
enum FloatText {
    /// `kind` is `f`, `e` or `g`; `precision` counts digits, 6 if nil. For numbers from 0.
    static func render(_ value: Double, kind: UInt8, precision: Int?) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return "inf" }
        let digits = min(max(precision ?? 6, 0), 60)
        switch kind | 32 {
        case UInt8(ascii: "f"): return fixed(value, digits)
        case UInt8(ascii: "e"): return exponential(value, digits)
        default: return general(value, max(digits, 1))
        }
    }

    /// The shortest form with up to `digits` significant digits: `%g`.
    static func general(_ value: Double, _ digits: Int) -> String {
        if value == 0 { return "0" }
        let shown = exponential(value, digits - 1)
        let parts = shown.split(separator: "e")
        guard parts.count == 2, let exponent = Int(parts[1]) else { return shown }
        if exponent < -4 || exponent >= digits {
            return trimZeros(String(parts[0])) + "e" + parts[1]
        }
        return trimZeros(fixed(value, max(0, digits - 1 - exponent)))
    }

    private static func trimZeros(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var bytes = text.bytes
        while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func exponential(_ value: Double, _ digits: Int) -> String {
        if value == 0 { return fixed(0, digits) + "e+00" }
        var decimal = ExactDecimal(value)
        let exponent = decimal.round(significant: digits + 1)
        let all = decimal.digits
        var mantissa = String(all[0])
        if digits > 0 {
            mantissa +=
                "." + (0..<digits).map { $0 + 1 < all.count ? String(all[$0 + 1]) : "0" }.joined()
        }
        let magnitude = String(abs(exponent))
        let padding = magnitude.count < 2 ? "0" : ""
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + padding + magnitude
    }

    private static func fixed(_ value: Double, _ digits: Int) -> String {
        var decimal = ExactDecimal(value)
        decimal.round(places: digits)
        return decimal.fixed(digits)
    }
}

/// A double in decimal, exactly: what C's printf rounds from.
struct ExactDecimal {
    /// Without zeros in front.
    private(set) var digits: [Int]
    /// How many of the digits stand before the point; negative for zeros after it.
    private var pointAt: Int

    init(_ value: Double) {
        guard value != 0, value.isFinite else {
            digits = []
            pointAt = 0
            return
        }
        // significand * 2^shift, in base 10, least significant digit first.
        let shift = Int(value.exponent) - 52
        var number = String(value.significandBitPattern | (value.isNormal ? 1 << 52 : 0))
            .reversed().map { Int(String($0)) ?? 0 }
        let exponent = value.isNormal ? shift : -1074
        var places = 0
        if exponent >= 0 {
            for _ in 0..<exponent { Self.multiply(&number, by: 2) }
        } else {
            // Dividing by 2 is multiplying by 5 and moving the point.
            for _ in 0..<(-exponent) { Self.multiply(&number, by: 5) }
            places = -exponent
        }
        digits = number.reversed()
        pointAt = digits.count - places
        trimFront()
    }

    private mutating func trimFront() {
        while digits.first == 0 {
            digits.removeFirst()
            pointAt -= 1
        }
        if digits.isEmpty { pointAt = 0 }
    }

    private static func multiply(_ number: inout [Int], by factor: Int) {
        var carry = 0
        for index in number.indices {
            let product = number[index] * factor + carry
            number[index] = product % 10
            carry = product / 10
        }
        if carry > 0 { number.append(carry) }
    }

    /// Rounds half to even after `places` digits behind the point.
    mutating func round(places: Int) { cut(to: pointAt + places) }

    /// Rounds to `significant` digits; returns the power of ten of the first.
    mutating func round(significant: Int) -> Int {
        cut(to: significant)
        return pointAt - 1
    }

    private mutating func cut(to count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else {
            digits = []
            return
        }
        let rest = digits[count...]
        let first = rest.first ?? 0
        let isAboveHalf = first > 5 || (first == 5 && rest.dropFirst().contains { $0 != 0 })
        let isTie = first == 5 && !isAboveHalf
        let isOdd = count > 0 && digits[count - 1] % 2 == 1
        digits = Array(digits[..<count])
        guard isAboveHalf || (isTie && isOdd) else { return }
        var index = count - 1
        while index >= 0, digits[index] == 9 {
            digits[index] = 0
            index -= 1
        }
        if index >= 0 {
            digits[index] += 1
        } else {
            digits.insert(1, at: 0)
            pointAt += 1
        }
    }

    /// With exactly `places` digits behind the point.
    func fixed(_ places: Int) -> String {
        var whole = ""
        for index in 0..<max(pointAt, 0) {
            whole += index < digits.count ? String(digits[index]) : "0"
        }
        if whole.isEmpty { whole = "0" }
        guard places > 0 else { return whole }
        var fraction = ""
        for place in 0..<places {
            let index = pointAt + place
            fraction += index >= 0 && index < digits.count ? String(digits[index]) : "0"
        }
        return whole + "." + fraction
    }
}
