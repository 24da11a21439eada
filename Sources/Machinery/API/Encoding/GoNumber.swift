/// Floating-point numbers as Go prints them.
package enum GoNumber {
    /// As `encoding/json` writes a float64: plain digits from 1e-6 up to 1e21, else an exponent.
    package static func json(_ number: Double) -> String {
        let magnitude = abs(number)
        let isPlain = magnitude == 0 || (magnitude >= 1e-6 && magnitude < 1e21)
        return isPlain ? plain(number) : scientific(number, exponentDigitsMin: 1)
    }

    /// As `%.1f` with `digits` places, as far as whole numbers reach.
    package static func fixed(_ number: Double, digits: Int) -> String {
        guard number.isFinite, number.magnitude < 1e15 else { return GoText.plain(.double(number)) }
        var scale: Int128 = 1
        for _ in 0..<min(digits, 18) { scale *= 10 }
        let scaled = Int128((number.magnitude * Double(scale)).rounded(.toNearestOrEven))
        let (whole, fraction) = scaled.quotientAndRemainder(dividingBy: scale)
        let places = String(String(fraction + scale).dropFirst())
        return (number < 0 ? "-" : "") + String(whole) + (digits > 0 ? "." + places : "")
    }

    /// As `strconv.FormatFloat(number, 'g', -1, 64)`, which go-yaml uses.
    package static func shortest(_ number: Double) -> String {
        let (_, digits, exponent) = parts(number)
        let isPlain = exponent >= -4 && exponent < max(21, digits.count)
        return isPlain ? plain(number) : scientific(number, exponentDigitsMin: 2)
    }

    /// The sign, the significant digits and the decimal exponent of the first of them.
    private static func parts(_ number: Double) -> (sign: String, digits: String, exponent: Int) {
        let sign = number.sign == .minus ? "-" : ""
        let text = abs(number).description
        let halves = text.split(separator: "e", maxSplits: 1)
        let mantissa = halves[0].split(separator: ".", maxSplits: 1)
        let whole = mantissa[0]
        let fraction = mantissa.count > 1 ? mantissa[1] : ""
        var exponent = (halves.count > 1 ? Int(halves[1]) ?? 0 : 0) + whole.count - 1
        var digits = Substring(whole + fraction)
        while digits.count > 1, digits.first == "0" {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return (sign, String(digits), digits == "0" ? 0 : exponent)
    }

    private static func plain(_ number: Double) -> String {
        let (sign, digits, exponent) = parts(number)
        if exponent < 0 {
            return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits
        }
        if digits.count <= exponent + 1 {
            return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count)
        }
        return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
    }

    private static func scientific(_ number: Double, exponentDigitsMin: Int) -> String {
        let (sign, digits, exponent) = parts(number)
        let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
        var power = String(abs(exponent))
        // Go always writes two digits; its JSON encoder then shortens e-09 to e-9, not e+09.
        if power.count < 2, exponentDigitsMin > 1 || exponent > 0 { power = "0" + power }
        return sign + digits.prefix(1) + fraction + (exponent < 0 ? "e-" : "e+") + power
    }
}
