import API

/// The rules for Jobs: the server chooses their selector.
///
/// Upstream: kubernetes pkg/registry/batch/job/strategy.go and pkg/apis/batch/v1/defaults.go.
struct JobStrategy: Strategy {
    var hasStatus: Bool { true }
    var generationMembers: [String] { ["spec"] }
    var selectableFields: [String] { ["status.successful"] }

    func selectableField(_ field: String, of object: Value) -> String {
        SelectableFields.text(of: field, in: object)
    }

    private static let spec = DefaultFields(
        "batch/v1.JobSpec",
        [
            "parallelism": 1, "template": [:], "completionMode": "NonIndexed", "suspend": false,
            "manualSelector": false,
        ])

    func setDefaults(_ object: inout Value) {
        object.editObject { job in
            job.edit("spec") { spec in
                if spec["completions"] == nil, spec["parallelism"] == nil {
                    Self.spec.set("completions", 1, in: &spec)
                }
                let limit: Value = spec["backoffLimitPerIndex"] == nil ? 6 : .int(Int64(Int32.max))
                Self.spec.setDefault("backoffLimit", limit, in: &spec)
                let replacement: Value =
                    spec["podFailurePolicy"] == nil ? "TerminatingOrFailed" : "Failed"
                Self.spec.setDefault("podReplacementPolicy", replacement, in: &spec)
                Self.spec.fill(&spec)
                spec.edit("template", PodDefaults.fillTemplate)
            }
            // A new job has no uid yet: it takes the labels of its pods once these are marked.
            if job["metadata"]["uid"] != nil { Self.takeLabels(&job) }
        }
    }

    /// A job without labels takes those of its pods.
    private static func takeLabels(_ job: inout Object) {
        let labels = job["spec"]["template"]["metadata"]["labels"]
        guard let labels, labels.object?.isEmpty == false else { return }
        job.edit("metadata") { metadata in
            if metadata["labels"].object?.isEmpty ?? true {
                Metadata.fields.set("labels", labels, in: &metadata)
            }
        }
    }

    func prepareForCreate(_ object: inout Value, _ context: StrategyContext) {
        if object["spec"]["manualSelector"].bool != true { generateSelector(&object) }
        object.editObject(Self.takeLabels)
        object["status"] = [:]
    }

    /// Marks the pods with the job's name and uid, and selects by the latter.
    ///
    /// Upstream: `generateSelector`. Both the old and the prefixed labels are set.
    private func generateSelector(_ object: inout Value) {
        let name = object["metadata"]["name"].string ?? ""
        let uid = object["metadata"]["uid"].string ?? ""
        object.editObject { job in
            let mark: (inout Object) -> Void = { metadata in
                for (key, text) in [("controller-uid", uid), ("job-name", name)] {
                    Metadata.label(key, text, &metadata)
                    Metadata.label("batch.kubernetes.io/" + key, text, &metadata)
                }
            }
            job.edit("spec") { spec in
                spec.edit("template") { template in template.edit("metadata", mark) }
                if spec["selector"] == nil {
                    Self.spec.set(
                        "selector",
                        ["matchLabels": ["batch.kubernetes.io/controller-uid": .string(uid)]],
                        in: &spec)
                }
            }
        }
    }

    func validate(_ object: Value, _ context: StrategyContext) -> [FieldError] {
        var errors = JobValidation.spec(object["spec"], "spec")
        let uid = object["metadata"]["uid"].string ?? ""
        let labels = object["spec"]["selector"]["matchLabels"].stringMap ?? [:]
        if object["spec"]["manualSelector"].bool != true,
            labels != ["batch.kubernetes.io/controller-uid": uid]
        {
            errors.append(
                .invalid(
                    "spec.selector", object["spec"]["selector"] ?? .null,
                    "`selector` not auto-generated"))
        }
        return errors
    }

    func validateUpdate(
        _ object: Value, old: Value, _ context: StrategyContext
    ) -> [FieldError] {
        guard context.subresource.isEmpty else { return [] }
        let path: FieldPath = "spec"
        var errors = JobValidation.spec(object["spec"], path)
        for field in [
            "completions", "selector", "template", "completionMode", "podFailurePolicy",
            "backoffLimitPerIndex", "managedBy", "successPolicy",
        ] {
            if field == "completions", isElastic(object, old) { continue }
            if field == "template", isSuspended(old) { continue }
            errors += Check.immutable(
                object["spec"][field], old["spec"][field], path.child(field))
        }
        return errors
    }

    /// An indexed job grows and shrinks when completions and parallelism change together.
    private func isElastic(_ new: Value, _ old: Value) -> Bool {
        new["spec"]["completionMode"].string == "Indexed"
            && new["spec"]["completions"].int == new["spec"]["parallelism"].int
            && old["spec"]["completions"].int == old["spec"]["parallelism"].int
    }

    /// While it has never run, scheduling directives of the template may change.
    private func isSuspended(_ old: Value) -> Bool {
        old["spec"]["suspend"].bool == true && old["status"]["startTime"] == nil
    }
}

/// What is wrong with a job's spec, in a Job or a CronJob.
enum JobValidation {
    static func spec(_ spec: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for field in [
            "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit",
            "ttlSecondsAfterFinished", "backoffLimitPerIndex",
        ] {
            errors += Check.nonnegative(spec[field], path.child(field))
        }
        if let mode = spec["completionMode"].string {
            errors += Check.oneOf(
                .string(mode), ["NonIndexed", "Indexed"], path.child("completionMode"))
            if mode == "Indexed", spec["completions"] == nil {
                errors.append(
                    .required(path.child("completions"), "when completion mode is Indexed"))
            }
        }
        let template = path.child("template")
        errors += PodValidation.template(spec["template"], template)
        let policy = spec["template"]["spec"]["restartPolicy"].string ?? ""
        if policy != "OnFailure", policy != "Never" {
            errors.append(
                .required(
                    template.child("spec").child("restartPolicy"),
                    "valid values: \"OnFailure\", \"Never\""))
        }
        return errors
    }
}
