import API
import Simulation

/// Ports of a pod over a WebSocket in the older way: two streams for each port that the query names.
///
/// ```
///   ?ports=80&ports=443      0: data of 80   1: errors of 80   2: data of 443   3: errors of 443
/// ```
/// Each stream begins with the number of its port, the low byte first.
///
/// Upstream: kubernetes pkg/kubelet `cri/streaming/portforward/websocket.go`.
struct PortChannels: Sendable {
    let simulation: Simulation
    let driver: RealTimeDriver
    let port: WebSocketPort
    let form: ChannelForm
    let numbers: [Int]
    let ports: any PodPorts

    /// The ports that a request names. **Throws** 400 for what is no port.
    static func numbers(_ request: APIRequest) throws(Status) -> [Int] {
        let words = request.parameters("ports").flatMap { $0.split(separator: ",") }
        guard !words.isEmpty else {
            throw .badRequest("query parameter \"port\" is required")
        }
        var numbers: [Int] = []
        for word in words {
            guard let number = UInt16(word), number > 0, numbers.count < 100 else {
                throw .badRequest("unable to parse \(GoText.quoted(String(word))) as a port")
            }
            numbers.append(Int(number))
        }
        return numbers
    }

    /// Carries until the client leaves or every connection has ended.
    func run() async {
        for (index, number) in numbers.enumerated() {
            let bytes = [UInt8(number & 0xff), UInt8(number >> 8)]
            for stream in [index * 2, index * 2 + 1] {
                guard await port.send(form.message(UInt8(stream), bytes)) else { return }
            }
        }
        let inputs = numbers.map { _ in BytePipe(simulation) }
        let close: @Sendable () -> Void = { for input in inputs { input.closeWriting() } }
        let driver = driver
        port.whenGone { driver.inject(close) }
        simulation.spawn("websocket input") {
            await takeInput(inputs)
            close()
        }
        await withTaskGroup(of: Void.self) { group in
            for (index, number) in numbers.enumerated() {
                group.addTask { await carry(number, UInt8(index * 2), inputs[index]) }
            }
        }
        port.close()
    }

    private func takeInput(_ inputs: [BytePipe]) async {
        while let message = await port.receive() {
            guard let (stream, bytes) = form.parse(message), stream % 2 == 0,
                Int(stream) / 2 < inputs.count, !bytes.isEmpty
            else { continue }
            try? await inputs[Int(stream) / 2].write(bytes)
        }
    }

    private func carry(_ number: Int, _ stream: UInt8, _ input: BytePipe) async {
        let link = PortLink(simulation: simulation, ports: ports, number: number, input: input)
        let failure = await link.run { bytes in await port.send(form.message(stream, bytes)) }
        input.closeReading()
        if let failure { _ = await port.send(form.message(stream + 1, Array(failure.utf8))) }
    }
}

/// One connection to a port of a pod, between two streams of a client.
struct PortLink: Sendable {
    let simulation: Simulation
    let ports: any PodPorts
    let number: Int
    let input: BytePipe

    /// Carries until the server has ended, or `send` says that the client has; gives what the
    /// client should be told if there was no connection.
    func run(_ send: @Sendable ([UInt8]) async -> Bool) async -> String? {
        let connection: any ByteChannel
        do { connection = try await ports.connect(to: number) } catch { return error.message }
        let (input, simulation) = (input, simulation)
        let upload = simulation.spawn("port input") {
            while let bytes = try? await input.read(upTo: Defaults.streamReadBytes) {
                guard (try? await connection.write(bytes)) != nil else { break }
            }
            connection.closeWriting()
        }
        defer {
            upload.cancel()
            input.closeReading()
            connection.closeReading()
        }
        while let bytes = try? await connection.read(upTo: Defaults.streamReadBytes) {
            guard await send(bytes) else { break }
        }
        return nil
    }
}
