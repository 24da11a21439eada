/// The limits and defaults of the simulated world.
package enum Defaults {
    /// Where every cluster's clock starts: 2023-03-15T22:10:00Z.
    ///
    /// The document's `ls` shows files of "Mar 15 22:12" in a container; containers run on UTC, so
    /// the cluster starts at 22:10:00Z. Source: `document.zh.txt`, Downward API volumes.
    package static let start = CivilTime(year: 2023, month: 3, day: 15, hour: 22, minute: 10)
        .instant
    /// **Unit**: bytes; what a pipe holds before its writer waits. Source: Linux pipe(7).
    package static let pipeCapacityBytes = 65_536
    /// **Unit**: events; older ones are dropped from a trace.
    package static let traceCapacityEvents = 10_000
}
