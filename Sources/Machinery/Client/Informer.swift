package import API
import Simulation

/// A local copy of all objects of a kind, kept true by a reflector.
///
/// Reading costs nothing and never waits; what is read may be a moment old. All informers of a
/// component share the objects' trees with the API server: nothing is copied.
package final class Informer<Kind: APIObject>: Sendable {
    /// One change of the copy.
    package enum Change: Sendable {
        case added(Kind)
        case updated(old: Kind, new: Kind)
        case deleted(Kind)

        /// The object as it is now, or was last.
        package var object: Kind {
            switch self {
            case .added(let object), .updated(_, let object), .deleted(let object): object
            }
        }
    }

    private struct State {
        var objects = OrderedObjects<Kind>()
        var hasSynced = false
        var handlers: [@Sendable (Change) -> Void] = []
    }
    private let reflector: Reflector<Kind>
    private let state: Confined<State>
    private let synced: WaitQueue

    package init(
        client: KubeClient, namespace: String = "", labelSelector: String = "",
        fieldSelector: String = ""
    ) {
        var reflector = Reflector<Kind>(client: client)
        reflector.namespace = namespace
        reflector.labelSelector = labelSelector
        reflector.fieldSelector = fieldSelector
        self.reflector = reflector
        state = Confined(client.simulation, State())
        synced = WaitQueue(client.simulation)
    }

    /// Adds a handler, called in order with each change from now on, and with all objects that are
    /// there already. A handler does not wait: it puts a name into a queue.
    package func onChange(_ handler: @escaping @Sendable (Change) -> Void) {
        state.value.handlers.append(handler)
        for object in list() { handler(.added(object)) }
    }

    /// Keeps the copy true until the task is cancelled.
    package func run() async {
        await reflector.run { [self] delta in
            switch delta {
            case .replace(let objects): replace(objects)
            case .event(.deleted, let object): remove(object)
            case .event(_, let object): put(object)
            }
        }
    }

    package var hasSynced: Bool { state.value.hasSynced }

    /// Waits until the first list has been read.
    package func waitUntilSynced() async throws(CancellationError) {
        while !state.value.hasSynced { try await synced.wait() }
    }

    // MARK: - Reading

    package func get(namespace: String = "", name: String) -> Kind? {
        state.value.objects[NamespacedName(namespace: namespace, name: name)]
    }

    package func get(_ name: NamespacedName) -> Kind? { state.value.objects[name] }

    /// All objects in the order of namespace and name.
    package func list() -> [Kind] { state.value.objects.objects }

    package func list(namespace: String) -> [Kind] { state.value.objects.objects(in: namespace) }

    package var count: Int { state.value.objects.count }

    // MARK: - Applying

    private func replace(_ objects: [Kind]) {
        let names = Set(objects.map(\.namespacedName))
        for object in list() where !names.contains(object.namespacedName) { remove(object) }
        for object in objects { put(object) }
        state.value.hasSynced = true
        synced.wakeAll()
    }

    private func put(_ object: Kind) {
        let name = object.namespacedName
        let old = state.value.objects.put(object, name)
        guard let old else { return tell(.added(object)) }
        if old.metadata.resourceVersion != object.metadata.resourceVersion {
            tell(.updated(old: old, new: object))
        }
    }

    private func remove(_ object: Kind) {
        guard state.value.objects.remove(object.namespacedName) != nil else { return }
        tell(.deleted(object))
    }

    private func tell(_ change: Change) {
        for handler in state.value.handlers { handler(change) }
    }
}
