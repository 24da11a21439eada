/// A date and time of day at a fixed distance from UTC, in the proleptic Gregorian calendar.
///
/// Source: H. Hinnant, "chrono-compatible low-level date algorithms" (days from civil).
package struct CivilTime: Hashable, Sendable {
    package var year: Int
    /// 1 to 12.
    package var month: Int
    /// 1 to 31.
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int
    /// 0 to 999,999,999.
    package var nanosecond: Int
    /// **Unit**: seconds east of UTC; 28,800 for Asia/Shanghai.
    package var secondsFromUTC: Int

    package init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
        nanosecond: Int = 0, secondsFromUTC: Int = 0
    ) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
        (self.nanosecond, self.secondsFromUTC) = (nanosecond, secondsFromUTC)
    }

    /// How a clock `secondsFromUTC` east of Greenwich shows `instant`.
    package init(_ instant: SimulatedInstant, secondsFromUTC: Int = 0) {
        let local = instant.secondsSinceEpoch + Int64(secondsFromUTC)
        let days = Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
        let secondOfDay = Int(local) - days * 86_400
        // Days are counted from 0000-03-01, so that the leap day ends a year.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = secondOfDay / 3600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        nanosecond = Int(
            instant.nanosecondsSinceEpoch - instant.secondsSinceEpoch * 1_000_000_000)
        self.secondsFromUTC = secondsFromUTC
    }

    /// The instant at which such a clock shows this time; the nearest there is for a year that
    /// `SimulatedInstant` does not reach.
    package var instant: SimulatedInstant {
        let seconds = daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second - secondsFromUTC
        return SimulatedInstant(nanosecondsSinceEpoch: 0)
            .advanced(by: .seconds(seconds) + .nanoseconds(nanosecond))
    }

    /// 0 for Sunday to 6 for Saturday.
    package var weekday: Int { ((daysSinceEpoch + 4) % 7 + 7) % 7 }

    private var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let shiftedMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The three-letter English names, as `ls`, `date` and HTTP dates write them.
    package static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    package static let weekdayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    /// RFC 3339 to the second: `2023-03-15T14:12:07Z`, or `...+08:00` away from UTC.
    package var rfc3339: String { rfc3339(fractionDigits: 0) }

    /// RFC 3339 with `fractionDigits` digits of a second (0 to 9).
    ///
    /// Kubernetes writes `Time` with none, `MicroTime` with six and token times with nine.
    package func rfc3339(fractionDigits: Int) -> String {
        // Every object and event carries times: bytes are several times faster than interpolation.
        var text: [UInt8] = []
        text.reserveCapacity(36)
        func append(_ mark: Unicode.Scalar, _ number: Int, _ width: Int) {
            text.append(UInt8(ascii: mark))
            text += padded(number, width).utf8
        }
        text += padded(year, 4).utf8
        append("-", month, 2)
        append("-", day, 2)
        append("T", hour, 2)
        append(":", minute, 2)
        append(":", second, 2)
        if fractionDigits > 0 {
            text.append(UInt8(ascii: "."))
            text += padded(nanosecond, 9).utf8.prefix(fractionDigits)
        }
        if secondsFromUTC == 0 {
            text.append(UInt8(ascii: "Z"))
        } else {
            let minutes = abs(secondsFromUTC) / 60
            append(secondsFromUTC < 0 ? "-" : "+", minutes / 60, 2)
            append(":", minutes % 60, 2)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The HTTP date of RFC 9110: `Wed, 15 Mar 2023 14:12:07 GMT`. Only for a time in UTC.
    package var httpDate: String {
        "\(Self.weekdayNames[weekday]), \(padded(day, 2)) \(Self.monthNames[month - 1]) "
            + "\(padded(year, 4)) \(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2)) GMT"
    }

    /// Reads RFC 3339 with or without a fraction; nil if `text` is not such a time.
    package init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[range] {
                guard byte >= 48, byte <= 57 else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            return value
        }
        guard bytes.count >= 20, bytes[4] == 45, bytes[7] == 45, bytes[10] | 32 == 116,
            bytes[13] == 58, bytes[16] == 58,
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        var index = 19
        var nanosecond = 0
        if bytes[index] == 46 {
            index += 1
            var scale = 100_000_000
            let start = index
            while index < bytes.count, bytes[index] >= 48, bytes[index] <= 57 {
                nanosecond += Int(bytes[index] - 48) * scale
                scale /= 10
                index += 1
            }
            guard index > start else { return nil }
        }
        var offset = 0
        guard index < bytes.count else { return nil }
        if bytes[index] | 32 == 122 {
            guard index + 1 == bytes.count else { return nil }
        } else {
            guard bytes[index] == 43 || bytes[index] == 45, index + 6 == bytes.count,
                bytes[index + 3] == 58,
                let hours = number(index + 1..<index + 3),
                let minutes = number(index + 4..<index + 6)
            else { return nil }
            offset = (hours * 60 + minutes) * 60 * (bytes[index] == 45 ? -1 : 1)
        }
        self.init(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second,
            nanosecond: nanosecond, secondsFromUTC: offset)
    }
}

/// `number` in decimal with zeros in front up to `width` digits.
package func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    let missing = width - digits.utf8.count
    return missing <= 0 ? digits : String(repeating: "0", count: missing) + digits
}
