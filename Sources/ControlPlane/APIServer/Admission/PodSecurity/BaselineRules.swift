import API

/// What no ordinary pod needs: ways to the node past the walls of a container.
///
/// Upstream: kubernetes pod-security-admission/policy/check_*.go.
enum BaselineRules {
    private typealias Subject = PodSecuritySubject

    @Sendable static func privileged(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        let names = subject.names { $0["securityContext"]["privileged"].bool == true }
        guard !names.isEmpty else { return nil }
        return PodSecurityViolation(
            reason: "privileged",
            detail: "\(Subject.containers(names)) must not set securityContext.privileged=true")
    }

    @Sendable static func hostNamespaces(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        let set = ["hostNetwork", "hostPID", "hostIPC"].filter { subject.spec[$0].bool == true }
        guard !set.isEmpty else { return nil }
        return PodSecurityViolation(
            reason: "host namespaces",
            detail: set.map { "\($0)=true" }.joined(separator: ", "))
    }

    @Sendable static func hostPathVolumes(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        let names = (subject.spec["volumes"].array ?? []).filter { $0["hostPath"] != nil }
            .map { $0["name"].string ?? "" }
        guard !names.isEmpty else { return nil }
        return PodSecurityViolation(
            reason: "hostPath volumes",
            detail: "\(Subject.plural("volume", names.count)) \(Subject.quoted(names))")
    }

    @Sendable static func hostPorts(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        func ports(_ container: Value) -> [Int] {
            (container["ports"].array ?? []).compactMap { $0["hostPort"].int }.filter { $0 != 0 }
        }
        let names = subject.names { !ports($0).isEmpty }
        guard !names.isEmpty else { return nil }
        let all = Subject.distinct(subject.containers.flatMap(ports).map(String.init))
        let verb = names.count == 1 ? "uses" : "use"
        return PodSecurityViolation(
            reason: "hostPort",
            detail: "\(Subject.containers(names)) \(verb) \(Subject.plural("hostPort", all.count)) "
                + all.joined(separator: ", "))
    }

    @Sendable static func hostProbes(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        func hosts(_ container: Value) -> [String] {
            let probes = ["livenessProbe", "readinessProbe", "startupProbe"].map { container[$0] }
            let hooks = ["postStart", "preStop"].map { container["lifecycle"][$0] }
            return (probes + hooks).flatMap { handler in
                ["httpGet", "tcpSocket"].compactMap { handler[$0]["host"].string }
            }.filter { !$0.isEmpty && $0 != "127.0.0.1" && $0 != "::1" }
        }
        let names = subject.names { !hosts($0).isEmpty }
        guard !names.isEmpty else { return nil }
        let all = Subject.distinct(subject.containers.flatMap(hosts))
        let verb = names.count == 1 ? "uses" : "use"
        return PodSecurityViolation(
            reason: "probe or lifecycle host",
            detail: "\(Subject.containers(names)) \(verb) probe or lifecycle "
                + "\(Subject.plural("host", all.count)) \(Subject.quoted(all))")
    }

    private static let defaultCapabilities: Set<String> = [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
        "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ]

    @Sendable static func capabilities(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        func added(_ container: Value) -> [String] {
            let list = container["securityContext"]["capabilities"]["add"].array ?? []
            return list.compactMap(\.string).filter { !defaultCapabilities.contains($0) }
        }
        let names = subject.names { !added($0).isEmpty }
        guard !names.isEmpty else { return nil }
        let all = Subject.distinct(subject.containers.flatMap(added))
        return PodSecurityViolation(
            reason: "non-default capabilities",
            detail: "\(Subject.containers(names)) must not include \(Subject.quoted(all)) in "
                + "securityContext.capabilities.add")
    }

    @Sendable static func procMount(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        func mount(_ container: Value) -> String? {
            let value = container["securityContext"]["procMount"].string
            return value == "Default" ? nil : value
        }
        // In a user namespace of its own a pod may see all of /proc.
        if subject.spec["hostUsers"].bool == false { return nil }
        let names = subject.names { mount($0) != nil }
        guard !names.isEmpty else { return nil }
        let values = Subject.distinct(subject.containers.compactMap(mount))
        return PodSecurityViolation(
            reason: "procMount",
            detail: "\(Subject.containers(names)) must not set securityContext.procMount to "
                + Subject.quoted(values))
    }

    @Sendable static func seccomp(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        func type(_ context: Value?) -> String? {
            let type = context["seccompProfile"]["type"].string
            return type == "Unconfined" ? type : nil
        }
        let podType = type(subject.context)
        let names = subject.names { type($0["securityContext"]) != nil }
        guard podType != nil || !names.isEmpty else { return nil }
        return PodSecurityViolation(
            reason: "seccompProfile",
            detail: "\(Subject.setters(pod: podType != nil, names)) must not set "
                + "securityContext.seccompProfile.type to \"Unconfined\"")
    }

    @Sendable static func appArmor(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        func isUnconfined(_ context: Value?) -> Bool {
            context["appArmorProfile"]["type"].string == "Unconfined"
        }
        let isPod = isUnconfined(subject.context)
        let names = subject.names { isUnconfined($0["securityContext"]) }
        let prefix = "container.apparmor.security.beta.kubernetes.io/"
        let notes = (subject.pod["metadata"]["annotations"].stringMap ?? [:])
            .filter { key, value in
                key.hasPrefix(prefix) && !value.isEmpty && value != "runtime/default"
                    && !value.hasPrefix("localhost/")
            }
            .map { "annotation \(GoText.quoted($0.key))" }.sorted()
        var setters = notes
        if isPod || !names.isEmpty { setters.insert(Subject.setters(pod: isPod, names), at: 0) }
        guard !setters.isEmpty else { return nil }
        return PodSecurityViolation(
            reason: "forbidden AppArmor \(Subject.plural("profile", setters.count))",
            detail: setters.joined(separator: " and ")
                + " must not set AppArmor profile type to \"Unconfined\"")
    }

    @Sendable static func seLinux(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        let allowed = [
            "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t",
        ]
        func faults(_ context: Value?) -> [String] {
            let options = context["seLinuxOptions"]
            var faults: [String] = []
            let type = options["type"].string ?? ""
            if !allowed.contains(type) { faults.append("type \(GoText.quoted(type))") }
            for member in ["user", "role"] where !(options[member].string ?? "").isEmpty {
                faults.append("\(member) may not be set")
            }
            return faults
        }
        let ofPod = faults(subject.context)
        let names = subject.names { !faults($0["securityContext"]).isEmpty }
        guard !ofPod.isEmpty || !names.isEmpty else { return nil }
        let all = ofPod + subject.containers.flatMap { faults($0["securityContext"]) }
        let types = Subject.distinct(all.filter { $0.hasPrefix("type ") })
        let others = ["user may not be set", "role may not be set"].filter(all.contains)
        return PodSecurityViolation(
            reason: "seLinuxOptions",
            detail: "\(Subject.setters(pod: !ofPod.isEmpty, names)) set forbidden "
                + "securityContext.seLinuxOptions: \((types + others).joined(separator: "; "))")
    }

    private static let safeSysctls: Set<String> = [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies",
        "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
    ]

    @Sendable static func sysctls(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        let names = (subject.context["sysctls"].array ?? []).compactMap { $0["name"].string }
            .filter { !safeSysctls.contains($0) }
        guard !names.isEmpty else { return nil }
        return PodSecurityViolation(
            reason: "forbidden sysctls", detail: names.joined(separator: ", "))
    }

    @Sendable static func windowsHostProcess(
        _ subject: PodSecuritySubject
    ) -> PodSecurityViolation? {
        func isSet(_ context: Value?) -> Bool {
            context["windowsOptions"]["hostProcess"].bool == true
        }
        let isPod = isSet(subject.context)
        let names = subject.names { isSet($0["securityContext"]) }
        guard isPod || !names.isEmpty else { return nil }
        return PodSecurityViolation(
            reason: "hostProcess",
            detail: "\(Subject.setters(pod: isPod, names)) must not set "
                + "securityContext.windowsOptions.hostProcess=true")
    }
}
