/// Puts a pod on a node: what the scheduler posts.
package struct Binding: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "bindings")
    package static let kind = "Binding"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var target: ObjectReference {
        get { self["target"] }
        set { self["target"] = newValue }
    }
}
