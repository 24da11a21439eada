/// All rows of `make bench`, in one run.
package enum BenchmarkSuite {
    /// The rows that need no labs. The first is measured in a process that has done nothing else,
    /// so that its memory is a cluster's.
    package static let benchmarks: [Benchmark] =
        [
            ClusterBenchmarks.start, ClusterBenchmarks.thousandPods, ClusterBenchmarks.get,
            ClusterBenchmarks.event,
        ] + HTTPSBenchmarks.all + MicroBenchmarks.all + EtcdBenchmarks.all

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
