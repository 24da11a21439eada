import Session
import API

/// How a report is written.
package enum GradeFormat: String, Sendable, CaseIterable {
    case table, csv, json, junit

    /// The whole text, its last newline included.
    package func text(_ report: GradeReport, _ texts: Texts) -> String {
        switch self {
        case .table: Self.tableText(report, texts)
        case .csv: Self.csvText(report)
        case .json: Self.jsonText(report)
        case .junit: Self.junitText(report)
        }
    }

    // MARK: - Table

    private static func tableText(_ report: GradeReport, _ texts: Texts) -> String {
        var lines = [texts.gradeColumns]
        for row in report.rows {
            let verdict = row.verdict
            lines.append([
                printable(row.submission.learner), row.submission.lab ?? "-",
                verdict.outcome.rawValue, "\(verdict.points)/\(verdict.mostPoints)",
                row.lost.isEmpty ? "-" : row.lost.joined(separator: ","), note(row, texts),
            ])
        }
        var widths = lines[0].map(\.count)
        for line in lines {
            for (column, cell) in line.enumerated() {
                widths[column] = max(widths[column], cell.count)
            }
        }
        let body = lines.map { line in
            let cells = line.enumerated().map { column, cell in
                column == line.count - 1 ? cell : cell.padding(to: widths[column] + 2)
            }
            return cells.joined().trimmingTrailingBlanks + "\n"
        }
        let passed = report.rows.count { $0.verdict.outcome == .passed }
        return body.joined() + texts.gradeSum(passed, of: report.rows.count) + "\n"
    }

    private static func note(_ row: GradeReport.Row, _ texts: Texts) -> String {
        var notes = row.copies.map { texts.copy(printable($0.learner), $0.share) }
        if let reason = row.verdict.reason {
            notes.append((row.verdict.line.map { texts.line($0) } ?? "") + printable(reason))
        }
        return notes.joined(separator: "; ")
    }

    /// Without what could move a teacher's cursor.
    private static func printable(_ text: String) -> String {
        String(text.map { $0.unicodeScalars.allSatisfy { $0.properties.isPrintable } ? $0 : "?" })
    }

    // MARK: - CSV

    private static let csvHeader = [
        "learner", "lab", "file", "outcome", "points", "of", "steps", "lost", "line", "reason",
        "copies",
    ]

    /// RFC 4180: lines end in CR LF; cells with commas, quotes or line breaks are quoted.
    private static func csvText(_ report: GradeReport) -> String {
        let rows = report.rows.map { row -> [String] in
            let verdict = row.verdict
            return [
                row.submission.learner, row.submission.lab ?? "", row.submission.path,
                verdict.outcome.rawValue, String(verdict.points), String(verdict.mostPoints),
                verdict.steps.map { "\($0.name)=\($0.isDone ? $0.points : 0)/\($0.points)" }
                    .joined(separator: ";"),
                row.lost.joined(separator: ";"), verdict.line.map { String($0) } ?? "",
                verdict.reason ?? "",
                row.copies.map { "\($0.learner)=\($0.share)%" }.joined(separator: ";"),
            ]
        }
        return ([csvHeader] + rows).map { $0.map(csvCell).joined(separator: ",") + "\r\n" }.joined()
    }

    /// A cell that a spreadsheet would compute gets an apostrophe in front.
    private static func csvCell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) }
        let text = (isFormula ?? false) ? "'" + text : text
        // By scalars: a carriage return and a line feed are one character.
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
            return text
        }
        var quoted = "\""
        for character in text { quoted += character == "\"" ? "\"\"" : String(character) }
        return quoted + "\""
    }

    // MARK: - JSON

    private static func jsonText(_ report: GradeReport) -> String {
        let rows = report.rows.map { row -> Value in
            let verdict = row.verdict
            let copies = row.copies.map { copy -> Value in
                .object(
                    Object([
                        ("learner", .string(copy.learner)), ("percent", .int(Int64(copy.share))),
                    ]))
            }
            return .object(
                Object([
                    ("learner", .string(row.submission.learner)),
                    ("lab", .optional(row.submission.lab)),
                    ("file", .string(row.submission.path)),
                    ("outcome", .string(verdict.outcome.rawValue)),
                    ("points", .int(Int64(verdict.points))),
                    ("of", .int(Int64(verdict.mostPoints))),
                    ("line", .optional(verdict.line)),
                    ("reason", .optional(verdict.reason)),
                    ("steps", .array(verdict.steps.map(\.json))),
                    ("copies", .array(copies)),
                ]))
        }
        let whole = Value.object(
            Object([
                ("passed", .int(Int64(report.rows.count { $0.verdict.outcome == .passed }))),
                ("count", .int(Int64(rows.count))), ("submissions", .array(rows)),
            ]))
        return String(
            decoding: JSONWriter.pretty(whole, escapesHTML: false), as: UTF8.self) + "\n"
    }

    // MARK: - JUnit

    /// A suite for each submission, a case for each step.
    private static func junitText(_ report: GradeReport) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        let all = report.rows.flatMap(cases)
        text += "<testsuites name=\"kubarium grade\" tests=\"\(all.count)\" "
        text += "failures=\"\(all.count { $0.kind == "failure" })\" "
        text += "errors=\"\(all.count { $0.kind == "error" })\">\n"
        for row in report.rows { text += junitSuite(row) }
        return text + "</testsuites>\n"
    }

    private struct Case {
        var name: String
        /// `failure`, `error`, or empty.
        var kind: String
        var message = ""
    }

    private static func cases(_ row: GradeReport.Row) -> [Case] {
        let verdict = row.verdict
        if verdict.outcome == .broken || verdict.outcome == .missing {
            return [Case(name: "submission", kind: "error", message: verdict.reason ?? "")]
        }
        let steps = verdict.steps.map { step in
            let place = step.line.map { "line \($0): " } ?? ""
            return Case(
                name: step.name, kind: step.isDone ? "" : "failure",
                message: place + (step.reason ?? ""))
        }
        // A text without any step, or a lab without any, still has to show in the count.
        return steps.isEmpty
            ? [Case(name: "submission", kind: verdict.outcome == .passed ? "" : "failure")] : steps
    }

    private static func junitSuite(_ row: GradeReport.Row) -> String {
        let cases = cases(row)
        let name = xml(row.submission.learner + (row.submission.lab.map { " " + $0 } ?? ""))
        var text = "  <testsuite name=\"\(name)\" tests=\"\(cases.count)\" "
        text += "failures=\"\(cases.count { $0.kind == "failure" })\" "
        text += "errors=\"\(cases.count { $0.kind == "error" })\">\n"
        for one in cases {
            text += "    <testcase classname=\"\(name)\" name=\"\(xml(one.name))\""
            text +=
                one.kind.isEmpty
                ? "/>\n"
                : "><\(one.kind) message=\"\(xml(one.message))\"/></testcase>\n"
        }
        for copy in row.copies {
            text += "    <system-out>copy of \(xml(copy.learner)) (\(copy.share)%)</system-out>\n"
        }
        return text + "  </testsuite>\n"
    }

    /// Escaped for an attribute; what XML 1.0 does not allow becomes a question mark.
    private static func xml(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n", "\r", "\t": escaped += "&#\(scalar.value);"
            default:
                let isAllowed = scalar.value >= 32 && scalar.value & 0xfffe != 0xfffe
                escaped.unicodeScalars.append(isAllowed ? scalar : "?")
            }
        }
        return escaped
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isPrintable: Bool {
        switch generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}

extension String {
    fileprivate var trimmingTrailingBlanks: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
