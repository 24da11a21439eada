import API
import Simulation

/// Arithmetic and parts of timestamps and durations.
///
/// Differs: time zones are `UTC` and distances like `+08:00`; names of places are refused.
///
/// Source: CEL specification, "Timestamps and durations".
extension FunctionTable {
    mutating func addTimes() {
        addArithmetic()
        addTimestampParts()
        addDurationParts()
    }

    private mutating func addArithmetic() {
        add("_+_", [.timestamp, .duration], .timestamp) { pair, _ throws(CELError) in
            try Self.moved(pair[0], by: pair[1], sign: 1)
        }
        add("_+_", [.duration, .timestamp], .timestamp) { pair, _ throws(CELError) in
            try Self.moved(pair[1], by: pair[0], sign: 1)
        }
        add("_-_", [.timestamp, .duration], .timestamp) { pair, _ throws(CELError) in
            try Self.moved(pair[0], by: pair[1], sign: -1)
        }
        add("_-_", [.timestamp, .timestamp], .duration) { pair, _ throws(CELError) in
            guard case (.timestamp(let left), .timestamp(let right)) = (pair[0], pair[1]) else {
                throw .noOverload
            }
            let (length, overflow) = left.nanosecondsSinceEpoch.subtractingReportingOverflow(
                right.nanosecondsSinceEpoch)
            if overflow { throw CELError("duration overflow") }
            return .duration(length)
        }
        for (name, sign) in [("_+_", Int64(1)), ("_-_", -1)] {
            add(name, [.duration, .duration], .duration) { pair, _ throws(CELError) in
                guard case (.duration(let left), .duration(let right)) = (pair[0], pair[1]) else {
                    throw .noOverload
                }
                let (length, overflow) =
                    sign > 0
                    ? left.addingReportingOverflow(right) : left.subtractingReportingOverflow(right)
                if overflow { throw CELError("duration overflow") }
                return .duration(length)
            }
        }
    }

    private static func moved(
        _ time: CELValue, by duration: CELValue, sign: Int64
    ) throws(CELError) -> CELValue {
        guard case (.timestamp(let instant), .duration(let length)) = (time, duration) else {
            throw .noOverload
        }
        let start = instant.nanosecondsSinceEpoch
        let (result, overflow) =
            sign > 0
            ? start.addingReportingOverflow(length) : start.subtractingReportingOverflow(length)
        if overflow { throw CELError("timestamp overflow") }
        return .timestamp(SimulatedInstant(nanosecondsSinceEpoch: result))
    }

    private mutating func addTimestampParts() {
        let parts: [(String, @Sendable (CivilTime) -> Int)] = [
            ("getFullYear", { $0.year }), ("getMonth", { $0.month - 1 }),
            ("getDate", { $0.day }), ("getDayOfMonth", { $0.day - 1 }),
            ("getDayOfWeek", { $0.weekday }),
            (
                "getDayOfYear",
                { time in
                    let start = CivilTime(year: time.year, month: 1, day: 1)
                    let day = CivilTime(year: time.year, month: time.month, day: time.day)
                    return Int(start.instant.duration(to: day.instant).inSeconds / 86_400)
                }
            ),
            ("getHours", { $0.hour }), ("getMinutes", { $0.minute }), ("getSeconds", { $0.second }),
            ("getMilliseconds", { $0.nanosecond / 1_000_000 }),
        ]
        for (name, part) in parts {
            for parameters in [[CELType.timestamp], [.timestamp, .string]] {
                addMember(name, parameters, .int) { arguments, _ throws(CELError) in
                    guard case .timestamp(let instant) = arguments[0] else { throw .noOverload }
                    let zone = arguments.count > 1 ? arguments[1].string ?? "" : "UTC"
                    let offset = try Self.secondsFromUTC(zone)
                    return .int(Int64(part(CivilTime(instant, secondsFromUTC: offset))))
                }
            }
        }
    }

    private static func secondsFromUTC(_ zone: String) throws(CELError) -> Int {
        if ["UTC", "", "Etc/UTC"].contains(zone) { return 0 }
        let isNegative = zone.hasPrefix("-")
        let digits = zone.drop { $0 == "+" || $0 == "-" }
        let parts = digits.split(separator: ":").map { Int($0) }
        guard parts.count == 2, let hours = parts[0], let minutes = parts[1],
            (0..<24).contains(hours), (0..<60).contains(minutes)
        else { throw CELError("unknown time zone \(zone)") }
        return (isNegative ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private mutating func addDurationParts() {
        let units: [(String, Int64)] = [
            ("getHours", 3_600_000_000_000), ("getMinutes", 60_000_000_000),
            ("getSeconds", 1_000_000_000), ("getMilliseconds", 1_000_000),
        ]
        for (name, unit) in units {
            addMember(name, [.duration], .int) { arguments, _ throws(CELError) in
                guard case .duration(let nanoseconds) = arguments[0] else { throw .noOverload }
                return .int(
                    name == "getMilliseconds"
                        ? nanoseconds / unit % 1000 : nanoseconds / unit)
            }
        }
    }
}
