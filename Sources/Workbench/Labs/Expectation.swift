import API
import Session
package import Transcript

/// Compares what a command showed with what a transcript expects of it.
package struct Expectation {
    private let command: Transcript.Command
    private let words: [Transcript.Word]

    package init(_ command: Transcript.Command, words: [Transcript.Word]) {
        (self.command, self.words) = (command, words)
    }

    /// Nil if the output, and the exit code as far as both are known, are what is expected.
    package func compare(
        _ output: [String], exitCode: Int?, _ bindings: inout [String: String]
    ) -> OutputPattern.Difference? {
        var trial = bindings
        if let difference = compareOutput(output, &trial) { return difference }
        if let wanted = command.exitCode, let exitCode, wanted != exitCode {
            return OutputPattern.Difference(
                expected: "[\(wanted)]", found: "[\(exitCode)]", line: output.count + 1)
        }
        bindings = trial
        return nil
    }

    private func compareOutput(
        _ output: [String], _ bindings: inout [String: String]
    ) -> OutputPattern.Difference? {
        if words.contains(.json), !command.output.isEmpty {
            return JSONExpectation(command.output).compare(output, &bindings)
        }
        do {
            return try OutputPattern(command.output, words: words).compare(output, &bindings)
        } catch {
            return OutputPattern.Difference(expected: "\(error)", found: nil, line: 1)
        }
    }
}

/// An expected output that is compared as a JSON value.
///
/// Strings may have holes. `"...": "..."` in an object allows members that are not named, `"..."`
/// at the end of an array allows further items.
struct JSONExpectation {
    private let lines: [String]

    init(_ lines: [String]) { self.lines = lines }

    func compare(
        _ output: [String], _ bindings: inout [String: String]
    ) -> OutputPattern.Difference? {
        let text = lines.joined(separator: "\n")
        guard let expected = try? JSONParser.parse(text) else {
            return OutputPattern.Difference(
                expected: "the transcript's JSON cannot be read", found: lines.first, line: 1)
        }
        guard let found = try? JSONParser.parse(output.joined(separator: "\n")) else {
            return OutputPattern.Difference(expected: "JSON", found: output.first, line: 1)
        }
        return compare(expected, found, path: "", &bindings)
    }

    private func compare(
        _ expected: Value, _ found: Value, path: String, _ bindings: inout [String: String]
    ) -> OutputPattern.Difference? {
        switch (expected, found) {
        case (.object(let wanted), .object(let has)):
            return compareObjects(wanted, has, path, &bindings)
        case (.array(let wanted), .array(let has)):
            return compareArrays(wanted, has, path, &bindings)
        case (.string(let wanted), .string(let has)):
            let matches = (try? LinePattern(wanted))?.matches(has, &bindings) ?? false
            return matches ? nil : difference(path, expected, found)
        default: return expected == found ? nil : difference(path, expected, found)
        }
    }

    private func compareObjects(
        _ wanted: Object, _ has: Object, _ path: String, _ bindings: inout [String: String]
    ) -> OutputPattern.Difference? {
        for (name, value) in wanted where name != "..." {
            guard let other = has[name] else { return difference("\(path).\(name)", value, nil) }
            if let found = compare(value, other, path: "\(path).\(name)", &bindings) {
                return found
            }
        }
        if wanted["..."] != nil { return nil }
        for (name, value) in has where wanted[name] == nil {
            return difference("\(path).\(name)", nil, value)
        }
        return nil
    }

    private func compareArrays(
        _ wanted: [Value], _ has: [Value], _ path: String, _ bindings: inout [String: String]
    ) -> OutputPattern.Difference? {
        let isOpen = wanted.last?.string == "..."
        let items = isOpen ? Array(wanted.dropLast()) : wanted
        for (index, item) in items.enumerated() {
            guard index < has.count else { return difference("\(path)[\(index)]", item, nil) }
            let found = compare(item, has[index], path: "\(path)[\(index)]", &bindings)
            if let found { return found }
        }
        if !isOpen, has.count > items.count {
            return difference("\(path)[\(items.count)]", nil, has[items.count])
        }
        return nil
    }

    private func difference(
        _ path: String, _ expected: Value?, _ found: Value?
    ) -> OutputPattern.Difference {
        func shown(_ value: Value?) -> String? {
            value.map { "\(path): " + String(decoding: JSONWriter.compact($0), as: UTF8.self) }
        }
        return OutputPattern.Difference(expected: shown(expected), found: shown(found), line: 1)
    }
}
