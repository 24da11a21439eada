import Simulation

/// `sleep`: waits in the cluster's time.
struct SleepProgram: Applet {
    static let usage = "[N]..."

    func main(_ call: Call) async throws -> Int32 {
        guard !call.arguments.isEmpty else {
            throw AppletFailure("", showsUsage: true)
        }
        var total = 0.0
        for word in call.arguments {
            if word == "infinity" || word == "inf" {
                total = .infinity
                continue
            }
            guard let seconds = Self.seconds(word) else {
                throw AppletFailure("invalid number '\(word)'")
            }
            total += seconds
        }
        // Two hundred years are for ever, and still fit the clock.
        try await call.sleep(.seconds(min(total, 200 * 365 * 86_400)))
        return 0
    }

    /// `1`, `0.5`, `2m`, `1h`, `1d`.
    static func seconds(_ word: String) -> Double? {
        let scale = ["s": 1.0, "m": 60, "h": 3600, "d": 86_400][String(word.suffix(1))]
        let digits = scale == nil ? word : String(word.dropLast())
        guard !digits.isEmpty, digits.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }),
            let number = Double(digits), number.isFinite
        else { return nil }
        return number * (scale ?? 1)
    }
}

/// `date`: the cluster's time.
struct DateProgram: Applet {
    static let usage = "[-Ru] [-I[SPEC]] [-d TIME] [+FMT]"

    func main(_ call: Call) async throws -> Int32 {
        var arguments = call.arguments
        var isoForm: String?
        if let index = arguments.firstIndex(where: { $0.hasPrefix("-I") || $0.hasPrefix("--iso") })
        {
            isoForm = String(arguments.remove(at: index).split(separator: "=").last ?? "")
        }
        let options = try Options(
            arguments, "uRd:r:", long: ["utc": "u", "date": "d", "rfc-2822": "R", "reference": "r"])
        let offset = options.has("u") ? 0 : call.process.secondsFromUTC
        var instant = call.simulation.now
        if let word = options["d"] {
            guard let given = Self.parse(word, offset, now: instant) else {
                throw AppletFailure("invalid date '\(word)'")
            }
            instant = given
        }
        if let path = options["r"] {
            let resolved = call.process.resolve(path)
            instant = try call.attempt(path) { () throws(FileError) in
                try call.files.stat(resolved).modified
            }
        }
        let time = CivilTime(instant, secondsFromUTC: offset)
        var format = "%a %b %e %H:%M:%S %Z %Y"
        if options.has("R") { format = "%a, %d %b %Y %H:%M:%S %z" }
        switch isoForm {
        case "-I", "date": format = "%F"
        case "-Iseconds", "-Is", "seconds": format = "%FT%T%:z"
        case "-Iminutes", "-Im", "minutes": format = "%FT%H:%M%:z"
        case "-Ihours", "-Ih", "hours": format = "%FT%H%:z"
        default: break
        }
        if let operand = options.operands.first {
            guard operand.hasPrefix("+") else {
                throw AppletFailure("can't set date: Operation not permitted")
            }
            format = String(operand.dropFirst())
        }
        try await call.print(TimeFormat.render(time, format))
        return 0
    }

    /// `@seconds`, RFC 3339, `YYYY-MM-DD[ hh:mm[:ss]]`, `hh:mm`, `now`.
    static func parse(_ word: String, _ offset: Int, now: SimulatedInstant) -> SimulatedInstant? {
        if word == "now" { return now }
        if word.hasPrefix("@") {
            guard let seconds = Int64(word.dropFirst()), seconds.magnitude < 1 << 33 else {
                return nil
            }
            return SimulatedInstant(secondsSinceEpoch: seconds)
        }
        if let time = CivilTime(rfc3339: word) { return time.instant }
        let parts = word.split(whereSeparator: { $0 == " " || $0 == "T" }).map(String.init)
        guard let last = parts.last, parts.count <= 2, word.contains("-") || word.contains(":")
        else {
            return nil
        }
        let zone = offset == 0 ? "Z" : TimeFormat.zone(offset, colon: true)
        let today = CivilTime(now, secondsFromUTC: offset)
        let date =
            word.contains("-")
            ? parts[0]
            : "\(padded(today.year, 4))-\(padded(today.month, 2))-\(padded(today.day, 2))"
        var clock = last.contains(":") ? last : "00:00:00"
        if clock.split(separator: ":").count == 2 { clock += ":00" }
        return CivilTime(rfc3339: "\(date)T\(clock)\(zone)")?.instant
    }
}

/// strftime(3).
enum TimeFormat {
    private static let days = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    static func render(_ time: CivilTime, _ format: String) -> String {
        var result = ""
        var rest = format.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "%", var letter = rest.popFirst() else {
                result.unicodeScalars.append(scalar)
                continue
            }
            var hasColon = false
            var isUnpadded = false
            if letter == ":" || letter == "-" {
                hasColon = letter == ":"
                isUnpadded = letter == "-"
                letter = rest.popFirst() ?? letter
            }
            var shown = field(time, Character(letter), hasColon: hasColon)
            if isUnpadded { shown = String(shown.drop { $0 == "0" || $0 == " " }) }
            result += shown
        }
        return result
    }

    private static func field(_ time: CivilTime, _ letter: Character, hasColon: Bool) -> String {
        switch letter {
        case "Y": return String(time.year)
        case "y": return padded(time.year % 100, 2)
        case "C": return padded(time.year / 100, 2)
        case "m": return padded(time.month, 2)
        case "d": return padded(time.day, 2)
        case "e": return String(time.day).rightAligned(2)
        case "H": return padded(time.hour, 2)
        case "k": return String(time.hour).rightAligned(2)
        case "I": return padded((time.hour + 11) % 12 + 1, 2)
        case "M": return padded(time.minute, 2)
        case "S": return padded(time.second, 2)
        case "N": return padded(time.nanosecond, 9)
        case "p": return time.hour < 12 ? "AM" : "PM"
        case "s": return String(time.instant.secondsSinceEpoch)
        case "j":
            let newYear = CivilTime(
                year: time.year, month: 1, day: 1, secondsFromUTC: time.secondsFromUTC)
            let seconds = time.instant.secondsSinceEpoch - newYear.instant.secondsSinceEpoch
            return padded(Int(seconds / 86_400) + 1, 3)
        case "u": return String(time.weekday == 0 ? 7 : time.weekday)
        case "w": return String(time.weekday)
        case "a": return String(days[time.weekday].prefix(3))
        case "A": return days[time.weekday]
        case "b", "h": return String(months[time.month - 1].prefix(3))
        case "B": return months[time.month - 1]
        case "z": return zone(time.secondsFromUTC, colon: hasColon)
        case "Z": return zoneName(time.secondsFromUTC)
        case "F": return render(time, "%Y-%m-%d")
        case "T": return render(time, "%H:%M:%S")
        case "R": return render(time, "%H:%M")
        case "D": return render(time, "%m/%d/%y")
        case "r": return render(time, "%I:%M:%S %p")
        case "c": return render(time, "%a %b %e %H:%M:%S %Y")
        case "x": return render(time, "%m/%d/%y")
        case "X": return render(time, "%H:%M:%S")
        case "n": return "\n"
        case "t": return "\t"
        case "%": return "%"
        default: return "%\(letter)"
        }
    }

    static func zone(_ seconds: Int, colon: Bool) -> String {
        let minutes = abs(seconds) / 60
        return (seconds < 0 ? "-" : "+") + padded(minutes / 60, 2) + (colon ? ":" : "")
            + padded(minutes % 60, 2)
    }

    static func zoneName(_ seconds: Int) -> String {
        switch seconds {
        case 0: "UTC"
        case 28_800: "CST"
        default: zone(seconds, colon: false)
        }
    }
}

extension Process {
    /// **Unit**: seconds east of UTC: the machine's, or TZ's if that says UTC.
    var secondsFromUTC: Int {
        switch environment["TZ"] {
        case "UTC", "UTC0", "GMT": 0
        case "Asia/Shanghai", "CST-8": 28_800
        default: machine.secondsFromUTC
        }
    }
}
