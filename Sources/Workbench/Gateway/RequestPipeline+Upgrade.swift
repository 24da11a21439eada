import API
import NIOHTTP1
import Simulation

/// Connections that become something else: the streams of containers, over a WebSocket.
///
/// What was asked for has been allowed by now; here only the form is judged.
extension RequestPipeline {
    /// Differs: an upgrade to SPDY is refused; clients older than 1.31 know no other way.
    func begin(_ upgrade: RemoteUpgrade, _ request: APIRequest, _ channel: ResponseChannel) {
        guard let asked = request.headers["Upgrade"] else {
            return refuse(.badRequest("Upgrade request required"), channel)
        }
        guard asked.lowercased() == "websocket" else {
            let text = "unable to upgrade: this server does not carry \(GoText.quoted(asked))"
            return refuse(.badRequest(text), channel)
        }
        do throws(WebSocketHandshake.Refusal) {
            switch upgrade {
            case .command(let command):
                let handshake = try WebSocketHandshake(request, offered: ChannelForm.ofCommands)
                join(command, handshake, channel)
            case .ports(let ports):
                let offered = [PortTunnel.subprotocol] + ChannelForm.ofPorts
                join(ports, try WebSocketHandshake(request, offered: offered), request, channel)
            }
        } catch {
            var head = RequestTranslation.head(
                APIResponse(
                    status: error.status,
                    headers: API.HTTPHeaders([
                        ("Content-Type", "text/plain; charset=utf-8"),
                        ("Sec-WebSocket-Version", "13"),
                    ]), body: .bytes([])), date: CivilTime(simulation.now).httpDate)
            send(Array(error.text.utf8), &head, channel)
        }
    }

    private func join(
        _ command: RemoteCommandRequest, _ handshake: WebSocketHandshake,
        _ channel: ResponseChannel
    ) {
        guard let form = ChannelForm(subprotocol: handshake.subprotocol) else {
            return channel.abort()
        }
        let port = channel.upgrade(head(handshake), isText: form.isBase64)
        let streams = CommandStreams(
            simulation: simulation, driver: driver, port: port, form: form, command: command)
        simulation.spawn("gateway command") { await streams.run() }
    }

    private func join(
        _ ports: any PodPorts, _ handshake: WebSocketHandshake, _ request: APIRequest,
        _ channel: ResponseChannel
    ) {
        guard let form = ChannelForm(subprotocol: handshake.subprotocol) else {
            let port = channel.upgrade(head(handshake), isText: false)
            let tunnel = PortTunnel(simulation, driver, port, ports)
            simulation.spawn("gateway tunnel") { await tunnel.run() }
            return
        }
        let numbers: [Int]
        do { numbers = try PortChannels.numbers(request) } catch { return refuse(error, channel) }
        let port = channel.upgrade(head(handshake), isText: form.isBase64)
        let streams = PortChannels(
            simulation: simulation, driver: driver, port: port, form: form, numbers: numbers,
            ports: ports)
        simulation.spawn("gateway ports") { await streams.run() }
    }

    private func head(_ handshake: WebSocketHandshake) -> HTTPResponseHead {
        HTTPResponseHead(
            version: .http1_1, status: .switchingProtocols,
            headers: NIOHTTP1.HTTPHeaders(handshake.headers))
    }

    private func refuse(_ refusal: Status, _ channel: ResponseChannel) {
        let response = APIResponse(
            status: refusal.code, headers: API.HTTPHeaders([("Content-Type", MediaType.json)]),
            body: .bytes([]))
        var head = RequestTranslation.head(response, date: CivilTime(simulation.now).httpDate)
        send(JSONWriter.compact(refusal.value.withKindFirst) + [0x0a], &head, channel)
    }
}
