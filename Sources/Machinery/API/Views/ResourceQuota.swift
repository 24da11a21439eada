/// How much a namespace may hold.
package struct ResourceQuota: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "resourcequotas")
    package static let kind = "ResourceQuota"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    /// `spec.hard`: what it may hold.
    package var hard: ResourceAmounts { ResourceAmounts(value["spec"]["hard"]) }
    /// `status.used`: what it holds.
    package var used: ResourceAmounts { ResourceAmounts(value["status"]["used"]) }
}
