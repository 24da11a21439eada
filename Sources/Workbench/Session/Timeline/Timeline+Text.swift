import Simulation

/// The picture for a terminal.
extension Timeline {
    /// One line for each turn, each with its newline.
    package func text(secondsFromUTC: Int) -> String {
        let cells = turns.flatMap { $0.standings.values.map(Self.cell) }
        let width = max(16, ((cells + members).map(\.count).max() ?? 0) + 1)
        var lines = [row("TIME", members, width)]
        for turn in turns {
            let time = Self.clock(turn.instant, secondsFromUTC)
            for fault in turn.faults { lines.append(time.padding(to: 14) + "-- " + fault) }
            let cells = members.map { turn.standings[$0].map(Self.cell) ?? "-" }
            lines.append(row(turn.faults.isEmpty ? time : "", cells, width))
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func row(_ head: String, _ cells: [String], _ width: Int) -> String {
        var line = head.padding(to: 14)
        for cell in cells { line += cell.padding(to: width) }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// `leader 3 10/9`: role, term, last entry, committed entry.
    static func cell(_ standing: Standing) -> String {
        if standing.role == .down { return "down" }
        return "\(standing.role.rawValue) \(standing.term) "
            + "\(standing.last)/\(standing.committed)"
    }

    /// `22:11:11.250`, without a fraction of zero.
    static func clock(_ instant: SimulatedInstant, _ secondsFromUTC: Int) -> String {
        let time = CivilTime(instant, secondsFromUTC: secondsFromUTC)
        let milliseconds = instant.nanosecondsSinceEpoch / 1_000_000 % 1000
        let clock = [time.hour, time.minute, time.second].map { padded($0, 2) }
            .joined(separator: ":")
        return milliseconds == 0 ? clock : clock + "." + padded(Int(milliseconds), 3)
    }
}
