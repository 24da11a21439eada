import Foundation

/// Measures on the wall clock; here and nowhere else in the project.
enum Stopwatch {
    /// How long `body` takes.
    static func time(_ body: () throws -> Void) rethrows -> Duration {
        let clock = ContinuousClock()
        let start = clock.now
        try body()
        return clock.now - start
    }

    /// How long each of `runs` runs of `body` takes, the shortest first.
    static func times(_ runs: Int, _ body: (Int) throws -> Void) rethrows -> [Duration] {
        var times: [Duration] = []
        for run in 0..<runs { times.append(try time { try body(run) }) }
        return times.sorted()
    }

    /// The median over `runs` runs of `body`, each measured whole.
    static func median(of runs: Int, _ body: () throws -> Void) rethrows -> Duration {
        var times: [Duration] = []
        for _ in 0..<runs { times.append(try time(body)) }
        return times.sorted()[times.count / 2]
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }

    /// With three digits and a fitting unit.
    var readable: String {
        let seconds = inSeconds
        switch seconds {
        case 1...: return String(format: "%.2f s", seconds)
        case 1e-3...: return String(format: "%.1f ms", seconds * 1e3)
        case 1e-6...: return String(format: "%.1f µs", seconds * 1e6)
        default: return String(format: "%.0f ns", seconds * 1e9)
        }
    }
}
