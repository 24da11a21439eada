import API
import Cluster
import NIOHTTP1
import Simulation

/// Takes requests from sockets through the API server, inside the simulation.
struct RequestPipeline: Sendable {
    let simulation: Simulation
    let driver: RealTimeDriver
    let patience: ClientPatience
    /// The server that answers now; nil while none runs.
    let handler: @Sendable () -> ComponentTransport.APIHandler?

    /// Answers `request` on `channel`. From any thread.
    func serve(_ request: APIRequest, _ channel: ResponseChannel) {
        driver.inject { await answer(request, channel) }
    }

    private func answer(_ request: APIRequest, _ channel: ResponseChannel) async {
        // A server that is down takes no connections.
        guard let handle = handler() else { return channel.abort() }
        let response = await handle(request)
        var head = RequestTranslation.head(response, date: CivilTime(simulation.now).httpDate)
        switch response.body {
        case .bytes(let bytes):
            let packs =
                request.method == "GET" && bytes.count > Defaults.gzipBytesMin
                && Gzip.isAccepted(by: request.headers["Accept-Encoding"])
            if packs { channel.sendPacked(head, body: bytes) } else { send(bytes, &head, channel) }
        case .value(let value):
            head.headers.replaceOrAdd(name: "Content-Type", value: MediaType.json)
            send(JSONWriter.compact(value), &head, channel)
        case .watch(let stream):
            let type = response.headers["Content-Type"]
            pump(head, channel) { await carry(stream, as: type, to: channel) }
        case .stream(let source): pump(head, channel) { await carry(source, to: channel) }
        case .upgrade(let upgrade): begin(upgrade, request, channel)
        }
    }

    func send(
        _ bytes: [UInt8], _ head: inout HTTPResponseHead, _ channel: ResponseChannel
    ) {
        if head.status.mayHaveResponseBody {
            head.headers.replaceOrAdd(name: "Content-Length", value: String(bytes.count))
        }
        channel.send(head, body: bytes)
    }

    // MARK: - Answers of unknown length

    /// Begins the answer and carries its body in a task that ends when the client leaves.
    private func pump(
        _ head: HTTPResponseHead, _ channel: ResponseChannel,
        _ carry: @escaping @Sendable () async -> Void
    ) {
        channel.begin(head)
        let task = simulation.spawn("gateway stream") {
            await carry()
            channel.end()
        }
        // Only the simulation's own thread may touch what a cancelled task waits for.
        channel.whenGone { driver.inject { task.cancel() } }
    }

    private func carry(
        _ stream: WatchStream, as contentType: String?, to channel: ResponseChannel
    ) async {
        defer { stream.stop() }
        while !channel.isHead, await channel.waitUntilWritable() {
            guard let event = try? await stream.next() else { return }
            var lines = [event.frame(contentType: contentType)]
            var size = lines[0].count
            while size < Defaults.eventBatchBytesMax, let next = stream.nextNow() {
                lines.append(next.frame(contentType: contentType))
                size += lines[lines.count - 1].count
            }
            channel.write(lines)
        }
    }

    private func carry(_ source: any ByteSource, to channel: ResponseChannel) async {
        defer { source.closeReading() }
        while !channel.isHead, await channel.waitUntilWritable() {
            guard let bytes = try? await source.read(upTo: Defaults.streamReadBytes) else { return }
            channel.write([bytes])
        }
    }
}
