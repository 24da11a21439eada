import Etcd
import Simulation

/// What a request does with a service.
typealias Request<Response> =
    @Sendable (any EtcdService) async throws(EtcdError) -> Response

/// Why a request to one endpoint failed: what the client logs, and what the command prints.
struct RequestFailure: Error {
    var code: String
    var logged: String
    var printed: String
    /// Nobody wants to know any more.
    var isCancelled = false
}

extension Result {
    /// Nil if it succeeded.
    var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}

extension Session {
    /// Carries out one request at the first endpoint that can be reached.
    ///
    /// **Throws** what etcdctl prints and returns: the client's warning, then the error.
    func call<Response: Sendable>(
        _ method: String, at chosen: [EtcdEndpoint]? = nil,
        wrap: (String) -> String = { $0 }, _ request: @escaping Request<Response>
    ) async throws(Exit) -> Response {
        let store = try await connect(method, at: chosen)
        do {
            return try await withinTimeout { () async throws(EtcdError) in
                try await request(store)
            }
        } catch .cancelled {
            throw Exit(.cancelled, lines: "")
        } catch {
            let line = warning(method, code: error.grpcCode.name, error.description)
            throw Exit(.error, lines: line + "\nError: " + wrap(error.description) + "\n")
        }
    }

    /// Carries out one request at one endpoint; one that cannot be reached costs the time-out.
    ///
    /// **Throws** if the command cannot go on: a file is missing, or it was interrupted.
    func attempt<Response: Sendable>(
        at endpoint: EtcdEndpoint, _ request: @escaping Request<Response>
    ) async throws(Exit) -> Result<Response, RequestFailure> {
        let store: any EtcdService
        do { store = try await resolve(endpoint) } catch {
            switch error {
            case .unusableFile(let text): throw Exit(.badArguments, text)
            case .unreachable(let text):
                try await waitForTimeout()
                return .failure(
                    RequestFailure(
                        code: "DeadlineExceeded", logged: lastError(text),
                        printed: EtcdError.timeout.description))
            }
        }
        let named = try await authenticated(store)
        do {
            let response = try await withinTimeout { () async throws(EtcdError) in
                try await request(named)
            }
            return .success(response)
        } catch {
            return .failure(
                RequestFailure(
                    code: error.grpcCode.name, logged: error.description,
                    printed: error.description, isCancelled: error == .cancelled))
        }
    }

    /// The service behind the first endpoint that can be reached, in the user's name.
    ///
    /// With none, etcdctl keeps trying until the command's time is over.
    func connect(
        _ method: String, at chosen: [EtcdEndpoint]? = nil
    ) async throws(Exit) -> any EtcdService {
        let endpoints = chosen ?? endpoints
        guard !endpoints.isEmpty else {
            throw Exit(.badConnection, "etcdclient: no available endpoints")
        }
        var reason = ""
        for endpoint in endpoints {
            let store: any EtcdService
            do { store = try await resolve(endpoint) } catch {
                switch error {
                case .unusableFile(let text): throw Exit(.badArguments, text)
                case .unreachable(let text): reason = text
                }
                continue
            }
            return try await authenticated(store)
        }
        try await waitForTimeout()
        let line = warning(method, code: "DeadlineExceeded", lastError(reason))
        throw Exit(.error, lines: line + "\nError: context deadline exceeded\n")
    }

    func lastError(_ reason: String) -> String {
        "latest balancer error: connection error: desc = \(goQuoted(reason))"
    }

    /// The same service with the token that the user's password is good for.
    private func authenticated(
        _ store: any EtcdService
    ) async throws(Exit) -> any EtcdService {
        guard let user else { return store }
        let (name, password) = user
        do {
            let token = try await withinTimeout { () async throws(EtcdError) in
                try await store.authenticate(name: name, password: password).token
            }
            return store.acting(as: EtcdCaller(token: token))
        } catch .authNotEnabled {
            // Nobody is asked who they are.
            return store
        } catch {
            let line = warning(
                "Auth/Authenticate", code: error.grpcCode.name, error.description)
            throw Exit(.badConnection, lines: line + "\nError: \(error.description)\n")
        }
    }

    /// Gives up after the command's time.
    ///
    /// **Throws** `.timeout`, or `.cancelled` when the command is interrupted.
    private func withinTimeout<Response: Sendable>(
        _ body: @escaping @Sendable () async throws(EtcdError) -> Response
    ) async throws(EtcdError) -> Response {
        let (simulation, limit) = (simulation, flags.duration("command-timeout"))
        typealias Outcome = Result<Response, EtcdError>
        let first = await withTaskGroup(of: Outcome.self) { group in
            group.addTask {
                do throws(EtcdError) { return .success(try await body()) } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                let isOver = (try? await simulation.sleep(for: limit)) != nil
                return .failure(isOver ? .timeout : .cancelled)
            }
            let first = await group.next() ?? .failure(.cancelled)
            group.cancelAll()
            return first
        }
        switch first {
        case .success(let response): return response
        case .failure(let error): throw error
        }
    }
}
