/// Something that happened to an object, in the core group's form.
package struct Event: APIObject {
    package static let resource = GroupVersionResource(
        group: "", version: "v1", resource: "events")
    package static let kind = "Event"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var involvedObject: ObjectReference {
        get { self["involvedObject"] }
        set { self["involvedObject"] = newValue }
    }
    package var reason: String {
        get { self["reason", default: ""] }
        set { self["reason", default: ""] = newValue }
    }
    package var message: String {
        get { self["message", default: ""] }
        set { self["message", default: ""] = newValue }
    }
    package var source: EventSource {
        get { self["source"] }
        set { self["source"] = newValue }
    }
    /// RFC 3339.
    package var firstTimestamp: String? {
        get { self["firstTimestamp"] }
        set { self["firstTimestamp"] = newValue }
    }
    /// RFC 3339.
    package var lastTimestamp: String? {
        get { self["lastTimestamp"] }
        set { self["lastTimestamp"] = newValue }
    }
    package var count: Int? {
        get { self["count"] }
        set { self["count"] = newValue }
    }
    /// `Normal` or `Warning`.
    package var type: String {
        get { self["type", default: ""] }
        set { self["type", default: ""] = newValue }
    }
    /// RFC 3339 with microseconds.
    package var eventTime: String? {
        get { self["eventTime"] }
        set { self["eventTime"] = newValue }
    }
    package var series: EventSeries? {
        get { self["series"] }
        set { self["series"] = newValue }
    }
    package var action: String? {
        get { self["action"] }
        set { self["action"] = newValue }
    }
    package var related: ObjectReference? {
        get { self["related"] }
        set { self["related"] = newValue }
    }
    package var reportingController: String {
        get { self["reportingComponent", default: ""] }
        set { self["reportingComponent", default: ""] = newValue }
    }
    package var reportingInstance: String {
        get { self["reportingInstance", default: ""] }
        set { self["reportingInstance", default: ""] = newValue }
    }
}

/// Who reported an event.
package struct EventSource: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var component: String {
        get { self["component", default: ""] }
        set { self["component", default: ""] = newValue }
    }
    package var host: String {
        get { self["host", default: ""] }
        set { self["host", default: ""] = newValue }
    }
}

/// How often an event has come again.
package struct EventSeries: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var count: Int {
        get { self["count"] ?? 0 }
        set { self["count"] = newValue }
    }
    package var lastObservedTime: String? {
        get { self["lastObservedTime"] }
        set { self["lastObservedTime"] = newValue }
    }
}

/// The same event as `events.k8s.io` serves it.
package struct EventsV1Event: APIObject {
    package static let resource = GroupVersionResource(
        group: "events.k8s.io", version: "v1", resource: "events")
    package static let kind = "EventsV1Event"
    package static let isNamespaced = true

    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var eventTime: String? {
        get { self["eventTime"] }
        set { self["eventTime"] = newValue }
    }
    package var series: EventSeries? {
        get { self["series"] }
        set { self["series"] = newValue }
    }
    package var reportingController: String {
        get { self["reportingController", default: ""] }
        set { self["reportingController", default: ""] = newValue }
    }
    package var reportingInstance: String {
        get { self["reportingInstance", default: ""] }
        set { self["reportingInstance", default: ""] = newValue }
    }
    package var action: String? {
        get { self["action"] }
        set { self["action"] = newValue }
    }
    package var reason: String {
        get { self["reason", default: ""] }
        set { self["reason", default: ""] = newValue }
    }
    package var regarding: ObjectReference {
        get { self["regarding"] }
        set { self["regarding"] = newValue }
    }
    package var related: ObjectReference? {
        get { self["related"] }
        set { self["related"] = newValue }
    }
    package var note: String {
        get { self["note", default: ""] }
        set { self["note", default: ""] = newValue }
    }
    package var type: String {
        get { self["type", default: ""] }
        set { self["type", default: ""] = newValue }
    }
    package var deprecatedSource: EventSource {
        get { self["deprecatedSource"] }
        set { self["deprecatedSource"] = newValue }
    }
    package var deprecatedFirstTimestamp: String? {
        get { self["deprecatedFirstTimestamp"] }
        set { self["deprecatedFirstTimestamp"] = newValue }
    }
    package var deprecatedLastTimestamp: String? {
        get { self["deprecatedLastTimestamp"] }
        set { self["deprecatedLastTimestamp"] = newValue }
    }
    package var deprecatedCount: Int? {
        get { self["deprecatedCount"] }
        set { self["deprecatedCount"] = newValue }
    }
}

/// Another object, with as many of its coordinates as the writer knew.
package struct ObjectReference: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var kind: String {
        get { self["kind", default: ""] }
        set { self["kind", default: ""] = newValue }
    }
    package var namespace: String {
        get { self["namespace", default: ""] }
        set { self["namespace", default: ""] = newValue }
    }
    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    package var uid: String {
        get { self["uid", default: ""] }
        set { self["uid", default: ""] = newValue }
    }
    package var apiVersion: String {
        get { self["apiVersion", default: ""] }
        set { self["apiVersion", default: ""] = newValue }
    }
    package var resourceVersion: String {
        get { self["resourceVersion", default: ""] }
        set { self["resourceVersion", default: ""] = newValue }
    }
    /// A part of it: `spec.containers{main}`.
    package var fieldPath: String? {
        get { self["fieldPath"] }
        set { self["fieldPath"] = newValue }
    }
}
