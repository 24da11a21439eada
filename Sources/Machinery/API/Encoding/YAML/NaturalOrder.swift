/// The order in which go-yaml sorts keys: runs of digits count as numbers, letters come last.
///
/// Upstream: go.yaml.in/yaml/v2 sorter.go keyList.Less
enum NaturalOrder {
    static func isLess(_ left: String, _ right: String) -> Bool {
        let a = Array(left.unicodeScalars)
        let b = Array(right.unicodeScalars)
        guard let index = zip(a, b).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
            return a.count < b.count
        }
        let isLetterA = a[index].properties.isAlphabetic
        let isLetterB = b[index].properties.isAlphabetic
        if isLetterA, isLetterB { return a[index] < b[index] }
        if isLetterA || isLetterB { return isLetterB }
        // Zeros inside a longer number count as its digits: 101 and 10 differ at the last place.
        var start: Int64 = 0
        if a[index] == "0" || b[index] == "0" {
            let before = a[..<index].reversed().prefix { isDigit($0) }
            if before.contains(where: { $0 != "0" }) { start = 1 }
        }
        let numberA = number(a[index...], start: start)
        let numberB = number(b[index...], start: start)
        if numberA.value != numberB.value { return numberA.value < numberB.value }
        if numberA.digits != numberB.digits { return numberA.digits < numberB.digits }
        return a[index] < b[index]
    }

    private static func number(
        _ scalars: ArraySlice<Unicode.Scalar>, start: Int64
    ) -> (value: Int64, digits: Int) {
        var value = start
        var digits = 0
        for scalar in scalars {
            guard isDigit(scalar) else { break }
            value = value &* 10 &+ Int64(scalar.value) - 48
            digits += 1
        }
        return (value, digits)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }
}
