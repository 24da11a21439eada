package import API
package import Etcd
package import PKI
package import Simulation

/// The API server: the one door to the cluster's state.
///
/// ```
/// request ─▶ authentication ─▶ (impersonation) ─▶ authorization ─▶ path or resource handler
///              who is it?                          may he?            │
///                                                                     ▼
///   response ◀─ encoding ◀─ storage ◀─ validation ◀─ admission ◀─ decoding
///                             etcd ─▶ watch cache ─▶ watchers
/// ```
/// A component in this process calls `handle` exactly as the gateway does for a real socket.
///
/// Read on in this order: `Handlers/ResourceHandler`, `Registry/ResourceStore` and its verbs,
/// `Watch/CacheFeed` and `Watch/WatchCache`.
package final class APIServerProcess: APITransport {
    package struct Configuration: Sendable {
        /// DER of the CA that client certificates are checked against.
        package var clientAuthority: [UInt8]
        /// Signs service-account tokens.
        package var tokenKey: SignedTokenKey
        /// The `iss` of tokens.
        package var issuer = "https://kubernetes.default.svc.cluster.local"
        package var serviceCIDR = "10.96.0.0/12"
        package var advertiseAddress = "192.168.2.204"
        package var port = 6443
        /// Admission plugins that are on besides the usual ones, by upstream's names.
        package var enableAdmissionPlugins: [String] = []
        /// Usual admission plugins that are off.
        package var disableAdmissionPlugins: [String] = []
        /// For tests: everybody may do everything.
        package var allowsEverything = false

        package init(clientAuthority: [UInt8], tokenKey: SignedTokenKey) {
            (self.clientAuthority, self.tokenKey) = (clientAuthority, tokenKey)
        }
    }

    package let name = "kube-apiserver"
    package let simulation: Simulation
    package let configuration: Configuration
    package let registry: Registry
    private let store: any KeyValueStore
    private let authenticator: Authenticator
    private let authorizer: any Authorizer
    private let resources: ResourceHandler
    private let paths: PathHandler
    private let writer: ResponseWriter
    private let service: KubernetesService
    private let customResources: CustomResources
    private let apiServices: LocalAPIServices
    private let policyTypes: PolicyTypeChecking
    private let danglingSchemas: DanglingSchemas
    private let serviceRanges: ServiceRanges
    /// What happened to the last requests of people.
    package let traces: TraceRecorder
    private let isReady: Confined<Bool>
    private let readiness: WaitQueue

    package init(
        simulation: Simulation, store: any KeyValueStore, configuration: Configuration,
        kubelets: any KubeletConnection = NoKubelets(),
        webhooks: any WebhookTransport = NoWebhooks()
    ) {
        (self.simulation, self.store, self.configuration) = (simulation, store, configuration)
        let registry = Registry(simulation, store: store)
        self.registry = registry
        let addresses = ServiceAddresses(cidr: configuration.serviceCIDR)
        ServedResources.register(in: registry)

        customResources = CustomResources(registry)
        customResources.follow()
        apiServices = LocalAPIServices(registry)
        apiServices.follow()
        policyTypes = PolicyTypeChecking(registry)
        policyTypes.follow()
        danglingSchemas = DanglingSchemas(registry)
        danglingSchemas.follow()
        serviceRanges = ServiceRanges(registry, cidr: configuration.serviceCIDR)
        serviceRanges.follow()

        let index = RBACIndex(registry)
        index.follow()
        let issuer = TokenIssuer(
            simulation: simulation, key: configuration.tokenKey, issuer: configuration.issuer)
        let tokens = TokenAuthenticator(simulation, registry: registry, issuer: issuer)
        authenticator = Authenticator(
            certificates: CertificateAuthenticator(
                simulation, authority: configuration.clientAuthority), tokens: tokens,
            bootstrapTokens: BootstrapTokenAuthenticator(registry: registry))
        let authorizer: any Authorizer =
            configuration.allowsEverything
            ? AlwaysAllow()
            : AuthorizerUnion([NodeAuthorizer(registry: registry), RBACAuthorizer(index: index)])
        self.authorizer = authorizer
        traces = TraceRecorder(simulation)
        registry.setAdmission(
            AdmissionRegistry.plugins(
                AdmissionRegistry.Parts(
                    registry: registry, authorizer: authorizer, rules: index, addresses: addresses,
                    webhooks: webhooks),
                enable: configuration.enableAdmissionPlugins,
                disable: configuration.disableAdmissionPlugins))
        let writer = ResponseWriter(
            simulation: simulation, random: simulation.random("audit"))
        self.writer = writer
        resources = ResourceHandler(
            registry: registry, writer: writer, simulation: simulation,
            subresources: SubresourceHandler(
                registry: registry, writer: writer, simulation: simulation, kubelets: kubelets,
                issuer: issuer, authorizer: authorizer),
            reviews: ReviewHandler(
                writer: writer, simulation: simulation, authorizer: authorizer, tokens: tokens,
                issuer: configuration.issuer, rules: index))
        paths = PathHandler(
            writer: writer, configuration: configuration, feed: registry.feed, registry: registry,
            documents: OpenAPIDocuments(registry, writer: writer))
        service = KubernetesService(
            registry: registry, configuration: configuration,
            clusterIP: addresses?.first ?? "10.96.0.1")
        isReady = Confined(simulation, false)
        readiness = WaitQueue(simulation)
    }

    // MARK: - Life

    /// Runs until the task is cancelled: fills the caches, makes sure of the cluster's own
    /// objects, then serves.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.registry.feed.run() }
            group.addTask { await self.registry.feed.sendBookmarks() }
            group.addTask { await self.customResources.run() }
            group.addTask {
                await Compactor(
                    simulation: self.simulation, store: self.store, feed: self.registry.feed
                ).run()
            }
            group.addTask {
                await self.bootstrap()
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { await self.service.run() }
                    group.addTask { await self.apiServices.run() }
                    group.addTask { await self.policyTypes.run() }
                    group.addTask { await self.danglingSchemas.run() }
                    group.addTask { await self.serviceRanges.run() }
                }
            }
        }
        isReady.value = false
    }

    /// Returns once the server answers requests.
    package func waitUntilReady() async throws(CancellationError) {
        while !isReady.value { try await readiness.wait() }
    }

    /// The objects that every cluster has; tried again until the store takes them.
    private func bootstrap() async {
        while !Task.isCancelled {
            do {
                while !registry.feed.isRunning { try await simulation.sleep(for: .milliseconds(1)) }
                for object in ServedResources.bootstrapObjects + LocalAPIServices.builtIn {
                    try await registry.ensure(object)
                }
                try await service.reconcile()
                try await registry.feed.waitUntilFresh()
                isReady.value = true
                readiness.wakeAll()
                return
            } catch is CancellationError {
                return
            } catch {
                do { try await simulation.sleep(for: .seconds(1)) } catch { return }
            }
        }
    }

    // MARK: - Requests

    package func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        if Task.isCancelled { throw .cancelled }
        return await handle(request)
    }

    /// Answers one request; every failure is a `Status` in the answer.
    package func handle(_ request: APIRequest) async -> APIResponse {
        var context = RequestContext(request, now: simulation.now)
        context.trace = traces.begin(context)
        var response: APIResponse
        do throws(Status) {
            response = try await answer(&context)
        } catch {
            context.record("error", error.message)
            response = writer.error(error, for: request, warnings: context.warnings)
        }
        context.trace?.status = response.status
        // Who is not known belongs to no flow; a caller in this process does not ask.
        guard response.status != 401, request.headers["Accept"] != MediaType.valueTree else {
            return response
        }
        FlowHeaders(registry: registry).add(to: &response.headers, context)
        return response
    }

    private func answer(_ context: inout RequestContext) async throws(Status) -> APIResponse {
        if case .bytes(let bytes) = context.request.body,
            bytes.count > APIServerDefaults.maxRequestBodyBytes
        {
            throw .tooLarge("limit is \(APIServerDefaults.maxRequestBodyBytes)")
        }
        context.user = try await authenticator.authenticate(context.request)
        context.record("authentication", Self.text(context.user))
        let impersonation = Impersonation(authorizer: authorizer)
        if let user = try await impersonation.user(context) {
            context.user = user
            context.record("impersonation", Self.text(user))
        }
        let decision = authorizer.decide(
            AccessRequest(user: context.user, info: context.info))
        guard decision.isAllowed else {
            context.record("authorization", "no rule allows it")
            let refusal = Status.forbidden(
                context.info, user: context.user.username, why: decision.reason)
            context.record("error", refusal.message)
            var response = writer.error(refusal, for: context.request)
            response.headers["X-Content-Type-Options"] = "nosniff"
            return response
        }
        context.record(
            "authorization",
            decision.reason.isEmpty ? "allowed" : decision.reason)
        guard context.info.isResourceRequest else { return try await paths.handle(context) }
        guard registry.serves(group: context.info.group) else {
            return writer.text("404 page not found\n", status: 404)
        }
        return try await resources.handle(&context)
    }
}

extension APIServerProcess {
    /// `alice (groups: dev, system:authenticated)`, for traces.
    fileprivate static func text(_ user: UserInfo) -> String {
        "\(user.username) (groups: \(user.groups.joined(separator: ", ")))"
    }
}

/// For tests of what comes behind authorization.
private struct AlwaysAllow: Authorizer {
    func decide(_ request: AccessRequest) -> AccessDecision { AccessDecision(.allow) }
}
