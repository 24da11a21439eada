import API
import Simulation

/// Ports of a pod through SPDY frames inside a WebSocket: what stock kubectl's port-forward speaks.
///
/// ```
///   kubectl opens two streams for each connection that it takes, with one requestID:
///     streamType: error   port: 80   requestID: 0  ◀── why there is no connection
///     streamType: data    port: 80   requestID: 0  ◀─▶ its bytes
/// ```
/// A connection whose server does not read holds up the others of its tunnel, as upstream.
///
/// Upstream: kubernetes apimachinery/pkg/util/portforward/constants.go,
/// pkg/kubelet `cri/streaming/portforward/httpstream.go`.
final class PortTunnel: Sendable {
    static let subprotocol = "SPDY/3.1+portforward.k8s.io"

    private struct Stream {
        var requestID: String
        var isData: Bool
        var port: Int
        var input: BytePipe
    }
    private struct State {
        var reader = SPDYReader()
        var writer = SPDYWriter()
        var streams: [UInt32: Stream] = [:]
    }
    private let simulation: Simulation
    private let driver: RealTimeDriver
    private let port: WebSocketPort
    private let ports: any PodPorts
    private let state: Confined<State>

    init(
        _ simulation: Simulation, _ driver: RealTimeDriver, _ port: WebSocketPort,
        _ ports: any PodPorts
    ) {
        (self.simulation, self.driver, self.port, self.ports) = (simulation, driver, port, ports)
        state = Confined(simulation, State())
    }

    /// Carries until the client leaves.
    func run() async {
        let driver = driver
        port.whenGone { driver.inject { self.closeStreams() } }
        while let bytes = await port.receive() {
            let frames: [SPDYFrame]
            do { frames = try state.value.reader.read(bytes) } catch {
                _ = await send(.goAway)
                break
            }
            for frame in frames { await take(frame) }
        }
        closeStreams()
        port.close()
    }

    private func closeStreams() {
        for (_, stream) in state.value.streams.sorted(by: { $0.key < $1.key }) {
            stream.input.closeWriting()
        }
        state.value.streams = [:]
    }

    private func take(_ frame: SPDYFrame) async {
        switch frame {
        case .synStream(let id, let headers, let isFinal):
            await open(id, headers, isFinal: isFinal)
        case .data(let id, let bytes, let isFinal):
            guard let stream = state.value.streams[id] else { return }
            if !bytes.isEmpty, stream.isData { try? await stream.input.write(bytes) }
            if isFinal { stream.input.closeWriting() }
        case .reset(let id, _):
            state.value.streams.removeValue(forKey: id)?.input.closeReading()
        case .ping: _ = await send(frame)
        case .synReply, .goAway: return
        }
    }

    // MARK: - Streams

    private func open(_ id: UInt32, _ headers: [SPDYHeader], isFinal: Bool) async {
        func value(_ name: String) -> String { headers.first { $0.name == name }?.value ?? "" }
        let kind = value("streamtype")
        guard let number = UInt16(value("port")), number > 0, kind == "data" || kind == "error"
        else {
            _ = await send(.reset(id: id, status: SPDYFrame.protocolError))
            return
        }
        guard state.value.streams.count < Defaults.tunnelStreamsMax,
            state.value.streams[id] == nil
        else {
            _ = await send(.reset(id: id, status: SPDYFrame.refusedStream))
            return
        }
        let stream = Stream(
            requestID: value("requestid"), isData: kind == "data", port: Int(number),
            input: BytePipe(simulation))
        state.value.streams[id] = stream
        if isFinal { stream.input.closeWriting() }
        guard await send(.synReply(id: id)) else { return }
        guard let (other, partner) = partner(of: id, stream) else { return }
        let (data, error) = stream.isData ? (id, other) : (other, id)
        let input = stream.isData ? stream.input : partner.input
        simulation.spawn("port forward") {
            await self.carry(stream.port, data: data, error: error, input)
        }
    }

    /// The stream with the same number that is of the other kind.
    private func partner(of id: UInt32, _ stream: Stream) -> (UInt32, Stream)? {
        state.value.streams.filter {
            $0.value.requestID == stream.requestID && $0.value.isData != stream.isData
        }.min { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func carry(_ number: Int, data: UInt32, error: UInt32, _ input: BytePipe) async {
        let link = PortLink(simulation: simulation, ports: ports, number: number, input: input)
        let failure = await link.run { bytes in
            // What was reset is not sent any more.
            guard self.state.value.streams[data] != nil else { return false }
            return await self.send(.data(id: data, bytes: bytes, isFinal: false))
        }
        if let failure {
            _ = await send(.data(id: error, bytes: Array(failure.utf8), isFinal: false))
        }
        for id in [data, error] {
            guard state.value.streams.removeValue(forKey: id) != nil || id == error else {
                continue
            }
            _ = await send(.data(id: id, bytes: [], isFinal: true))
        }
    }

    private func send(_ frame: SPDYFrame) async -> Bool {
        await port.send(state.value.writer.bytes(of: frame))
    }
}
