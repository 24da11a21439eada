import API
import Client

extension Controller {
    /// Runs the controller as one of the tasks of the process.
    func start(in group: inout TaskGroup<Void>) { group.addTask { await run() } }
}

extension EventRecorder {
    /// Writes recorded Events as one of the tasks of the process.
    func start(in group: inout TaskGroup<Void>) { group.addTask { [self] in await run() } }
}

extension WorkQueue where Name == NamespacedName {
    /// Queues the owner that controls `object`, if it is of this kind.
    func addController<Owner: APIObject>(of object: some APIObject, _: Owner.Type) {
        guard let reference = object.metadata.controller, reference.kind == Owner.kind,
            GroupVersion(apiVersion: reference.apiVersion).group == Owner.resource.group
        else { return }
        add(NamespacedName(namespace: object.metadata.namespace, name: reference.name))
    }
}
