import Transcript

/// Compares two tables as kubectl prints them, cell by cell.
struct TableComparison {
    private let expected: Table
    private let found: Table
    private let isOpen: Bool

    /// Nil unless both outputs are tables.
    init?(_ expected: [String], _ found: [String]) {
        isOpen = expected.contains("...")
        guard let wanted = Table(expected.filter { $0 != "..." }), let has = Table(found) else {
            return nil
        }
        (self.expected, self.found) = (wanted, has)
    }

    /// Lines of cells under a head of capitals.
    struct Table {
        let head: [String]
        let rows: [[String]]

        init?(_ lines: [String]) {
            guard let first = lines.first else { return nil }
            head = Self.cells(first)
            let isHead = head.allSatisfy { cell in
                cell.contains(where: \.isLetter) && !cell.contains(where: \.isLowercase)
            }
            guard head.count > 1, isHead else { return nil }
            rows = lines.dropFirst().map(Self.cells)
        }

        /// Cells are at least two blanks apart.
        private static func cells(_ line: String) -> [String] {
            var cells: [String] = []
            var cell = ""
            var blanks = 0
            for character in line {
                if character == " " {
                    blanks += 1
                    continue
                }
                if blanks > 1, !cell.isEmpty {
                    cells.append(cell)
                    cell = ""
                } else if blanks == 1, !cell.isEmpty {
                    cell += " "
                }
                blanks = 0
                cell.append(character)
            }
            if !cell.isEmpty { cells.append(cell) }
            return cells
        }

        func cell(_ column: String, _ row: [String]) -> String? {
            head.firstIndex(of: column).flatMap { $0 < row.count ? row[$0] : nil }
        }

        /// What a row is called.
        func name(_ row: [String]) -> String {
            cell("NAME", row) ?? row.first ?? ""
        }
    }

    var reasons: [Reason] {
        let missing = expected.head.filter { !found.head.contains($0) }
        if !missing.isEmpty { return missing.map { .missingColumn($0) } }
        var reasons: [Reason] = []
        var rest = found.rows
        for row in expected.rows {
            let name = expected.name(row)
            let namespace = expected.cell("NAMESPACE", row) ?? ""
            let index = rest.firstIndex { other in
                matches(name, found.name(other))
                    && matches(namespace, found.cell("NAMESPACE", other) ?? namespace)
            }
            guard let index else {
                reasons.append(.missingRow(Explainer.shown(name)))
                continue
            }
            reasons += differences(row, rest.remove(at: index))
        }
        if !isOpen { reasons += rest.map { .extraRow(found.name($0)) } }
        return reasons
    }

    private func differences(_ wanted: [String], _ has: [String]) -> [Reason] {
        var reasons: [Reason] = []
        let differing = expected.head.filter { column in
            guard let one = expected.cell(column, wanted), let other = found.cell(column, has)
            else {
                return false
            }
            return !matches(one, other)
        }
        // The status says more than the figure does.
        for column in differing.filter({ $0 == "STATUS" }) + differing.filter({ $0 != "STATUS" }) {
            let value = found.cell(column, has) ?? ""
            let isExplained = column == "READY" && differing.contains("STATUS")
            reasons.append(
                .column(
                    column, of: found.name(has), found: value,
                    expected: Explainer.shown(expected.cell(column, wanted) ?? ""),
                    cause: isExplained ? nil : cause(column, value)))
        }
        return reasons
    }

    private func cause(_ column: String, _ value: String) -> Reason.Cause? {
        if column == "READY" { return found.head.contains("STATUS") ? .notReady : .podsNotReady }
        guard column == "STATUS" else { return nil }
        if value.contains("BackOff"), value.contains("Image") { return .imageMissing }
        switch value {
        case "ErrImagePull", "InvalidImageName": return .imageMissing
        case "ContainerCreating", "PodInitializing": return .creating
        case "Pending": return .pending
        case "CrashLoopBackOff", "Error", "OOMKilled", "RunContainerError": return .crashing
        case "Completed": return .ended
        case "Terminating": return .terminating
        case "CreateContainerConfigError": return .configuration
        default: return value.hasPrefix("NotReady") ? .nodeNotReady : nil
        }
    }

    private func matches(_ pattern: String, _ text: String) -> Bool {
        var bindings: [String: String] = [:]
        return (try? LinePattern(pattern))?.matches(text, &bindings) ?? (pattern == text)
    }
}
