import API
import Simulation

/// Jobs and cron jobs.
enum BatchRows {
    static let tables: [String: TableDefinition] = [
        "jobs.batch": TableDefinition(
            "Name, Status, Completions, Duration, Age, Containers*, Images*, Selector*", cells: job),
        "cronjobs.batch": TableDefinition(
            "Name, Schedule, Timezone, Suspend:boolean, Active:integer, Last Schedule, Age, "
                + "Containers*, Images*, Selector*",
            cells: cronJob),
    ]

    private static func job(_ job: Value, _ now: SimulatedInstant) -> [Value] {
        let template = job["spec"]["template"]
        return [
            Cell.name(job), .string(status(job)), .string(completions(job)),
            .string(duration(job, now)), Cell.age(job, now),
        ] + Cell.containers(template) + [Cell.selector(job["spec"]["selector"])]
    }

    private static func status(_ job: Value) -> String {
        func isTrue(_ type: String) -> Bool {
            Cell.condition(job, type)?["status"].string == "True"
        }
        if isTrue("Complete") { return "Complete" }
        if isTrue("Failed") { return "Failed" }
        if job["metadata"]["deletionTimestamp"] != nil { return "Terminating" }
        if isTrue("Suspended") { return "Suspended" }
        if isTrue("FailureTarget") { return "FailureTarget" }
        if isTrue("SuccessCriteriaMet") { return "SuccessCriteriaMet" }
        return "Running"
    }

    /// A job without `completions` wants one of its `parallelism` pods to succeed.
    private static func completions(_ job: Value) -> String {
        let succeeded = job["status"]["succeeded"].int ?? 0
        if let wanted = job["spec"]["completions"].int { return "\(succeeded)/\(wanted)" }
        let parallelism = job["spec"]["parallelism"].int ?? 0
        return parallelism > 1 ? "\(succeeded)/1 of \(parallelism)" : "\(succeeded)/1"
    }

    private static func duration(_ job: Value, _ now: SimulatedInstant) -> String {
        guard let start = job["status"]["startTime"].string,
            let begun = CivilTime(rfc3339: start)?.instant
        else { return "" }
        var end = now
        if let done = job["status"]["completionTime"].string.flatMap({ CivilTime(rfc3339: $0) }) {
            end = done.instant
        } else if let failed = Cell.condition(job, "Failed")?["lastTransitionTime"].string,
            let time = CivilTime(rfc3339: failed)
        {
            end = time.instant
        }
        return HumanDuration.text(begun.duration(to: end))
    }

    private static func cronJob(_ object: Value, _ now: SimulatedInstant) -> [Value] {
        let spec = object["spec"]
        let template = spec["jobTemplate"]["spec"]
        var last = "<none>"
        if let time = object["status"]["lastScheduleTime"].string {
            last = HumanDuration.since(time, now)
        }
        return [
            Cell.name(object), Cell.text(spec["schedule"]),
            Cell.text(spec["timeZone"], default: "<none>"),
            spec["suspend"].bool == true ? "True" : "False",
            .int(Int64(Cell.count(object["status"]["active"]))), .string(last),
            Cell.age(object, now),
        ] + Cell.containers(template["template"]) + [Cell.selector(template["selector"])]
    }
}
