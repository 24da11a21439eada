import API

/// The containers part of `describe`, of a pod or of a template (then `indent` is one space).
struct DescribeContainers {
    let indent: String
    let statuses: Value?
    /// Nil for a template, which has no values yet.
    let resolver: PodFieldResolver?

    func write(_ label: String, _ containers: [Value], _ out: inout Description) {
        guard !containers.isEmpty else { return out.line(0, "\(indent)\(label): <none>") }
        out.line(0, "\(indent)\(label):")
        for container in containers {
            let name = container["name"].string ?? ""
            let status = statuses.array?.first { $0["name"].string == name }
            out.line(1, "\(indent.dropFirst())\(name):")
            writeBasics(container, status, &out)
            writeWords("Command", container["command"], &out)
            writeWords("Args", container["args"], &out)
            if let status { writeStatus(status, &out) }
            writeResources(container["resources"], &out)
            writeProbes(container, &out)
            writeEnvironment(container, &out)
            writeMounts(container["volumeMounts"].array ?? [], &out)
        }
    }

    private func writeBasics(_ container: Value, _ status: Value?, _ out: inout Description) {
        if let status { out.field(2, "Container ID", status["containerID"].string ?? "") }
        out.field(2, "Image", container["image"].string ?? "")
        if let status { out.field(2, "Image ID", status["imageID"].string ?? "") }
        let ports = container["ports"].array ?? []
        func text(_ member: String) -> String {
            let texts = ports.map { port in
                let named = port["name"].string.map { " (\($0))" } ?? ""
                return "\(port[member].int ?? 0)/\(port["protocol"].string ?? "TCP")\(named)"
            }
            return texts.isEmpty ? "<none>" : texts.joined(separator: ", ")
        }
        let plural = ports.count > 1 ? "s" : ""
        out.field(2, "Port\(plural)", text("containerPort"))
        out.field(2, "Host Port\(plural)", text("hostPort"))
    }

    private func writeWords(_ title: String, _ words: Value?, _ out: inout Description) {
        guard let words = words.array, !words.isEmpty else { return }
        out.line(2, "\(title):")
        for word in words {
            for line in (word.string ?? "").split(separator: "\n", omittingEmptySubsequences: false)
            {
                out.line(3, String(line))
            }
        }
    }

    // MARK: - State

    private func writeStatus(_ status: Value, _ out: inout Description) {
        writeState("State", status["state"], &out)
        if status["lastState"]["terminated"] != nil {
            writeState("Last State", status["lastState"], &out)
        }
        out.field(2, "Ready", status["ready"].bool == true ? "True" : "False")
        out.field(2, "Restart Count", String(status["restartCount"].int ?? 0))
    }

    private func writeState(_ title: String, _ state: Value?, _ out: inout Description) {
        if let running = state["running"] {
            out.field(2, title, "Running")
            out.field(2, "  Started", DescribeTime.text(running["startedAt"].string))
        } else if let terminated = state["terminated"] {
            out.field(2, title, "Terminated")
            if let reason = terminated["reason"].string { out.field(2, "  Reason", reason) }
            if let message = terminated["message"].string { out.field(2, "  Message", message) }
            out.field(2, "  Exit Code", String(terminated["exitCode"].int ?? 0))
            if let signal = terminated["signal"].int, signal > 0 {
                out.field(2, "  Signal", String(signal))
            }
            out.field(2, "  Started", DescribeTime.text(terminated["startedAt"].string))
            out.field(2, "  Finished", DescribeTime.text(terminated["finishedAt"].string))
        } else {
            out.field(2, title, "Waiting")
            if let reason = state["waiting"]["reason"].string { out.field(2, "  Reason", reason) }
        }
    }

    private func writeResources(_ resources: Value?, _ out: inout Description) {
        for (member, title) in [("limits", "Limits"), ("requests", "Requests")] {
            guard let amounts = resources[member].object, !amounts.isEmpty else { continue }
            out.line(2, "\(title):")
            for (name, amount) in amounts.sorted { out.field(3, name, Formats.plain(amount)) }
        }
    }

    // MARK: - Probes

    private func writeProbes(_ container: Value, _ out: inout Description) {
        for (member, title) in [
            ("livenessProbe", "Liveness"), ("readinessProbe", "Readiness"),
            ("startupProbe", "Startup"),
        ] {
            if let probe = container[member] { out.field(2, title, Self.text(of: probe)) }
        }
    }

    private static func text(of probe: Value) -> String {
        func number(_ name: String) -> Int { probe[name].int ?? 0 }
        let numbers =
            "delay=\(number("initialDelaySeconds"))s timeout=\(number("timeoutSeconds"))s"
            + " period=\(number("periodSeconds"))s #success=\(number("successThreshold"))"
            + " #failure=\(number("failureThreshold"))"
        if let exec = probe["exec"] {
            return "exec \(GoText.plain(exec["command"] ?? [])) \(numbers)"
        }
        if let get = probe["httpGet"] {
            let port = get["port"].map(Formats.plain) ?? ""
            let scheme = (get["scheme"].string ?? "HTTP").lowercased()
            return
                "http-get \(scheme)://\(get["host"].string ?? ""):\(port)\(get["path"].string ?? "") \(numbers)"
        }
        if let socket = probe["tcpSocket"] {
            let port = socket["port"].map(Formats.plain) ?? ""
            return "tcp-socket \(socket["host"].string ?? ""):\(port) \(numbers)"
        }
        if let grpc = probe["grpc"] {
            return "grpc <pod>:\(grpc["port"].int ?? 0) \(grpc["service"].string ?? "") \(numbers)"
        }
        return "unknown \(numbers)"
    }

    // MARK: - Environment and mounts

    private func writeEnvironment(_ container: Value, _ out: inout Description) {
        let sources = container["envFrom"].array ?? []
        if !sources.isEmpty { out.line(2, "Environment Variables from:") }
        for source in sources {
            let isMap = source["configMapRef"] != nil
            let reference = source[isMap ? "configMapRef" : "secretRef"]
            let kind = isMap ? "ConfigMap" : "Secret"
            let prefix = source["prefix"].string.map { " with prefix '\($0)'" } ?? ""
            out.line(
                3,
                "\(reference["name"].string ?? "")\t\(kind)\(prefix)\tOptional: \(reference["optional"].bool ?? false)"
            )
        }
        let variables = container["env"].array ?? []
        guard !variables.isEmpty else { return out.field(2, "Environment", "<none>") }
        out.line(2, "Environment:")
        for variable in variables { writeVariable(variable, container, &out) }
    }

    private func writeVariable(_ variable: Value, _ container: Value, _ out: inout Description) {
        let name = variable["name"].string ?? ""
        guard let source = variable["valueFrom"] else {
            let lines = (variable["value"].string ?? "").split(
                separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                out.line(3, index == 0 ? "\(name):\t\(line)" : "\t\(line)")
            }
            return
        }
        if let field = source["fieldRef"] {
            let path = field["fieldPath"].string ?? ""
            let value = resolver?.field(path) ?? ""
            out.field(3, name, "\(value) (\(field["apiVersion"].string ?? "v1"):\(path))")
        } else if let reference = source["resourceFieldRef"] {
            let value = resolver?.resource(reference, of: container) ?? ""
            out.field(3, name, "\(value) (\(reference["resource"].string ?? ""))")
        } else if let secret = source["secretKeyRef"] {
            out.field(
                3, name,
                "<set to the key '\(secret["key"].string ?? "")' in secret '\(secret["name"].string ?? "")'>"
                    + "\tOptional: \(secret["optional"].bool ?? false)")
        } else if let map = source["configMapKeyRef"] {
            out.field(
                3, name,
                "<set to the key '\(map["key"].string ?? "")' of config map '\(map["name"].string ?? "")'>"
                    + "\tOptional: \(map["optional"].bool ?? false)")
        }
    }

    private func writeMounts(_ mounts: [Value], _ out: inout Description) {
        guard !mounts.isEmpty else { return out.field(2, "Mounts", "<none>") }
        out.line(2, "Mounts:")
        let sorted = mounts.sorted {
            ($0["mountPath"].string ?? "") < ($1["mountPath"].string ?? "")
        }
        for mount in sorted {
            var flags = [mount["readOnly"].bool == true ? "ro" : "rw"]
            if let path = mount["subPath"].string { flags.append("path=\"\(path)\"") }
            out.line(
                3,
                "\(mount["mountPath"].string ?? "") from \(mount["name"].string ?? "")"
                    + " (\(flags.joined(separator: ",")))")
        }
    }
}
