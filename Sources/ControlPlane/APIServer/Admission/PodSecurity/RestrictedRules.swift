import API

/// What a hardened pod says of itself: no root, no new privileges, no capabilities.
///
/// Upstream: kubernetes pod-security-admission/policy/check_*_restricted.go.
enum RestrictedRules {
    private typealias Subject = PodSecuritySubject

    @Sendable static func privilegeEscalation(
        _ subject: PodSecuritySubject
    ) -> PodSecurityViolation? {
        guard !subject.isWindows else { return nil }
        let names = subject.names {
            $0["securityContext"]["allowPrivilegeEscalation"].bool != false
        }
        guard !names.isEmpty else { return nil }
        return PodSecurityViolation(
            reason: "allowPrivilegeEscalation != false",
            detail: "\(Subject.containers(names)) must set "
                + "securityContext.allowPrivilegeEscalation=false")
    }

    @Sendable static func capabilities(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        guard !subject.isWindows else { return nil }
        func list(_ container: Value, _ member: String) -> [String] {
            let list = container["securityContext"]["capabilities"][member].array ?? []
            return list.compactMap(\.string)
        }
        func added(_ container: Value) -> [String] {
            list(container, "add").filter { $0 != "NET_BIND_SERVICE" }
        }
        let keeping = subject.names { !list($0, "drop").contains("ALL") }
        let adding = subject.names { !added($0).isEmpty }
        var details: [String] = []
        if !keeping.isEmpty {
            details.append(
                "\(Subject.containers(keeping)) must set "
                    + "securityContext.capabilities.drop=[\"ALL\"]")
        }
        if !adding.isEmpty {
            let all = Subject.distinct(subject.containers.flatMap(added))
            details.append(
                "\(Subject.containers(adding)) must not include \(Subject.quoted(all)) in "
                    + "securityContext.capabilities.add")
        }
        guard !details.isEmpty else { return nil }
        return PodSecurityViolation(
            reason: "unrestricted capabilities", detail: details.joined(separator: "; "))
    }

    private static let volumeTypes: Set<String> = [
        "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image",
        "persistentVolumeClaim", "projected", "secret",
    ]

    @Sendable static func volumes(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        var names: [String] = []
        var types: [String] = []
        for volume in subject.spec["volumes"].array ?? [] {
            guard let type = volume.object?.names.first(where: { $0 != "name" }),
                !volumeTypes.contains(type)
            else { continue }
            names.append(volume["name"].string ?? "")
            types.append(type)
        }
        guard !names.isEmpty else { return nil }
        types = Subject.distinct(types)
        let verb = names.count == 1 ? "uses" : "use"
        return PodSecurityViolation(
            reason: "restricted volume types",
            detail: "\(Subject.plural("volume", names.count)) \(Subject.quoted(names)) \(verb) "
                + "restricted volume \(Subject.plural("type", types.count)) "
                + Subject.quoted(types))
    }

    @Sendable static func runAsNonRoot(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        // In a user namespace of its own, root is nobody outside.
        if subject.spec["hostUsers"].bool == false { return nil }
        func flag(_ context: Value?) -> Bool? { context["runAsNonRoot"].bool }
        let ofPod = flag(subject.context)
        let bad = subject.names { flag($0["securityContext"]) == false }
        let silent = subject.names { flag($0["securityContext"]) == nil }
        if ofPod == false || !bad.isEmpty {
            return PodSecurityViolation(
                reason: "runAsNonRoot != true",
                detail: "\(Subject.setters(pod: ofPod == false, bad)) must not set "
                    + "securityContext.runAsNonRoot=false")
        }
        guard ofPod == nil, !silent.isEmpty else { return nil }
        return PodSecurityViolation(
            reason: "runAsNonRoot != true",
            detail: "pod or \(Subject.containers(silent)) must set "
                + "securityContext.runAsNonRoot=true")
    }

    @Sendable static func runAsUser(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        if subject.spec["hostUsers"].bool == false { return nil }
        let isPod = subject.context["runAsUser"].int == 0
        let names = subject.names { $0["securityContext"]["runAsUser"].int == 0 }
        guard isPod || !names.isEmpty else { return nil }
        return PodSecurityViolation(
            reason: "runAsUser=0",
            detail: "\(Subject.setters(pod: isPod, names)) must not set runAsUser=0")
    }

    @Sendable static func seccomp(_ subject: PodSecuritySubject) -> PodSecurityViolation? {
        guard !subject.isWindows else { return nil }
        func type(_ context: Value?) -> String? { context["seccompProfile"]["type"].string }
        func isBad(_ type: String?) -> Bool {
            type.map { $0 != "RuntimeDefault" && $0 != "Localhost" } ?? false
        }
        let ofPod = type(subject.context)
        let bad = subject.names { isBad(type($0["securityContext"])) }
        if isBad(ofPod) || !bad.isEmpty {
            let all = [ofPod] + subject.containers.map { type($0["securityContext"]) }
            let values = Subject.distinct(all.filter(isBad).compactMap { $0 })
            return PodSecurityViolation(
                reason: "seccompProfile",
                detail: "\(Subject.setters(pod: isBad(ofPod), bad)) must not set "
                    + "securityContext.seccompProfile.type to \(Subject.quoted(values))")
        }
        let silent = subject.names { type($0["securityContext"]) == nil }
        guard ofPod == nil, !silent.isEmpty else { return nil }
        return PodSecurityViolation(
            reason: "seccompProfile",
            detail: "pod or \(Subject.containers(silent)) must set "
                + "securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"")
    }
}
