/// A typed way of looking at a value tree: reads and writes go to the tree.
///
/// ```swift
/// package struct PodSpec: ValueView {
///     package var value: Value
///     package init(_ value: Value) { self.value = value }
///     package var nodeName: String? {
///         get { self["nodeName"] }
///         set { self["nodeName"] = newValue }
///     }
/// }
/// ```
/// Fields that the view does not name survive, because the tree keeps them.
package protocol ValueView: Hashable, Sendable {
    var value: Value { get set }
    init(_ value: Value)
}

/// A whole object of the API, of a kind that is served by itself.
package protocol APIObject: ValueView {
    /// Where objects of this kind are served.
    static var resource: GroupVersionResource { get }
    static var kind: String { get }
    static var isNamespaced: Bool { get }
}

extension APIObject {
    package static var groupVersionKind: GroupVersionKind {
        GroupVersionKind(resource.groupVersion, kind: kind)
    }

    /// A new object of this kind with only a name.
    package init(namespace: String = "", name: String) {
        self.init([
            "apiVersion": .string(Self.resource.groupVersion.description),
            "kind": .string(Self.kind),
        ])
        metadata.name = name
        if !namespace.isEmpty { metadata.namespace = namespace }
    }

    package var metadata: ObjectMeta {
        get { ObjectMeta(value["metadata"] ?? .object(Object())) }
        set { value["metadata"] = newValue.value }
    }

    package var namespacedName: NamespacedName {
        NamespacedName(namespace: metadata.namespace, name: metadata.name)
    }
}

// MARK: - Reading and writing members by type

extension ValueView {
    package subscript(name: String) -> String? {
        get { value[name].string }
        set { value[name] = newValue.map(Value.string) }
    }
    package subscript(name: String) -> Int? {
        get { value[name].int }
        set { value[name] = newValue.map { .int(Int64($0)) } }
    }
    package subscript(name: String) -> Bool? {
        get { value[name].bool }
        set { value[name] = newValue.map(Value.bool) }
    }
    /// A string that is empty when absent.
    package subscript(name: String, default fallback: String) -> String {
        get { value[name].string ?? fallback }
        set { value[name] = newValue == fallback ? nil : .string(newValue) }
    }
    /// Labels and the like: no member for an empty map.
    package subscript(name: String) -> [String: String] {
        get { value[name].stringMap ?? [:] }
        set { value[name] = newValue.isEmpty ? nil : Value(stringMap: newValue) }
    }
    package subscript(name: String) -> [String] {
        get { value[name].array?.compactMap(\.string) ?? [] }
        set { value[name] = newValue.isEmpty ? nil : .array(newValue.map(Value.string)) }
    }
    package subscript<View: ValueView>(name: String) -> View? {
        get { value[name].map { View($0) } }
        set { value[name] = newValue?.value }
    }
    /// A view that is always there, as `spec` and `status` are.
    package subscript<View: ValueView>(name: String) -> View {
        get { View(value[name] ?? .object(Object())) }
        set { value[name] = newValue.value }
    }
    package subscript<View: ValueView>(name: String) -> [View] {
        get { value[name].array?.map { View($0) } ?? [] }
        set { value[name] = newValue.isEmpty ? nil : .array(newValue.map(\.value)) }
    }
}
