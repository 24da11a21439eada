import API

/// The difference of two objects as lines: `+ spec.priority: 0`.
///
/// Members are compared by name; lists by position, except that a list which only grew shows what
/// it gained.
enum ValueDiff {
    static func lines(_ old: Value, _ new: Value) -> [String] {
        var lines: [String] = []
        compare(old, new, at: "", into: &lines)
        return lines
    }

    private static func compare(
        _ old: Value?, _ new: Value?, at path: String, into lines: inout [String]
    ) {
        guard old != new else { return }
        switch (old, new) {
        case (.object(let left)?, .object(let right)?):
            for name in left.names + right.names.filter({ left[$0] == nil }) {
                let child = path.isEmpty ? name : "\(path).\(name)"
                compare(left[name], right[name], at: child, into: &lines)
            }
        case (.array(let left)?, .array(let right)?):
            for index in 0..<max(left.count, right.count) {
                compare(
                    index < left.count ? left[index] : nil,
                    index < right.count ? right[index] : nil, at: "\(path)[\(index)]", into: &lines)
            }
        default:
            if let old { lines.append("- \(path): \(GoText.json(old))") }
            if let new { lines.append("+ \(path): \(GoText.json(new))") }
        }
    }
}
