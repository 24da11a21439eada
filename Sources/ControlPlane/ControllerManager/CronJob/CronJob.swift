import API
import Simulation

/// A Job that is made again and again.
struct CronJob: APIObject {
    static let resource = GroupVersionResource(group: "batch", version: "v1", resource: "cronjobs")
    static let kind = "CronJob"
    static let isNamespaced = true

    var value: Value
    init(_ value: Value) { self.value = value }

    var schedule: String { value["spec"]["schedule"].string ?? "" }
    var timeZone: String? { value["spec"]["timeZone"].string }
    var isSuspended: Bool { value["spec"]["suspend"].bool ?? false }
    /// `Allow`, `Forbid` or `Replace`.
    var concurrencyPolicy: String { value["spec"]["concurrencyPolicy"].string ?? "Allow" }
    var startingDeadline: Duration? {
        value["spec"]["startingDeadlineSeconds"].int.map { .seconds($0) }
    }
    var successfulJobsHistoryLimit: Int? { value["spec"]["successfulJobsHistoryLimit"].int }
    var failedJobsHistoryLimit: Int? { value["spec"]["failedJobsHistoryLimit"].int }
    var lastScheduleTime: SimulatedInstant? {
        value["status"]["lastScheduleTime"].string.flatMap(instant)
    }
    /// References to the Jobs that have not ended.
    var active: [Value] {
        get { value["status"]["active"].array ?? [] }
        set { value["status"]["active"] = newValue.isEmpty ? nil : .array(newValue) }
    }
}
