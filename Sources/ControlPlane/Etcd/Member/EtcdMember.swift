package import Simulation

/// One machine's etcd: the data it keeps, and the process that serves them while one runs.
///
/// ```
///   start() ──▶ EtcdProcess on the data ──▶ stop() (killed) ──▶ start() ...
///                     ▲
///   API server ───────┘ or, while none runs, "connection refused"
/// ```
/// To its users it is what etcd's client library is: while no process answers it tries again for
/// a while, and then gives up with gRPC's text.
///
/// **Invariants**
/// 1. What a process has acknowledged, the next one has: the data outlive it, in a directory or,
///    without one, in memory, as the disk of a simulated machine.
/// 2. A dead process answers nothing more, and its watches end.
package final class EtcdMember: ProcessBacked {
    package let configuration: EtcdConfiguration
    /// The world in which the data began.
    package let origin: DiskOrigin
    private let simulation: Simulation
    private let disk: SQLiteDisk?
    /// What a member of a group has of its own; nil for one that is alone.
    private let group: Group?
    private struct Group {
        var members: [EtcdConfiguration]
        var disk: MemberDisk
        var transport: any PeerTransport
        var onNews: @Sendable (MemberNews) -> Void
    }
    private struct State {
        var process: EtcdProcess?
        /// The data while no process runs; nil if they have to be read from the directory.
        var resting: DiskContents?
    }
    private let state: Confined<State>
    private let arrivals: WaitQueue

    /// Reads what is in `dataDirectory`, or begins with nothing; starts no process.
    ///
    /// **Throws** `.disk` with a sentence if the directory cannot be used or is damaged.
    package init(
        simulation: Simulation, dataDirectory: String? = nil,
        configuration: EtcdConfiguration = EtcdConfiguration()
    ) throws(EtcdError) {
        self.simulation = simulation
        self.configuration = configuration
        group = nil
        arrivals = WaitQueue(simulation)
        let here = DiskOrigin(seed: simulation.seed, start: simulation.now)
        guard let dataDirectory else {
            (disk, origin) = (nil, here)
            state = Confined(simulation, State(resting: DiskContents()))
            return
        }
        let disk = try SQLiteDisk(directory: dataDirectory, origin: here)
        let contents = try disk.validContents(now: simulation.now)
        (self.disk, origin) = (disk, contents.origin ?? here)
        state = Confined(simulation, State(resting: contents))
    }

    /// One of several members, on what is in `dataDirectory` or in memory; starts no process.
    ///
    /// `onNews` is told of whatever happens to the member in its group.
    ///
    /// **Throws** `.disk` with a sentence if the directory cannot be used or is damaged.
    package init(
        simulation: Simulation, configuration: EtcdConfiguration, group: [EtcdConfiguration],
        dataDirectory: String? = nil, transport: any PeerTransport,
        onNews: @escaping @Sendable (MemberNews) -> Void
    ) throws(EtcdError) {
        self.simulation = simulation
        self.configuration = configuration
        let disk = try MemberDisk(simulation, directory: dataDirectory, members: group.count)
        self.group = Group(members: group, disk: disk, transport: transport, onNews: onNews)
        arrivals = WaitQueue(simulation)
        (self.disk, origin) = (nil, disk.origin)
        state = Confined(simulation, State())
    }

    /// Where the member stands in its group; nil while it is down, or if it is alone.
    package var standing: MemberStanding? { state.value.process?.group?.standing }

    /// Takes in what another member says; a dead one hears nothing.
    package func receive(_ message: PeerMessage) { state.value.process?.group?.receive(message) }

    /// Whether a process serves.
    package var isRunning: Bool { state.value.process != nil }

    /// Why the disk refuses writes; nil if it takes them.
    package var refusal: EtcdError? { state.value.process?.commits.refusal }

    /// The values of all keys below `prefix`, in the order of the keys, while no process runs.
    package func restingValues(below prefix: String) -> [any StoredPayload] {
        var newest: [Key: any StoredPayload] = [:]
        let bytes = Array(prefix.utf8)
        for record in state.value.resting?.records ?? []
        where record.keyValue.key.bytes.starts(with: bytes) {
            newest[record.keyValue.key] = record.isTombstone ? nil : record.keyValue.value
        }
        return newest.sorted { $0.key < $1.key }.map(\.value)
    }

    // MARK: - Life

    /// Starts a process on the data; `quotaBytes` is the value of its `--quota-backend-bytes`.
    ///
    /// **Throws** `.disk` if they have been damaged meanwhile.
    package func start(quotaBytes: Int64? = nil) throws(EtcdError) {
        guard state.value.process == nil else { return }
        var configuration = configuration
        if let quotaBytes { configuration.setQuota(quotaBytes) }
        if let group {
            state.value.process = try EtcdProcess(
                simulation, configuration, group: group.members, disk: group.disk,
                transport: group.transport, onNews: group.onNews)
            arrivals.wakeAll()
            return
        }
        var contents = state.value.resting
        if contents == nil, let disk { contents = try disk.validContents(now: simulation.now) }
        state.value.process = try EtcdProcess(
            simulation, configuration, disk: disk, contents: contents ?? DiskContents())
        state.value.resting = nil
        arrivals.wakeAll()
    }

    /// Ends the process as a kill would; the data stay.
    package func stop() {
        guard let process = state.value.process else { return }
        if disk == nil, group == nil { state.value.resting = process.contents }
        state.value.process = nil
        process.halt()
    }

    /// Ends the process and lets go of the directory, as when the program ends.
    package func close() {
        stop()
        disk?.close()
        group?.disk.close()
    }

    // MARK: - The client

    /// The process that runs; waits a while for one.
    private func connection() async throws(EtcdError) -> EtcdProcess {
        let deadline = simulation.now.advanced(by: Defaults.clientRetryMax)
        while true {
            if let process = state.value.process { return process }
            let left = simulation.now.duration(to: deadline)
            guard left > .zero else { throw .unreachable(refused) }
            do { _ = try await arrivals.wait(for: left) } catch { throw .cancelled }
        }
    }

    func call<Response>(
        _ body: (EtcdProcess) async throws(EtcdError) -> Response
    ) async throws(EtcdError) -> Response {
        let process = try await connection()
        do { return try await body(process) } catch {
            // The process died over the request; its client sees the connection end.
            guard error == .unavailable, state.value.process !== process else { throw error }
            throw .unreachable(Self.endOfFile)
        }
    }

    /// Upstream: grpc-go, as an API server passes it on.
    private var refused: String {
        let address = configuration.clientURL.split(separator: "/").last ?? ""
        return "rpc error: code = Unavailable desc = connection error: desc = \"transport: Error "
            + "while dialing: dial tcp \(address.replacing("localhost", with: "127.0.0.1")): "
            + "connect: connection refused\""
    }
    private static let endOfFile =
        "rpc error: code = Unavailable desc = error reading from server: EOF"
}
