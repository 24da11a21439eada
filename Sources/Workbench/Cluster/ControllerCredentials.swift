import API
import Client
import Simulation

/// Requests of one controller under its own service account, as
/// `kube-controller-manager --use-service-account-credentials` makes them.
///
/// The account is created and its token asked for with the manager's own identity, at the first
/// request; a new token is asked for when the old one has little left.
final class ControllerCredentials: APITransport, Sendable {
    private let account: String
    private let base: ComponentTransport
    private let manager: KubeClient
    private let state: Confined<State>

    private struct State {
        var token: String?
        var renewal: SimulatedInstant
    }

    /// `base` carries no identity of its own; `manager` may create accounts and tokens.
    init(account: String, base: ComponentTransport, manager: KubeClient) {
        (self.account, self.base, self.manager) = (account, base, manager)
        state = Confined(manager.simulation, State(renewal: manager.simulation.now))
    }

    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        var request = request
        do throws(Status) {
            request.headers["Authorization"] = "Bearer " + (try await currentToken())
        } catch {
            throw .unreachable("cannot get a token for \(account): \(error.message)")
        }
        return try await base.send(request)
    }

    private func currentToken() async throws(Status) -> String {
        let now = manager.simulation.now
        if let token = state.value.token, now < state.value.renewal { return token }
        var request = TokenRequest(namespace: "kube-system", name: account)
        request.spec.expirationSeconds = 3600
        let path = "/api/v1/namespaces/kube-system/serviceaccounts/\(account)/token"
        let answer: Value
        do {
            answer = try await manager.value("POST", path, body: request.value)
        } catch {
            guard error.reason == .notFound else { throw error }
            do {
                try await manager.create(ServiceAccount(namespace: "kube-system", name: account))
            } catch {
                if error.reason != .alreadyExists { throw error }
            }
            answer = try await manager.value("POST", path, body: request.value)
        }
        let token = TokenRequest(answer).status.token
        state.value.token = token
        state.value.renewal = now.advanced(by: .minutes(48))
        return token
    }
}
