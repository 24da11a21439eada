import API

/// Services, the addresses behind them, and the group `networking.k8s.io`.
///
/// Upstream: kubernetes pkg/apis/core, pkg/apis/discovery and pkg/apis/networking.
enum NetworkingKinds {
    static let rules: [String: any Strategy] = [
        "services": ServiceStrategy(),
        "endpoints": KindRules(
            hasStatus: false, allowsCreateOnUpdate: true,
            defaults: { $0.editItems("subsets") { $0.editItems("ports", endpointPort.fill) } },
            validation: endpoints),
        "endpointslices.discovery.k8s.io": KindRules(
            hasStatus: false, generationMembers: ["endpoints", "ports", "addressType"],
            defaults: { object in
                object.editItems("ports", slicePort.fill)
                object.editItems("endpoints", sliceEndpoint.fill)
            },
            validation: slice,
            updateValidation: {
                Check.immutable($0["addressType"], $1["addressType"], "addressType")
            }),
        "ingresses.networking.k8s.io": KindRules(
            initialStatus: ["loadBalancer": [:]], generationMembers: ["spec"], validation: ingress),
        "ingressclasses.networking.k8s.io": KindRules(
            hasStatus: false, generationMembers: ["spec"], defaults: ingressClass,
            validation: ingressClassProblems,
            updateValidation: {
                Check.immutable(
                    $0["spec"]["controller"], $1["spec"]["controller"], "spec.controller")
            }),
        "networkpolicies.networking.k8s.io": KindRules(
            hasStatus: false, generationMembers: ["spec"], defaults: networkPolicy,
            validation: NetworkPolicyValidation.problems),
        "servicecidrs.networking.k8s.io": KindRules(
            initialStatus: [:], validation: AddressValidation.range,
            updateValidation: AddressValidation.rangeUpdate),
        "ipaddresses.networking.k8s.io": KindRules(
            hasStatus: false, validation: AddressValidation.address,
            updateValidation: {
                Check.immutable(
                    $0["spec"]["parentRef"], $1["spec"]["parentRef"], "spec.parentRef")
            }),
    ]

    private static let endpointPort = DefaultFields("core/v1.EndpointPort", ["protocol": "TCP"])
    private static let slicePort = DefaultFields(
        "discovery/v1.EndpointPort", ["name": "", "protocol": "TCP"])
    private static let sliceEndpoint = DefaultFields("discovery/v1.Endpoint", ["conditions": [:]])

    @Sendable private static func endpoints(_ object: Value) -> [FieldError] {
        var errors: [FieldError] = []
        for (index, subset) in (object["subsets"].array ?? []).enumerated() {
            let path = FieldPath("subsets").index(index)
            let addresses = subset["addresses"].array ?? []
            let waiting = subset["notReadyAddresses"].array ?? []
            if addresses.isEmpty, waiting.isEmpty {
                errors.append(
                    .required(path, "must specify `addresses` or `notReadyAddresses`"))
            }
            for (position, port) in (subset["ports"].array ?? []).enumerated() {
                let place = path.child("ports").index(position)
                errors += Check.portNumber(port["port"].int ?? 0, place.child("port"))
            }
        }
        return errors
    }

    @Sendable private static func slice(_ object: Value) -> [FieldError] {
        var errors = Check.oneOf(
            object["addressType"], ["FQDN", "IPv4", "IPv6"], "addressType", isRequired: true)
        for (index, endpoint) in (object["endpoints"].array ?? []).enumerated()
        where (endpoint["addresses"].array ?? []).isEmpty {
            errors.append(
                .required(
                    FieldPath("endpoints").index(index).child("addresses"),
                    "must contain at least 1 address"))
        }
        return errors
    }

    @Sendable private static func ingress(_ object: Value) -> [FieldError] {
        let spec = object["spec"]
        var errors: [FieldError] = []
        if (spec["rules"].array ?? []).isEmpty, spec["defaultBackend"] == nil {
            errors.append(
                .invalid(
                    "spec", .array([]), "either `defaultBackend` or `rules` must be specified"))
        }
        for (index, rule) in (spec["rules"].array ?? []).enumerated() {
            let http = FieldPath("spec.rules").index(index).child("http")
            for (position, item) in (rule["http"]["paths"].array ?? []).enumerated() {
                errors += path(item, http.child("paths").index(position))
            }
        }
        return errors
    }

    private static func path(_ item: Value, _ path: FieldPath) -> [FieldError] {
        let kinds = ["Exact", "ImplementationSpecific", "Prefix"]
        guard let type = item["pathType"].string else {
            return [.required(path.child("pathType"), "pathType must be specified")]
        }
        var errors = Check.oneOf(.string(type), kinds, path.child("pathType"))
        let text = item["path"].string ?? ""
        if type != "ImplementationSpecific" || !text.isEmpty, !text.hasPrefix("/") {
            errors.append(
                .invalid(path.child("path"), .string(text), "must be an absolute path"))
        }
        let service = item["backend"]["service"]
        if service == nil, item["backend"]["resource"] == nil {
            errors.append(
                .required(
                    path.child("backend"), "resource or service backend is required"))
        } else if service != nil, (service["name"].string ?? "").isEmpty {
            errors.append(.required(path.child("backend").child("service").child("name")))
        }
        return errors
    }

    private static let classParameters = DefaultFields(
        "networking/v1.IngressClassParametersReference", ["scope": "Cluster"])

    @Sendable private static func ingressClass(_ object: inout Object) {
        object.edit("spec") { $0.edit("parameters", classParameters.fill) }
    }

    @Sendable private static func ingressClassProblems(_ object: Value) -> [FieldError] {
        let path: FieldPath = "spec.controller"
        let controller = object["spec"]["controller"].string ?? ""
        if controller.isEmpty { return [.required(path)] }
        var errors: [FieldError] = []
        if controller.utf8.count > 250 { errors.append(.tooLong(path, limit: 250)) }
        let parts = controller.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty else {
            return errors + [
                .invalid(
                    path, .string(controller),
                    "must be a domain-prefixed path (such as \"acme.io/foo\")")
            ]
        }
        return errors + Check.invalid(path, .string(parts[0]), Names.dns1123Subdomain(parts[0]))
    }

    private static let policySpec = DefaultFields(
        "networking/v1.NetworkPolicySpec", ["podSelector": [:]])
    private static let policyPort = DefaultFields(
        "networking/v1.NetworkPolicyPort", ["protocol": "TCP"])

    /// A policy isolates ingress always, and egress if it has rules for it.
    @Sendable private static func networkPolicy(_ object: inout Object) {
        object.edit("spec") { spec in
            policySpec.fill(&spec)
            for direction in ["ingress", "egress"] {
                spec.editItems(direction) { $0.editItems("ports", policyPort.fill) }
            }
            if spec["policyTypes"].array?.isEmpty ?? true {
                let egress = spec["egress"].array?.isEmpty == false
                policySpec.set(
                    "policyTypes", egress ? ["Ingress", "Egress"] : ["Ingress"], in: &spec)
            }
        }
    }
}
