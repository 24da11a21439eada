import Foundation

/// One row of the table: what was measured, how often, and what came out.
package struct BenchmarkRow: Sendable {
    package var name: String
    /// The median, with its unit: `31.2 ms`.
    package var median: String
    /// What the issue aimed at, if anything.
    package var aim: String
    package var note: String

    package init(name: String, median: String, aim: String = "", note: String = "") {
        (self.name, self.median, self.aim, self.note) = (name, median, aim, note)
    }

    /// The median of `runs` runs of `body`, each measured whole.
    package static func measured(
        _ name: String, aim: String, runs: Int, _ body: () throws -> Void
    ) rethrows -> BenchmarkRow {
        let time = try Stopwatch.median(of: runs, body)
        return BenchmarkRow(name: name, median: time.readable, aim: aim)
    }
}

/// Measures on the wall clock; here and nowhere else in the project.
enum Stopwatch {
    /// How long `body` takes.
    static func time(_ body: () throws -> Void) rethrows -> Duration {
        let clock = ContinuousClock()
        let start = clock.now
        try body()
        return clock.now - start
    }

    /// The median over `runs` runs of `body`, each measured whole.
    static func median(of runs: Int, _ body: () throws -> Void) rethrows -> Duration {
        var times: [Duration] = []
        for _ in 0..<runs { times.append(try time(body)) }
        return times.sorted()[times.count / 2]
    }
}

extension Duration {
    /// With three digits and a fitting unit.
    var readable: String {
        let seconds = Double(components.seconds) + Double(components.attoseconds) / 1e18
        switch seconds {
        case 1...: return String(format: "%.2f s", seconds)
        case 1e-3...: return String(format: "%.1f ms", seconds * 1e3)
        case 1e-6...: return String(format: "%.1f µs", seconds * 1e6)
        default: return String(format: "%.0f ns", seconds * 1e9)
        }
    }
}

/// Memory of this process as Linux counts it.
enum ProcessMemory {
    /// **Unit**: bytes resident now; 0 where `/proc` is missing.
    static var resident: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return 0 }
        return pages * 4096
    }

    static var readable: String { String(format: "%.0f MB", Double(resident) / 1e6) }
}
