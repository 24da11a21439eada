/// All rows of `make bench`, in one run.
package enum BenchmarkSuite {
    /// Measures row by row and gives each to `show` as soon as it is known.
    ///
    /// `others` are rows of what this module cannot reach: labs, real sockets.
    package static func run(
        others: [() throws -> BenchmarkRow] = [], show: (BenchmarkRow) -> Void
    ) throws {
        let rows: [() throws -> BenchmarkRow] =
            [
                ClusterBenchmarks.event, ClusterBenchmarks.start, ClusterBenchmarks.get,
                ClusterBenchmarks.thousandPods,
            ] + others
        for row in rows { show(try row()) }
    }

    package static func pods(_ count: Int) throws { print(line(try ClusterBenchmarks.pods(count))) }

    /// The row as a line of a Markdown table.
    package static func line(_ row: BenchmarkRow) -> String {
        "| \(row.name) | \(row.median) | \(row.aim) | \(row.note) |"
    }

    package static let head = "| what | median | aim | note |\n| --- | --- | --- | --- |"
}
