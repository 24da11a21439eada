import API

/// What is wrong with the containers of a pod.
///
/// Upstream: kubernetes pkg/apis/core/validation/validation.go validateContainers.
enum ContainerValidation {
    /// Init containers and containers; their names must differ.
    static func containers(
        _ spec: Value?, volumes: Set<String>, _ path: FieldPath
    ) -> [FieldError] {
        var errors: [FieldError] = []
        var seen: Set<String> = []
        let containers = spec["containers"].array ?? []
        if containers.isEmpty { errors.append(.required(path.child("containers"))) }
        for (index, item) in containers.enumerated() {
            let place = path.child("containers").index(index)
            errors += container(item, volumes: volumes, place)
            errors += unique(item["name"], &seen, place)
            errors += probes(item, place)
        }
        for (index, item) in (spec["initContainers"].array ?? []).enumerated() {
            let place = path.child("initContainers").index(index)
            errors += container(item, volumes: volumes, place)
            errors += unique(item["name"], &seen, place)
            errors += initOnly(item, place)
        }
        return errors
    }

    private static func unique(
        _ name: Value?, _ seen: inout Set<String>, _ path: FieldPath
    ) -> [FieldError] {
        guard let name = name.string, !name.isEmpty, !seen.insert(name).inserted else { return [] }
        return [.duplicate(path.child("name"), .string(name))]
    }

    /// Only a sidecar, which is restarted always, may be probed or have hooks.
    private static func initOnly(_ item: Value, _ path: FieldPath) -> [FieldError] {
        if let policy = item["restartPolicy"].string,
            !["Always", "Never", "OnFailure"].contains(policy)
        {
            return [
                .notSupported(
                    path.child("restartPolicy"), .string(policy), supported: ["Always"])
            ]
        }
        if item["restartPolicy"].string == "Always" { return probes(item, path) }
        return ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]
            .filter { item[$0] != nil }
            .map {
                .forbidden(
                    path.child($0),
                    "may not be set for init containers without restartPolicy=Always")
            }
    }

    /// What is wrong with one container, whichever list it is in.
    static func container(
        _ item: Value, volumes: Set<String>, _ path: FieldPath
    ) -> [FieldError] {
        var errors: [FieldError] = []
        let name = item["name"].string ?? ""
        errors +=
            name.isEmpty
            ? [.required(path.child("name"))]
            : Check.invalid(path.child("name"), .string(name), Names.dns1123Label(name))
        let image = item["image"].string ?? ""
        if image.isEmpty {
            errors.append(.required(path.child("image")))
        } else if image.first?.isWhitespace == true || image.last?.isWhitespace == true {
            errors.append(
                .invalid(
                    path.child("image"), .string(image),
                    "must not have leading or trailing whitespace"))
        }
        errors += Check.oneOf(
            item["terminationMessagePolicy"], ["File", "FallbackToLogsOnError"],
            path.child("terminationMessagePolicy"))
        errors += ports(item["ports"], path.child("ports"))
        errors += EnvironmentValidation.variables(item["env"], path.child("env"))
        errors += EnvironmentValidation.sources(item["envFrom"], path.child("envFrom"))
        errors += mounts(item["volumeMounts"], volumes: volumes, path.child("volumeMounts"))
        errors += Check.oneOf(
            item["imagePullPolicy"], ["Always", "IfNotPresent", "Never"],
            path.child("imagePullPolicy"))
        errors += resources(item["resources"], path.child("resources"))
        return errors
    }

    private static func ports(_ list: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        var seen: Set<String> = []
        for (index, port) in (list.array ?? []).enumerated() {
            let place = path.index(index)
            if let name = port["name"].string, !name.isEmpty {
                let problems = Names.portName(name)
                errors += Check.invalid(place.child("name"), .string(name), problems)
                if problems.isEmpty, !seen.insert(name).inserted {
                    errors.append(.duplicate(place.child("name"), .string(name)))
                }
            }
            let number = port["containerPort"].int ?? 0
            errors +=
                number == 0
                ? [.required(place.child("containerPort"))]
                : Check.portNumber(number, place.child("containerPort"))
            if let host = port["hostPort"].int, host != 0 {
                errors += Check.portNumber(host, place.child("hostPort"))
            }
            errors += Check.oneOf(
                port["protocol"], ["SCTP", "TCP", "UDP"], place.child("protocol"), isRequired: true)
        }
        return errors
    }

    private static func mounts(
        _ list: Value?, volumes: Set<String>, _ path: FieldPath
    ) -> [FieldError] {
        var errors: [FieldError] = []
        var seen: Set<String> = []
        for (index, mount) in (list.array ?? []).enumerated() {
            let place = path.index(index)
            let name = mount["name"].string ?? ""
            if name.isEmpty { errors.append(.required(place.child("name"))) }
            if !volumes.contains(name) {
                errors.append(.notFound(place.child("name"), .string(name)))
            }
            let target = mount["mountPath"].string ?? ""
            if target.isEmpty {
                errors.append(.required(place.child("mountPath")))
            } else if !seen.insert(target).inserted {
                errors.append(.invalid(place.child("mountPath"), .string(target), "must be unique"))
            }
            if let inner = mount["subPath"].string {
                errors += VolumeValidation.innerPath(inner, place.child("subPath"))
            }
        }
        return errors
    }

    private static func resources(_ resources: Value?, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        let limits = (resources["limits"].object ?? Object()).sorted
        for limit in limits {
            let place = path.child("limits").key(limit.name)
            errors += resourceName(limit.name, place) + Check.quantity(limit.value, place)
        }
        for request in (resources["requests"].object ?? Object()).sorted {
            let place = path.child("requests").key(request.name)
            errors += resourceName(request.name, place) + Check.quantity(request.value, place)
            guard let limit = limits[request.name].flatMap({ Quantity($0) }),
                let wanted = Quantity(request.value), limit < wanted
            else { continue }
            errors.append(
                .invalid(
                    path.child("requests"), .string(wanted.description),
                    "must be less than or equal to \(request.name) limit of \(limit)"))
        }
        return errors
    }

    private static let standardResources: Set<String> = ["cpu", "memory", "ephemeral-storage"]

    private static func resourceName(_ name: String, _ path: FieldPath) -> [FieldError] {
        let problems = Names.qualifiedName(name)
        if !problems.isEmpty { return Check.invalid(path, .string(name), problems) }
        if name.contains("/") || standardResources.contains(name) || name.hasPrefix("hugepages-") {
            return []
        }
        return [.invalid(path, .string(name), "must be a standard resource for containers")]
    }

    private static func probes(_ item: Value, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
            guard let probe = item[name] else { continue }
            let place = path.child(name)
            errors += handler(probe, place)
            for field in [
                "initialDelaySeconds", "timeoutSeconds", "periodSeconds",
                "successThreshold", "failureThreshold",
            ] {
                errors += Check.nonnegative(probe[field], place.child(field))
            }
            if name != "readinessProbe", let successes = probe["successThreshold"].int,
                successes != 1
            {
                errors.append(
                    .invalid(place.child("successThreshold"), .int(Int64(successes)), "must be 1"))
            }
        }
        for hook in ["postStart", "preStop"] {
            guard let action = item["lifecycle"][hook] else { continue }
            errors += handler(action, path.child("lifecycle").child(hook))
        }
        return errors
    }

    private static func handler(_ action: Value, _ path: FieldPath) -> [FieldError] {
        let kinds = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"].filter { action[$0] != nil }
        guard let kind = kinds.first else {
            return [.required(path, "must specify a handler type")]
        }
        if kinds.count > 1 {
            return [.forbidden(path.child(kinds[1]), "may not specify more than 1 handler type")]
        }
        let place = path.child(kind)
        switch kind {
        case "exec":
            return (action["exec"]["command"].array ?? []).isEmpty
                ? [.required(place.child("command"))] : []
        case "httpGet", "tcpSocket":
            var errors = port(action[kind]["port"], place.child("port"))
            if kind == "httpGet" {
                errors += Check.oneOf(
                    action[kind]["scheme"], ["HTTP", "HTTPS"], place.child("scheme"))
            }
            return errors
        default: return []
        }
    }

    /// A port by number or by name.
    static func port(_ port: Value?, _ path: FieldPath) -> [FieldError] {
        if let number = port.int { return Check.portNumber(number, path) }
        let name = port.string ?? ""
        return Check.invalid(path, .string(name), Names.portName(name))
    }
}
