package import Etcd
package import PKI
package import PodNetwork

/// An etcd as its clients meet it: what it can do, and the certificate it shows.
package struct EtcdServer: Sendable {
    package var service: any EtcdService
    package var identity: Identity
}

extension Cluster {
    /// The etcd whose clients reach it at `address` and etcd's port from the master.
    package func etcdServer(at address: IPv4Address) -> EtcdServer? {
        guard let group = etcdGroup else {
            guard address.isLoopback || address == topology.controlPlane.address else { return nil }
            return EtcdServer(service: etcd, identity: pki.etcdServer)
        }
        guard let seat = group.seat(at: address), let identity = pki.etcdMember(seat.host.name)
        else { return nil }
        return EtcdServer(service: seat.member, identity: identity)
    }
}
