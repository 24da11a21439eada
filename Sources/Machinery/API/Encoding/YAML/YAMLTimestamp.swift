/// The dates that go-yaml takes for timestamps, and therefore quotes when they are strings.
enum YAMLTimestamp {
    /// `2006-1-2`, or with `T`, `t` or a space and `15:4:5.999`, and a zone or none.
    static func matches(_ text: String) -> Bool {
        var reader = DigitReader(bytes: Array(text.utf8))
        guard let year = reader.number(width: 4...4), year >= 0, reader.take("-"),
            let month = reader.number(width: 1...2), 1...12 ~= month, reader.take("-"),
            let day = reader.number(width: 1...2), 1...31 ~= day
        else { return false }
        if reader.isAtEnd { return true }
        let isSpaced = reader.take(" ")
        guard isSpaced || reader.take("T") || reader.take("t") else { return false }
        guard let hour = reader.number(width: 1...2), hour < 24, reader.take(":"),
            let minute = reader.number(width: 1...2), minute < 60, reader.take(":"),
            let second = reader.number(width: 1...2), second < 60
        else { return false }
        if reader.take("."), reader.number(width: 1...18) == nil { return false }
        if isSpaced { return reader.isAtEnd }
        return isZone(&reader)
    }

    private static func isZone(_ reader: inout DigitReader) -> Bool {
        if reader.take("Z") { return reader.isAtEnd }
        guard reader.take("+") || reader.take("-") else { return false }
        guard reader.number(width: 2...2) != nil, reader.take(":"),
            reader.number(width: 2...2) != nil
        else { return false }
        return reader.isAtEnd
    }

    private struct DigitReader {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard position < bytes.count, bytes[position] == UInt8(ascii: character) else {
                return false
            }
            position += 1
            return true
        }

        mutating func number(width: ClosedRange<Int>) -> Int? {
            var number = 0
            var count = 0
            while position < bytes.count, 0x30...0x39 ~= bytes[position], count < width.upperBound {
                number = number * 10 + Int(bytes[position] - 0x30)
                position += 1
                count += 1
            }
            return count >= width.lowerBound ? number : nil
        }
    }
}
