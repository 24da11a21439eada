import API

/// What is wrong with a Service.
///
/// Upstream: kubernetes pkg/apis/core/validation/validation.go ValidateService.
enum ServiceValidation {
    private static let spec: FieldPath = "spec"
    private static let types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]

    static func problems(_ service: Value) -> [FieldError] {
        let type = service["spec"]["type"].string ?? ""
        let ports = service["spec"]["ports"].array ?? []
        let isHeadless = service["spec"]["clusterIP"].string == "None"
        var errors: [FieldError] = []
        if ports.isEmpty, !isHeadless, type != "ExternalName" {
            errors.append(.required(spec.child("ports")))
        }
        if type == "LoadBalancer", isHeadless {
            errors.append(
                .invalid(
                    spec.child("clusterIPs").index(0), "None",
                    "may not be set to 'None' for LoadBalancer services"))
        } else if type == "NodePort", isHeadless {
            errors.append(
                .invalid(
                    spec.child("clusterIPs").index(0), "None",
                    "may not be set to 'None' for NodePort services"))
        }
        errors += externalName(service, type)
        errors += portList(ports)
        errors += Check.labels(service["spec"]["selector"], spec.child("selector"))
        errors += Check.oneOf(
            service["spec"]["sessionAffinity"], ["ClientIP", "None"],
            spec.child("sessionAffinity"), isRequired: true)
        errors += affinity(service)
        errors += Check.oneOf(service["spec"]["type"], types, spec.child("type"), isRequired: true)
        errors += nodePorts(ports, type)
        errors += duplicates(ports)
        errors += families(service)
        errors += policies(service)
        return errors
    }

    private static func externalName(_ service: Value, _ type: String) -> [FieldError] {
        guard type == "ExternalName" else { return [] }
        var errors: [FieldError] = []
        if let address = service["spec"]["clusterIP"].string, !address.isEmpty {
            errors.append(
                .forbidden(
                    spec.child("clusterIPs"), "may not be set for ExternalName services"))
        }
        var name = service["spec"]["externalName"].string ?? ""
        if name.hasSuffix(".") { name.removeLast() }
        errors +=
            name.isEmpty
            ? [.required(spec.child("externalName"))]
            : Check.invalid(
                spec.child("externalName"), .string(name), Names.dns1123Subdomain(name))
        return errors
    }

    private static func portList(_ ports: [Value]) -> [FieldError] {
        var errors: [FieldError] = []
        var names: Set<String> = []
        for (index, port) in ports.enumerated() {
            let place = spec.child("ports").index(index)
            let name = port["name"].string ?? ""
            if name.isEmpty {
                if ports.count > 1 { errors.append(.required(place.child("name"))) }
            } else {
                errors += Check.invalid(
                    place.child("name"), .string(name), Names.dns1123Label(name))
                if !names.insert(name).inserted {
                    errors.append(.duplicate(place.child("name"), .string(name)))
                }
            }
            errors += Check.portNumber(port["port"].int ?? 0, place.child("port"))
            errors += Check.oneOf(
                port["protocol"], ["SCTP", "TCP", "UDP"], place.child("protocol"), isRequired: true)
            errors += ContainerValidation.port(port["targetPort"], place.child("targetPort"))
        }
        return errors
    }

    private static func affinity(_ service: Value) -> [FieldError] {
        guard service["spec"]["sessionAffinity"].string == "ClientIP" else { return [] }
        let seconds =
            service["spec"]["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"].int ?? 0
        let place = spec.child("sessionAffinityConfig").child("clientIP").child("timeoutSeconds")
        return (1...86_400).contains(seconds)
            ? []
            : [
                .invalid(
                    place, .int(Int64(seconds)), "must be greater than 0 and less than 86400")
            ]
    }

    private static func nodePorts(_ ports: [Value], _ type: String) -> [FieldError] {
        guard type == "ClusterIP" else { return [] }
        var errors: [FieldError] = []
        for (index, port) in ports.enumerated() where port["nodePort"].int ?? 0 != 0 {
            errors.append(
                .forbidden(
                    spec.child("ports").index(index).child("nodePort"),
                    "may not be used when `type` is 'ClusterIP'"))
        }
        return errors
    }

    private static func duplicates(_ ports: [Value]) -> [FieldError] {
        var errors: [FieldError] = []
        var seen: Set<String> = []
        for (index, port) in ports.enumerated() {
            let transport = port["protocol"].string ?? ""
            let number = port["port"].int ?? 0
            if !seen.insert("\(transport)/\(number)").inserted {
                errors.append(
                    .duplicate(
                        spec.child("ports").index(index),
                        ["port": .int(Int64(number)), "protocol": .string(transport)]))
            }
        }
        return errors
    }

    private static func families(_ service: Value) -> [FieldError] {
        var errors: [FieldError] = []
        for (index, family) in (service["spec"]["ipFamilies"].array ?? []).enumerated()
        where family.string != "IPv4" {
            errors.append(
                .invalid(
                    spec.child("ipFamilies").index(index), family,
                    "not configured on this cluster"))
        }
        if service["spec"]["ipFamilyPolicy"].string == "RequireDualStack" {
            errors.append(
                .invalid(
                    spec.child("ipFamilyPolicy"), "RequireDualStack",
                    "this cluster is not configured for dual-stack services"))
        }
        return errors
    }

    private static func policies(_ service: Value) -> [FieldError] {
        var errors: [FieldError] = []
        for field in ["internalTrafficPolicy", "externalTrafficPolicy"] {
            errors += Check.oneOf(service["spec"][field], ["Cluster", "Local"], spec.child(field))
        }
        return errors
    }

    /// An address once given stays as long as the Service needs one.
    static func addressChange(_ service: Value, old: Value) -> [FieldError] {
        let external = "ExternalName"
        guard service["spec"]["type"].string != external, old["spec"]["type"].string != external,
            let before = old["spec"]["clusterIPs"].array?.first, before.string != "",
            let now = service["spec"]["clusterIPs"], now.array?.first != before
        else { return [] }
        return [.invalid(spec.child("clusterIPs").index(0), now, "may not change once set")]
    }
}
