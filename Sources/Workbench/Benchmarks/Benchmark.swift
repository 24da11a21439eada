/// One row of the table: what is measured, and how.
package struct Benchmark: Sendable {
    package var name: String
    /// What the project aims at, if anything.
    package var aim: String
    package var measure: @Sendable () throws -> Measurement

    package init(
        _ name: String, aim: String = "", measure: @escaping @Sendable () throws -> Measurement
    ) {
        (self.name, self.aim, self.measure) = (name, aim, measure)
    }

    /// The median of `runs` runs of `body`, each measured whole.
    package init(
        _ name: String, aim: String = "", runs: Int, note: String = "",
        _ body: @escaping @Sendable () throws -> Void
    ) {
        self.init(name, aim: aim) {
            Measurement(median: try Stopwatch.median(of: runs, body), note: note)
        }
    }
}

/// What came out.
package struct Measurement: Sendable {
    package var median: Duration
    package var note: String

    package init(median: Duration, note: String = "") {
        (self.median, self.note) = (median, note)
    }
}
