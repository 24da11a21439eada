import API

/// Objects by name and in the order of their names, kept in order change by change.
///
/// Controllers list after nearly every change: sorting a thousand pods each time would cost a
/// hundred times the change itself.
struct OrderedObjects<Kind: APIObject>: Sendable {
    private var byName: [NamespacedName: Kind] = [:]
    /// Ascending; `objects[i]` is called `names[i]`.
    private var names: [NamespacedName] = []
    /// All objects in the order of namespace and name.
    private(set) var objects: [Kind] = []

    var count: Int { objects.count }

    subscript(name: NamespacedName) -> Kind? { byName[name] }

    /// Adds an object; returns the one that it replaces.
    mutating func put(_ object: Kind, _ name: NamespacedName) -> Kind? {
        let position = position(of: name)
        let old = byName.updateValue(object, forKey: name)
        if old != nil {
            objects[position] = object
        } else {
            names.insert(name, at: position)
            objects.insert(object, at: position)
        }
        return old
    }

    /// Removes the object called `name`; nil if there is none.
    mutating func remove(_ name: NamespacedName) -> Kind? {
        guard let old = byName.removeValue(forKey: name) else { return nil }
        let position = position(of: name)
        names.remove(at: position)
        objects.remove(at: position)
        return old
    }

    /// The objects of one namespace, in the order of their names.
    func objects(in namespace: String) -> [Kind] {
        let first = position(of: NamespacedName(namespace: namespace, name: ""))
        var end = first
        while end < names.count, names[end].namespace == namespace { end += 1 }
        return Array(objects[first..<end])
    }

    /// The first position whose name is not before `name`.
    private func position(of name: NamespacedName) -> Int {
        var (low, high) = (0, names.count)
        while low < high {
            let middle = (low + high) / 2
            if names[middle] < name { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
