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
            } else if case .failure(let problem) = CronSchedule.parse(schedule) {
                errors.append(.invalid("spec.schedule", .string(schedule), problem.text))
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
