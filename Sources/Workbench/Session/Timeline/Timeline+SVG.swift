/// The picture for a slide: a lane for each member, a column for each turn.
extension Timeline {
    private static let left = 90
    private static let column = 130
    private static let lane = 44
    private static let top = 60

    /// A whole SVG document.
    package func svg(secondsFromUTC: Int) -> String {
        let width = Self.left + max(1, turns.count) * Self.column + 10
        let height = Self.top + members.count * Self.lane + 40
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
                + "font-family=\"sans-serif\" font-size=\"12\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
        ]
        for (row, name) in members.enumerated() {
            lines.append(Self.label(name, x: 8, y: laneTop(row) + 24, weight: "bold"))
        }
        for (index, turn) in turns.enumerated() {
            lines += drawn(turn, index, secondsFromUTC)
        }
        lines.append(legend(y: height - 14))
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    private func laneTop(_ row: Int) -> Int { Self.top + row * Self.lane }

    private func drawn(_ turn: Moment, _ index: Int, _ secondsFromUTC: Int) -> [String] {
        let x = Self.left + index * Self.column
        var lines = [Self.label(Self.clock(turn.instant, secondsFromUTC), x: x + 2, y: 18)]
        for (row, name) in members.enumerated() {
            guard let standing = turn.standings[name] else { continue }
            let y = laneTop(row) + 6
            lines.append(
                "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(Self.column)\" height=\"\(Self.lane - 12)\" "
                    + "fill=\"\(Self.colour(of: standing.role))\" stroke=\"white\"/>")
            if standing.role == .down { continue }
            lines.append(Self.label("term \(standing.term)", x: x + 6, y: y + 14))
            lines.append(
                Self.label("log \(standing.last)/\(standing.committed)", x: x + 6, y: y + 28))
        }
        for (row, fault) in turn.faults.enumerated() {
            lines.append(Self.label(fault, x: x + 2, y: 34 + 14 * row, colour: "#b00020"))
        }
        if !turn.faults.isEmpty {
            lines.append(
                "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"6\" y2=\"\(laneTop(members.count))\" "
                    + "stroke=\"#b00020\" stroke-dasharray=\"4 3\"/>")
        }
        return lines
    }

    private func legend(y: Int) -> String {
        let roles: [Standing.Role] = [.leader, .candidate, .follower, .down]
        return roles.enumerated().map { index, role in
            let x = Self.left + index * 110
            return "<rect x=\"\(x)\" y=\"\(y - 10)\" width=\"12\" height=\"12\" "
                + "fill=\"\(Self.colour(of: role))\"/>" + Self.label(role.rawValue, x: x + 18, y: y)
        }.joined()
    }

    /// Told apart without colours, too: from light to dark.
    private static func colour(of role: Standing.Role) -> String {
        switch role {
        case .leader: "#7bc47f"
        case .candidate: "#ffd54f"
        case .follower: "#dce9f7"
        case .down: "#555555"
        }
    }

    private static func label(
        _ text: String, x: Int, y: Int, weight: String = "normal", colour: String = "black"
    ) -> String {
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return "<text x=\"\(x)\" y=\"\(y)\" font-weight=\"\(weight)\" fill=\"\(colour)\">"
            + "\(escaped)</text>"
    }
}
