import API
import APIServer
import Dispatch
import Gateway
import PKI
import Simulation
import Synchronization
import Testing

@Suite("Webhooks on this machine", .serialized)
struct WebhookTests {
    /// What one question came to, told from the simulation's thread to the test's.
    private final class Outcome: Sendable {
        let text = Mutex("")
        let isThere = DispatchSemaphore(value: 0)
    }

    private static func ask(_ server: TestServer, _ url: String, authorities: String) -> String {
        let webhooks = LoopbackWebhooks(server.simulation, driver: server.driver)
        defer { webhooks.close() }
        let outcome = Outcome()
        server.driver.inject {
            let text: String
            do throws(WebhookFailure) {
                let bytes = try await webhooks.post(
                    Array("question".utf8),
                    to: WebhookTarget(url: url, authorities: authorities, timeout: .seconds(5)))
                text = String(decoding: bytes, as: UTF8.self)
            } catch { text = error.description }
            outcome.text.withLock { $0 = text }
            outcome.isThere.signal()
        }
        outcome.isThere.wait()
        return outcome.text.withLock { $0 }
    }

    @Test(
        "a question reaches a real HTTPS server, whose certificate must be of the authority named")
    func question() throws {
        let server = try TestServer { _ in
            return { request in
                var body: [UInt8] = []
                if case .bytes(let bytes) = request.body { body = bytes }
                return text(
                    "\(request.method) \(request.path) \(String(decoding: body, as: UTF8.self))")
            }
        }
        defer { server.stop() }
        let url = "https://127.0.0.1:\(server.listener.port)/validate?timeout=5s"
        #expect(
            Self.ask(server, url, authorities: server.authorityPEM) == "POST /validate question")
        let other = try CertificateAuthority(
            commonName: "other", simulation: Simulation(seed: 2, start: RealTimeDriver.wallClock))
        #expect(
            Self.ask(server, url, authorities: other.certificatePEM).hasSuffix(
                "x509: certificate signed by unknown authority"))
        #expect(
            Self.ask(server, "https://192.0.2.1/x", authorities: server.authorityPEM)
                == "only https://127.0.0.1 and https://localhost can be called")
    }
}
