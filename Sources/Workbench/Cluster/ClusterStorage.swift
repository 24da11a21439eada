package import Etcd
package import Simulation

/// Where a cluster's etcd keeps what it is told.
package enum ClusterStorage: Sendable {
    /// Gone with the process.
    case memory
    /// A folder of the machine, for the cluster's own etcd.
    case directory(String)
    /// A real etcd, which the cluster's API server uses instead of its own.
    case external(ExternalStore)

    /// Whether the cluster can be started again from it.
    package var isKept: Bool {
        if case .memory = self { false } else { true }
    }

    var directory: String? {
        if case .directory(let path) = self { path } else { nil }
    }
}

/// A real etcd somewhere.
package struct ExternalStore: Sendable {
    /// As whoever named it has written it.
    package var description: String
    /// A client of it in a simulation.
    let connect: @Sendable (Simulation) throws(ClusterError) -> any EtcdService

    /// `connect` throws a sentence if nobody can be asked.
    package init(
        description: String,
        connect: @escaping @Sendable (Simulation) throws(ClusterError) -> any EtcdService
    ) {
        (self.description, self.connect) = (description, connect)
    }
}
