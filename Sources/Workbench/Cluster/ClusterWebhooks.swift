import API
package import APIServer
import ContainerRuntime
import PKI
import PodNetwork
import Simulation

/// The API server's way to admission webhooks: from its host over the simulated network.
///
/// A Service is reached at its cluster address, as upstream's server does; its certificate must be
/// for `NAME.NAMESPACE.svc` and of the configuration's authorities. What lies at a URL is outside of
/// the cluster: only where real sockets are open is there anybody to carry that.
package final class ClusterWebhooks: WebhookTransport {
    private let simulation: Simulation
    private let cluster: WeakCluster
    private let outside: Confined<(any WebhookTransport)?>

    init(cluster: WeakCluster, simulation: Simulation) {
        (self.cluster, self.simulation) = (cluster, simulation)
        outside = Confined(simulation, nil)
    }

    /// Who carries requests to URLs; nil while nobody does.
    package var outsideTransport: (any WebhookTransport)? {
        get { outside.value }
        set { outside.value = newValue }
    }

    package func post(
        _ body: [UInt8], to target: WebhookTarget
    ) async throws(WebhookFailure) -> [UInt8] {
        guard let service = target.service else {
            guard let outside = outside.value else {
                throw WebhookFailure("this cluster has no way out: webhooks need a service")
            }
            return try await outside.post(body, to: target)
        }
        let endpoint = try address(of: service)
        let serverName = "\(service.name).\(service.namespace).svc"
        // Whoever is first, the answer or the clock, decides.
        let outcome = await withTaskGroup(of: Result<[UInt8], WebhookFailure>.self) { group in
            group.addTask { [self] in
                do throws(WebhookFailure) {
                    return .success(try await exchange(body, endpoint, serverName, target))
                } catch { return .failure(error) }
            }
            group.addTask { [simulation] in
                do { try await simulation.sleep(for: target.timeout) } catch {}
                return .failure(WebhookFailure("context deadline exceeded"))
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? .failure(WebhookFailure("context canceled"))
        }
        return try outcome.get()
    }

    private func address(
        of service: WebhookTarget.Service
    ) throws(WebhookFailure) -> PodNetwork.Endpoint {
        let resource = GroupVersionResource(group: "", version: "v1", resource: "services")
        guard let server = cluster.value?.apiServer,
            let found = server.registry.cached(
                resource, namespace: service.namespace, name: service.name)
        else { throw WebhookFailure("service \(GoText.quoted(service.name)) not found") }
        guard let text = found["spec"]["clusterIP"].string, let address = IPv4Address(text) else {
            throw WebhookFailure("service \(GoText.quoted(service.name)) has no address")
        }
        return PodNetwork.Endpoint(address, service.port)
    }

    private func exchange(
        _ body: [UInt8], _ endpoint: PodNetwork.Endpoint, _ serverName: String,
        _ target: WebhookTarget
    ) async throws(WebhookFailure) -> [UInt8] {
        guard let host = cluster.value?.controlPlane.network else {
            throw WebhookFailure("context canceled")
        }
        let connection: Connection
        do { connection = try await host.connect(to: endpoint) } catch {
            throw WebhookFailure("dial tcp \(endpoint): connect: \(error.text.lowercased())")
        }
        defer { connection.close() }
        try await secure(connection, serverName, target)
        var request = HTTPRequest(
            method: "POST", target: Self.path(of: target.url), body: body)
        request.headers.append("Host", "\(serverName):\(endpoint.port)")
        request.headers.append("Accept", "application/json, */*")
        request.headers.append("Content-Type", "application/json")
        request.headers.append("User-Agent", "kube-apiserver-admission")
        do { try await HTTP1.writeRequest(request, to: connection) } catch {
            throw WebhookFailure("EOF")
        }
        let reader = HTTP1.Reader(simulation, connection)
        do {
            let head = try await HTTP1.readResponseHead(from: reader)
            var parts = try HTTP1.body(of: head, method: "POST", from: reader)
            var answer: [UInt8] = []
            while let part = try await parts.next() { answer += part }
            guard head.status == 200 else { throw UnexpectedStatus(status: head.status) }
            return answer
        } catch let error as UnexpectedStatus {
            throw WebhookFailure("the server responded with status \(error.status)")
        } catch { throw WebhookFailure("EOF") }
    }

    private struct UnexpectedStatus: Error { var status: Int }

    private func secure(
        _ connection: Connection, _ serverName: String, _ target: WebhookTarget
    ) async throws(WebhookFailure) {
        let session: TLSSession
        do {
            session = try await connection.startTLS(TLSClientOptions(serverName: serverName))
        } catch {
            throw WebhookFailure(
                error == .notTLS
                    ? "http: server gave HTTP response to HTTPS client" : "tls: \(error)")
        }
        let roots = PEM.decode(target.authorities, type: "CERTIFICATE")
        do {
            try CertificateVerifier(roots: roots).verifyServer(
                chain: session.peerCertificateChain, hostname: serverName, now: simulation.now)
        } catch {
            if case .nameMismatch = error {
                throw WebhookFailure(
                    "tls: failed to verify certificate: x509: certificate is not valid for "
                        + serverName)
            }
            throw WebhookFailure(
                "tls: failed to verify certificate: x509: certificate signed by unknown authority")
        }
    }

    /// What follows scheme and host.
    private static func path(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return "/" + (parts.count > 3 ? parts[3] : "")
    }
}
