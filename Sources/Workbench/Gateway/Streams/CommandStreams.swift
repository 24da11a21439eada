import API
import Simulation

/// The streams of a command in a container, carried over a WebSocket.
///
/// ```
///   stream 0 ─▶ stdin      1, 2 ◀─ stdout, stderr      3 ◀─ how it ended      4 ─▶ terminal's size
/// ```
/// Differs: a command whose client has vanished is killed; upstream only closes its streams.
/// Upstream: kubernetes apiserver/pkg/util/proxy/streamtranslator.go, websocket.go;
/// pkg/kubelet `cri/streaming/remotecommand`.
struct CommandStreams: Sendable {
    private enum Stream {
        static let input: UInt8 = 0
        static let output: UInt8 = 1
        static let error: UInt8 = 2
        static let status: UInt8 = 3
        static let size: UInt8 = 4
    }
    let simulation: Simulation
    let driver: RealTimeDriver
    let port: WebSocketPort
    let form: ChannelForm
    let command: RemoteCommandRequest

    /// Runs the command to its end, or until the client leaves.
    func run() async {
        // Something comes at once, so that the client knows that it is connected.
        let first = command.stdout ? Stream.output : command.stderr ? Stream.error : Stream.status
        guard await port.send(form.message(first, [])) else { return }
        let session: RemoteSession
        do { session = try await command.start() } catch {
            await tell(.failed(error))
            return port.close()
        }
        let driver = driver
        port.whenGone { driver.inject { session.abandon() } }
        simulation.spawn("websocket input") { await takeInput(session) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await pump(session.standardOutput, command.stdout, Stream.output) }
            group.addTask { await pump(session.standardError, command.stderr, Stream.error) }
        }
        if let outcome = try? await session.wait() { await tell(outcome) }
        port.close()
    }

    /// A stream that nobody asked for is read all the same: the command must not stand still.
    private func pump(_ source: BytePipe, _ isWanted: Bool, _ stream: UInt8) async {
        defer { source.closeReading() }
        while let bytes = try? await source.read(upTo: Defaults.streamReadBytes) {
            guard isWanted else { continue }
            guard await port.send(form.message(stream, bytes)) else { return }
        }
    }

    // MARK: - From the client

    private func takeInput(_ session: RemoteSession) async {
        while let message = await port.receive() {
            guard let (stream, bytes) = form.parse(message) else { continue }
            switch stream {
            case Stream.input where command.stdin && !bytes.isEmpty:
                // A command that reads no more does not keep the rest from coming.
                try? await session.standardInput.write(bytes)
            case Stream.size: if let size = Self.size(bytes) { session.resize(size) }
            case ChannelForm.endOfStream where form.tellsEnds && bytes.first == Stream.input:
                session.standardInput.closeWriting()
            default: continue
            }
        }
        session.abandon()
    }

    /// `{"Width":80,"Height":24}`
    private static func size(_ bytes: [UInt8]) -> TerminalSize? {
        guard let value = try? JSONParser.parse(bytes),
            let columns = value["Width"].int, let rows = value["Height"].int,
            (1...65_535).contains(columns), (1...65_535).contains(rows)
        else { return nil }
        return TerminalSize(columns: columns, rows: rows)
    }

    // MARK: - How it ended

    private func tell(_ outcome: RemoteSession.Outcome) async {
        guard let text = text(of: outcome) else { return }
        _ = await port.send(form.message(Stream.status, text))
    }

    private func text(of outcome: RemoteSession.Outcome) -> [UInt8]? {
        guard form.hasStatus else {
            switch outcome {
            case .exited(0): return nil
            case .exited(let code):
                return Array("command terminated with non-zero exit code: \(code)".utf8)
            case .failed(let status): return Array(status.message.utf8)
            }
        }
        switch outcome {
        case .exited(0):
            return JSONWriter.compact(["metadata": .object(Object()), "status": "Success"])
        case .exited(let code): return JSONWriter.compact(Self.exitStatus(code))
        case .failed(let status):
            var value = status.value
            value["kind"] = nil
            value["apiVersion"] = nil
            return JSONWriter.compact(value)
        }
    }

    private static func exitStatus(_ code: Int) -> Value {
        let cause: Value = ["reason": "ExitCode", "message": .string(String(code))]
        let message =
            "command terminated with non-zero exit code: command terminated with exit code \(code)"
        return [
            "metadata": .object(Object()), "status": "Failure", "message": .string(message),
            "reason": "NonZeroExitCode", "details": ["causes": [cause]],
        ]
    }
}
