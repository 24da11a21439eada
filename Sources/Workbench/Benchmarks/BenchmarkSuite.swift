/// All rows of `make bench`, in one run.
package enum BenchmarkSuite {
    /// The rows that need no labs, from the smallest part to the whole.
    package static let benchmarks: [Benchmark] =
        MicroBenchmarks.all + [ClusterBenchmarks.event, ClusterBenchmarks.get, HTTPSBenchmarks.get]
        + [ClusterBenchmarks.start, ClusterBenchmarks.thousandPods]

    /// Measures those of `benchmarks` whose name contains `part`, and gives each line of a Markdown
    /// table to `show` as soon as it is known.
    ///
    /// **Throws** what a benchmark throws.
    package static func run(
        _ benchmarks: [Benchmark], containing part: String = "", show: (String) -> Void
    ) throws {
        show("| what | median | aim | note |\n| --- | --- | --- | --- |")
        for benchmark in benchmarks where part.isEmpty || benchmark.name.contains(part) {
            let result = try benchmark.measure()
            show(
                "| \(benchmark.name) | \(result.median.readable) | \(benchmark.aim) | "
                    + "\(result.note) |")
        }
    }
}
