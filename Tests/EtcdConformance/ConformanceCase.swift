package import Etcd

/// One promise of etcd's v3 interface.
package struct ConformanceCase: Sendable, CustomStringConvertible {
    /// The promise, as a sentence.
    package var description: String
    package var needs: Set<Need>
    let body: @Sendable (Trial) async throws -> Void

    /// What not every store under test can give.
    package enum Need: Sendable {
        /// A change of the membership; a group may be in the middle of another one.
        case membership
        /// Users; the one who asks must then be somebody.
        case authentication
    }

    init(
        _ description: String, needs: Set<Need> = [],
        _ body: @escaping @Sendable (Trial) async throws -> Void
    ) {
        (self.description, self.needs, self.body) = (description, needs, body)
    }

    /// Every promise, in the order of etcd's services.
    package static let all: [ConformanceCase] =
        rangeCases + putCases + transactionCases + watchCases + leaseCases + maintenanceCases
        + memberCases + authCases

    /// Looks whether `service` keeps the promise.
    ///
    /// `pause` lets time go by, on the clock by which the service's leases end.
    ///
    /// **Throws** `Discrepancy`, or an error that etcd does not give here.
    package func check(
        on service: any EtcdService, pause: @escaping @Sendable (Duration) async throws -> Void
    ) async throws {
        let trial = Trial(etcd: service, prefix: "/conformance/\(description)/", pause: pause)
        try await trial.clear()
        try await body(trial)
        try await trial.clear()
    }
}

/// What a service does otherwise than etcd.
package struct Discrepancy: Error, CustomStringConvertible {
    package var description: String
}
