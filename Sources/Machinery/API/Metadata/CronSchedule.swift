package import Simulation

/// When something is due again and again, in cron's five fields: `*/15 8-18 * * mon-fri`.
///
/// Upstream: github.com/robfig/cron/v3 parser.go, spec.go, whose texts upstream shows to the user.
package struct CronSchedule: Sendable, Hashable {
    package struct Failure: Error, Hashable { package let text: String }

    /// The values of one field that count.
    private struct Field: Hashable {
        var values: Set<Int> = []
        /// Whether it began with a star: then it says nothing of the day.
        var isStar = false
    }
    private let minutes, hours, days, months, weekdays: Field
    /// `@every 90s`: not by the clock on the wall, but from the last time on.
    private let interval: Duration?

    private typealias Bound = (min: Int, max: Int, names: [String])

    private static let bounds: [Bound] = [
        (0, 59, []), (0, 23, []), (1, 31, []),
        (
            1, 12,
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        ),
        (0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ]
    private static let descriptors = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *",
        "@weekly": "0 0 * * 0", "@daily": "0 0 * * *", "@midnight": "0 0 * * *",
        "@hourly": "0 * * * *",
    ]

    // MARK: - Reading

    package static func parse(_ text: String) -> Result<CronSchedule, Failure> {
        Result { () throws(Failure) in try CronSchedule(text) }
    }

    package init(_ text: String) throws(Failure) {
        if text.hasPrefix("@every ") {
            let length = String(text.dropFirst("@every ".count))
            guard let duration = GoDuration.parse(length) else {
                throw Failure(
                    text: "failed to parse duration \(text): time: invalid duration "
                        + GoText.quoted(length))
            }
            interval = max(.seconds(1), .seconds(duration.nanoseconds / 1_000_000_000))
            (minutes, hours, days) = (Field(), Field(), Field())
            (months, weekdays) = (Field(), Field())
            return
        }
        var spec = text
        if text.hasPrefix("@") {
            guard let known = Self.descriptors[text] else {
                throw Failure(text: "unrecognized descriptor: \(text)")
            }
            spec = known
        }
        let parts = spec.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard parts.count == 5 else {
            let shown = parts.joined(separator: " ")
            throw Failure(text: "expected exactly 5 fields, found \(parts.count): [\(shown)]")
        }
        interval = nil
        minutes = try Self.field(parts[0], Self.bounds[0])
        hours = try Self.field(parts[1], Self.bounds[1])
        days = try Self.field(parts[2], Self.bounds[2])
        months = try Self.field(parts[3], Self.bounds[3])
        weekdays = try Self.field(parts[4], Self.bounds[4])
    }

    private static func field(_ text: String, _ bound: Bound) throws(Failure) -> Field {
        var field = Field()
        for part in text.split(separator: ",") {
            let (values, isStar) = try range(String(part), bound)
            field.values.formUnion(values)
            field.isStar = field.isStar || isStar
        }
        return field
    }

    /// One range: `*`, `5`, `1-5`, each with an optional `/step`.
    private static func range(
        _ text: String, _ bound: Bound
    ) throws(Failure) -> (values: [Int], isStar: Bool) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 2 { throw Failure(text: "too many slashes: \(text)") }
        var step = 1
        if parts.count == 2 {
            guard let number = Int(parts[1]) else { throw unreadable(parts[1]) }
            if number <= 0 {
                throw Failure(text: "step of range should be a positive number: \(text)")
            }
            step = number
        }
        let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        if ends[0] == "*" || ends[0] == "?" {
            return (Array(stride(from: bound.min, through: bound.max, by: step)), step == 1)
        }
        if ends.count > 2 { throw Failure(text: "too many hyphens: \(text)") }
        let first = try number(ends[0], bound)
        var last = ends.count > 1 ? try number(ends[1], bound) : first
        // `5/15` means from five on.
        if ends.count == 1, parts.count == 2 { last = bound.max }
        if first < bound.min {
            throw Failure(
                text: "beginning of range (\(first)) below minimum (\(bound.min)): \(text)")
        }
        if last > bound.max {
            throw Failure(text: "end of range (\(last)) above maximum (\(bound.max)): \(text)")
        }
        if first > last {
            throw Failure(
                text: "beginning of range (\(first)) beyond end of range (\(last)): \(text)")
        }
        return (Array(stride(from: first, through: last, by: step)), false)
    }

    private static func number(_ text: String, _ bound: Bound) throws(Failure) -> Int {
        if let index = bound.names.firstIndex(of: text.lowercased()) { return index + bound.min }
        guard let number = Int(text), number >= 0 else { throw unreadable(text) }
        return number
    }

    private static func unreadable(_ text: String) -> Failure {
        Failure(
            text: "failed to parse int from \(text): strconv.Atoi: parsing "
                + "\(GoText.quoted(text)): invalid syntax")
    }

    // MARK: - Asking

    /// How far ahead is looked: `0 0 30 2 *` is never due.
    private static let daysMax = 5 * 366

    /// The first time after `instant` that it is due, on a clock in UTC; nil if never.
    package func next(after instant: SimulatedInstant) -> SimulatedInstant? {
        if let interval {
            let second = instant.secondsSinceEpoch
            return SimulatedInstant(secondsSinceEpoch: second).advanced(by: interval)
        }
        let start = CivilTime(
            SimulatedInstant(secondsSinceEpoch: instant.secondsSinceEpoch / 60 * 60 + 60))
        let minutes = self.minutes.values.sorted()
        let hours = self.hours.values.sorted()
        var day = CivilTime(year: start.year, month: start.month, day: start.day)
        for offset in 0..<Self.daysMax {
            if isDue(on: day) {
                for hour in hours where offset > 0 || hour >= start.hour {
                    let isFirst = offset == 0 && hour == start.hour
                    guard let minute = minutes.first(where: { !isFirst || $0 >= start.minute })
                    else { continue }
                    return CivilTime(
                        year: day.year, month: day.month, day: day.day, hour: hour, minute: minute
                    ).instant
                }
            }
            day = CivilTime(day.instant.advanced(by: .hours(24)))
        }
        return nil
    }

    /// A day of the month and a day of the week: both count if one is a star, else either.
    private func isDue(on day: CivilTime) -> Bool {
        guard months.values.contains(day.month) else { return false }
        let isDay = days.values.contains(day.day)
        let isWeekday = weekdays.values.contains(day.weekday)
        return days.isStar || weekdays.isStar ? isDay && isWeekday : isDay || isWeekday
    }
}
