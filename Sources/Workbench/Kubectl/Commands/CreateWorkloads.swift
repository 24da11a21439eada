import API

/// `create deployment`, `job` and `cronjob`.
enum CreateWorkloads {
    static let specs: [CommandSpec] = [
        CreateGenerators.generator(
            "deployment", aliases: ["deploy"],
            summary: "Create a deployment with the specified name",
            resource: "deployments.apps",
            flags: [.list("image"), .int("port"), .int("replicas", "r")], required: ["image"],
            failure: "failed to create deployment: ", make: deployment),
        CreateGenerators.generator(
            "job", summary: "Create a job with the specified name", resource: "jobs.batch",
            flags: [.string("image"), .string("from")], failure: "failed to create job: ", make: job
        ),
        CreateGenerators.generator(
            "cronjob", aliases: ["cj"], summary: "Create a cron job with the specified name",
            resource: "cronjobs.batch",
            flags: [.string("image"), .string("schedule"), .string("restart")],
            required: ["image", "schedule"], failure: "failed to create cronjob: ", make: cronJob),
    ]

    private static func command(_ invocation: Invocation) -> [String] {
        Array(invocation.arguments.dropFirst(invocation.argumentsBeforeDash ?? 1))
    }

    /// A container's name from its image: `nginx` for `docker.io/library/nginx:1.27`.
    private static func name(of image: String) -> String {
        let last = image.split(separator: "/").last.map(String.init) ?? image
        let base = last.prefix { $0 != ":" && $0 != "@" }
        return String(
            base.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }

    @Sendable private static func deployment(
        _ name: String, _ invocation: Invocation
    ) async throws(KubectlError) -> Value {
        let flags = invocation.flags
        let images = flags.list("image")
        let words = command(invocation)
        if images.count > 1, !words.isEmpty {
            throw .message("cannot specify multiple --image options and command")
        }
        let containers = images.map { image -> Value in
            var container: Value = [
                "name": .string(Self.name(of: image)), "image": .string(image), "resources": [:],
            ]
            if !words.isEmpty { container["command"] = CreateGenerators.strings(words) }
            if let port = flags.int("port"), image == images[0] {
                container["ports"] = [["containerPort": .int(Int64(port))]]
            }
            return container
        }
        let labels: Value = ["app": .string(name)]
        var object = CreateGenerators.object("apps/v1", "Deployment", name)
        object["metadata"] = ["labels": labels, "name": .string(name)]
        object["spec"] = [
            "replicas": .int(Int64(flags.int("replicas") ?? 1)),
            "selector": ["matchLabels": labels],
            "strategy": [:],
            "template": [
                "metadata": ["labels": labels], "spec": ["containers": .array(containers)],
            ],
        ]
        object["status"] = [:]
        return object
    }

    @Sendable private static func job(
        _ name: String, _ invocation: Invocation
    ) async throws(KubectlError) -> Value {
        let flags = invocation.flags
        var object = CreateGenerators.object("batch/v1", "Job", name)
        if let from = flags.string("from") { return try await job(name, from: from, invocation) }
        guard let image = flags.string("image") else {
            throw .message("either --image or --from must be specified")
        }
        object["spec"] = ["template": template(name, image, "Never", invocation)]
        object["status"] = [:]
        return object
    }

    private static func job(
        _ name: String, from: String, _ invocation: Invocation
    ) async throws(KubectlError) -> Value {
        let parsed = try ResourceArguments.parse([from], try await invocation.mapper())
        guard let target = parsed.targets.first, target.mapping.kind == "CronJob",
            let owner = target.name
        else {
            throw .message("from must be an existing cronjob")
        }
        let cronJob = try await invocation.get(target.mapping, owner).object
        let template = cronJob["spec"]["jobTemplate"]
        var object = CreateGenerators.object("batch/v1", "Job", name)
        var annotations = template["metadata"]["annotations"] ?? [:]
        annotations["cronjob.kubernetes.io/instantiate"] = "manual"
        object["metadata"]["annotations"] = annotations
        object["metadata"]["labels"] = template["metadata"]["labels"]
        object["metadata"]["ownerReferences"] = [
            [
                "apiVersion": "batch/v1", "kind": "CronJob", "name": .string(owner),
                "uid": cronJob["metadata"]["uid"] ?? "", "controller": true,
            ]
        ]
        object["spec"] = template["spec"]
        return object
    }

    private static func template(
        _ name: String, _ image: String, _ restart: String, _ invocation: Invocation
    ) -> Value {
        var container: Value = ["name": .string(name), "image": .string(image), "resources": [:]]
        let words = command(invocation)
        if !words.isEmpty { container["command"] = CreateGenerators.strings(words) }
        return [
            "metadata": [:],
            "spec": ["containers": [container], "restartPolicy": .string(restart)],
        ]
    }

    @Sendable private static func cronJob(
        _ name: String, _ invocation: Invocation
    ) async throws(KubectlError) -> Value {
        let flags = invocation.flags
        var object = CreateGenerators.object("batch/v1", "CronJob", name)
        let template = template(
            name, flags.string("image") ?? "", flags.string("restart") ?? "OnFailure", invocation)
        object["spec"] = [
            "jobTemplate": ["metadata": ["name": .string(name)], "spec": ["template": template]],
            "schedule": .string(flags.string("schedule") ?? ""),
        ]
        object["status"] = [:]
        return object
    }
}
