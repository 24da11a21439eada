/// What came of one seed.
package struct SwarmReport: Sendable {
    package var seed: UInt64
    /// The promise that was broken; nil if all were kept.
    package var violation: String?
    /// How many things happened.
    package var steps: Int
    /// How many requests of clients were answered.
    package var operations: Int

    /// One line, from which a failure can be replayed.
    package var line: String {
        guard let violation else { return "seed \(seed): \(steps) steps, \(operations) answers" }
        return "seed \(seed): \(violation); replay: kubarium soak --seed \(seed)"
    }
}
