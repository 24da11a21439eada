import API

/// Jobs and cron jobs.
enum BatchKinds {
    static let rules: [String: any Strategy] = [
        "jobs.batch": JobStrategy(), "cronjobs.batch": cronJob,
    ]

    /// The template of a CronJob gets the defaults of its pods, but not those of a Job.
    private static let cronJob = KindRules(
        initialStatus: [:], generationMembers: ["spec"],
        nameRule: { name in
            Names.dns1123Subdomain(name)
                + (name.utf8.count > 52 ? ["must be no more than 52 characters"] : [])
        },
        defaults: { object in
            object.edit("spec") { spec in
                cronSpec.fill(&spec)
                spec.edit("jobTemplate") { template in
                    jobTemplate.fill(&template)
                    template.edit("spec") { $0.edit("template", PodDefaults.fillTemplate) }
                }
            }
        },
        validation: { object in
            let schedule = object["spec"]["schedule"].string ?? ""
            var errors: [FieldError] = []
            if schedule.isEmpty {
                errors.append(.required("spec.schedule"))
            } else if let problem = CronSchedule.problem(schedule) {
                errors.append(.invalid("spec.schedule", .string(schedule), problem))
            }
            errors += Check.oneOf(
                object["spec"]["concurrencyPolicy"], ["Allow", "Forbid", "Replace"],
                "spec.concurrencyPolicy", isRequired: true)
            for field in [
                "startingDeadlineSeconds", "successfulJobsHistoryLimit",
                "failedJobsHistoryLimit",
            ] {
                errors += Check.nonnegative(object["spec"][field], FieldPath("spec").child(field))
            }
            return errors
                + JobValidation.spec(
                    object["spec"]["jobTemplate"]["spec"], "spec.jobTemplate.spec")
        })

    private static let cronSpec = DefaultFields(
        "batch/v1.CronJobSpec",
        [
            "concurrencyPolicy": "Allow", "suspend": false, "jobTemplate": [:],
            "successfulJobsHistoryLimit": 3, "failedJobsHistoryLimit": 1,
        ])
    private static let jobTemplate = DefaultFields(
        "batch/v1.JobTemplateSpec", ["metadata": [:], "spec": [:]])
}

/// What is wrong with a schedule of five fields.
///
/// Source: the texts of robfig/cron's parser, which upstream shows to the user.
enum CronSchedule {
    private static let bounds: [(min: Int, max: Int, names: [String])] = [
        (0, 59, []), (0, 23, []), (1, 31, []),
        (
            1, 12,
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        ),
        (0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ]
    private static let descriptors = [
        "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly",
    ]

    static func problem(_ schedule: String) -> String? {
        if schedule.hasPrefix("@") {
            if descriptors.contains(schedule) || schedule.hasPrefix("@every ") { return nil }
            return "unrecognized descriptor: \(schedule)"
        }
        let fields = schedule.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard fields.count == 5 else {
            let shown = fields.joined(separator: " ")
            return "expected exactly 5 fields, found \(fields.count): [\(shown)]"
        }
        for (field, bound) in zip(fields, bounds) {
            for part in field.split(separator: ",") {
                if let problem = problem(String(part), bound) { return problem }
            }
        }
        return nil
    }

    /// One range: `*`, `5`, `1-5`, each with an optional `/step`.
    private static func problem(
        _ text: String, _ bound: (min: Int, max: Int, names: [String])
    ) -> String? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 2 { return "too many slashes: \(text)" }
        if parts.count == 2 {
            guard let step = Int(parts[1]) else { return unreadable(parts[1]) }
            if step <= 0 { return "step of range should be a positive number: \(text)" }
        }
        let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        if ends[0] == "*" || ends[0] == "?" { return nil }
        if ends.count > 2 { return "too many hyphens: \(text)" }
        var numbers: [Int] = []
        for end in ends {
            if let index = bound.names.firstIndex(of: end.lowercased()) {
                numbers.append(index + bound.min)
            } else if let number = Int(end), number >= 0 {
                numbers.append(number)
            } else {
                return unreadable(end)
            }
        }
        guard let first = numbers.first, let last = numbers.last else { return unreadable(text) }
        if first < bound.min {
            return "beginning of range (\(first)) below minimum (\(bound.min)): \(text)"
        }
        if last > bound.max {
            return "end of range (\(last)) above maximum (\(bound.max)): \(text)"
        }
        if first > last {
            return "beginning of range (\(first)) beyond end of range (\(last)): \(text)"
        }
        return nil
    }

    private static func unreadable(_ text: String) -> String {
        "failed to parse int from \(text): strconv.Atoi: parsing \(GoText.quoted(text)): invalid syntax"
    }
}
