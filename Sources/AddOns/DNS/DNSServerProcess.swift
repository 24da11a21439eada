import API
package import Client
package import PodNetwork
import Simulation

/// CoreDNS: answers names of services and pods from what it watches, others from a table.
///
/// Differs: no other name server is asked: a name outside the cluster is found in `outside` or is
/// NXDOMAIN. UDP only; no cache, since the answers come from memory anyway; of the plug-ins
/// `kubernetes`, `ready` and `health` are there, and the Corefile is not read.
package final class DNSServerProcess: Sendable {
    package let name = "coredns"
    /// Gives the IPv4 addresses of a name outside the cluster; nil if there is no such name.
    package typealias Outside = @Sendable (_ name: String) -> [IPv4Address]?

    private let services: Informer<Service>
    private let slices: Informer<EndpointSlice>
    private let namespaces: Informer<Namespace>
    private let network: NetworkNamespace
    private let clusterDomain: String
    private let outside: Outside
    private let simulation: Simulation

    package init(
        client: KubeClient, namespace: NetworkNamespace, clusterDomain: String,
        outside: @escaping Outside = { _ in nil }
    ) {
        (network, self.clusterDomain, self.outside) = (namespace, clusterDomain, outside)
        simulation = client.simulation
        services = Informer(client: client)
        slices = Informer(client: client)
        namespaces = Informer(client: client)
    }

    /// Runs until the task is cancelled.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in await services.run() }
            group.addTask { [self] in await slices.run() }
            group.addTask { [self] in await namespaces.run() }
            group.addTask { [self] in await serve() }
            group.addTask { [self] in await StatusPage(port: 8080, text: "OK") { true }.run(network)
            }
            group.addTask { [self] in
                await StatusPage(port: 8181, text: "OK") { [self] in isReady }.run(network)
            }
        }
    }

    private var isReady: Bool {
        services.hasSynced && slices.hasSynced && namespaces.hasSynced
    }

    private func serve() async {
        let endpoint = PodNetwork.Endpoint(.any, 53)
        do {
            try network.answerDatagrams(at: endpoint) { [self] datagram, _ in answer(datagram) }
        } catch {
            return simulation.note(name, "port 53: \(error.text)")
        }
        while (try? await simulation.sleep(for: .hours(24))) != nil {}
        network.stopAnswering(at: endpoint)
    }

    // MARK: - Answering

    /// Answers one datagram; nothing to what is no query.
    func answer(_ datagram: [UInt8]) -> [UInt8]? {
        guard let query = try? DNSMessage(bytes: datagram), !query.isResponse else { return nil }
        guard query.opcode == 0 else { return query.reply(.notImplemented).bytes }
        guard query.questions.count == 1, let question = query.questions.first else {
            return query.reply(.formatError).bytes
        }
        guard isReady else { return query.reply(.serverFailure).bytes }
        return answer(query, question).bytes
    }

    private func answer(_ query: DNSMessage, _ question: DNSQuestion) -> DNSMessage {
        let zone = ClusterZone(
            domain: clusterDomain,
            serial: UInt32(truncatingIfNeeded: simulation.now.secondsSinceEpoch),
            service: { [services] in services.get($0) },
            slices: { [slices] name in
                slices.list(namespace: name.namespace).filter {
                    $0.metadata.labels["kubernetes.io/service-name"] == name.name
                }
            },
            hasNamespace: { [namespaces] in namespaces.get(name: $0) != nil })
        if let reply = zone.answer(query, question) { return followed(reply, question, zone) }
        let name = question.name.lowercased
        if let reversed = name.labels(below: DNSName("in-addr.arpa")), reversed.count == 4 {
            return reverse(query, question, reversed, zone)
        }
        return external(query, question)
    }

    /// Adds the addresses of the name that a CNAME points to.
    private func followed(
        _ reply: DNSMessage, _ question: DNSQuestion, _ zone: ClusterZone
    ) -> DNSMessage {
        guard question.type == .a, case .cname(let target)? = reply.answers.first?.data else {
            return reply
        }
        var reply = reply
        let next = DNSQuestion(target, .a)
        let query = DNSMessage(id: reply.id)
        // One step only, so that two names cannot point at each other for ever.
        let more = zone.answer(query, next) ?? external(query, next)
        reply.answers += more.answers
        return reply
    }

    private func reverse(
        _ query: DNSMessage, _ question: DNSQuestion, _ labels: [String], _ zone: ClusterZone
    ) -> DNSMessage {
        guard let address = IPv4Address(labels.reversed().joined(separator: ".")) else {
            return query.reply(.nameError)
        }
        let names = zone.names(of: address, services: services.list())
        if names.isEmpty { return query.reply(.nameError) }
        var reply = query.reply()
        reply.isAuthoritative = true
        if question.type == .ptr || question.type == .any {
            reply.answers = names.map { DNSRecord(question.name, timeToLive: 30, .ptr($0)) }
        }
        return reply
    }

    private func external(_ query: DNSMessage, _ question: DNSQuestion) -> DNSMessage {
        guard let addresses = outside(question.name.lowercased.description) else {
            return query.reply(.nameError)
        }
        var reply = query.reply()
        if question.type == .a || question.type == .any {
            reply.answers = addresses.map {
                DNSRecord(question.name, timeToLive: 30, .a($0.bits))
            }
        }
        return reply
    }
}
