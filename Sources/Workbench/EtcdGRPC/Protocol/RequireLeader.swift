/// The word of a client that rather hears that nobody leads than wait for it.
///
/// Upstream: etcd api/v3rpc/rpctypes/metadatafields.go.
enum RequireLeader {
    static let key = "hasleader"
    static let value = "true"
}
