import NIOCore

/// Limits of the gRPC service and client, each with where it comes from.
enum Defaults {
    /// **Unit**: bytes of one message to the server: etcd's limit on a request, and 512 KiB for
    /// what is around it.
    ///
    /// Upstream: etcd server/etcdserver/api/v3rpc/grpc.go `grpcOverheadBytes`.
    static let requestBytesMax = 1_572_864 + 524_288
    /// **Unit**: bytes of one message to a client, which reads snapshots and long ranges.
    ///
    /// Upstream: etcd client/v3/options.go `defaultMaxCallRecvMsgSize`.
    static let responseBytesMax = Int(Int32.max)
    /// **Unit**: bytes of a snapshot in one message.
    ///
    /// Upstream: etcd server/etcdserver/api/v3rpc/maintenance.go `snapshotSendBufferSize`.
    static let snapshotPieceBytes = 32 * 1024
    /// How long a client may take for its part of TLS.
    static let handshakeMax: TimeAmount = .seconds(10)
    /// Requests and streams at a time on one connection. Source: kube-apiserver's own limit.
    static let streamsMax = 2000
    /// Messages that wait on a watch stream for a slow client before its watches wait too.
    static let watchQueueMax = 128
    /// How long a request to a real etcd may take.
    ///
    /// Upstream: etcdctl `--command-timeout`.
    static let requestTimeout = Duration.seconds(5)
    /// How long a connection to a real etcd may take. Upstream: etcdctl `--dial-timeout`.
    static let dialTimeout = Duration.seconds(2)
    /// When a silent connection is asked whether it is alive, and how long that may take.
    ///
    /// Upstream: kubernetes staging/src/k8s.io/apiserver/pkg/storage/storagebackend/factory/etcd3.go
    /// (30 s and 10 s; shorter here, since the cluster's time stands still meanwhile).
    static let keepaliveTime = Duration.seconds(10)
    static let keepaliveTimeout = Duration.seconds(3)
    /// How long the cluster's time waits for a watch to show what was written here.
    static let ownWriteMax = Duration.seconds(2)
    /// Responses of a watch that wait in the cluster for a slow reader.
    static let remoteWatchQueueMax = 256
    /// How long a watch looks for another member before it gives up.
    static let watchResumeMax = Duration.seconds(10)
    static let watchResumePause = Duration.milliseconds(100)
}
