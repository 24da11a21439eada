import API

/// The rules for Services, except for the addresses and ports that the allocator hands out.
///
/// Upstream: kubernetes pkg/registry/core/service/strategy.go, storage/alloc.go and
/// pkg/apis/core/v1/defaults.go SetDefaults_Service.
/// Differs: only IPv4; a second family is refused.
struct ServiceStrategy: Strategy {
    var hasStatus: Bool { true }
    var allowsCreateOnUpdate: Bool { true }
    var selectableFields: [String] { ["spec.clusterIP", "spec.type"] }

    func selectableField(_ field: String, of object: Value) -> String {
        SelectableFields.text(of: field, in: object)
    }

    /// Since 1.36 a name may begin with a digit.
    func nameProblems(_ name: String, isPrefix: Bool) -> [String] {
        Names.dns1123Label(NamePrefix.masked(name, isPrefix: isPrefix))
    }

    func setDefaults(_ object: inout Value) { object.editObject(ServiceDefaults.fill) }

    func prepareForCreate(_ object: inout Value, _ context: StrategyContext) {
        object["status"] = ["loadBalancer": [:]]
        object.editObject { ServiceDefaults.pairAddresses(&$0) }
    }

    func prepareForUpdate(_ object: inout Value, old: Value, _ context: StrategyContext) {
        guard context.subresource.isEmpty else { return }
        object.editObject { ServiceDefaults.carryAllocated(&$0, old: old) }
    }

    func validate(_ object: Value, _ context: StrategyContext) -> [FieldError] {
        ServiceValidation.problems(object)
    }

    func validateUpdate(
        _ object: Value, old: Value, _ context: StrategyContext
    ) -> [FieldError] {
        guard context.subresource.isEmpty else { return [] }
        return ServiceValidation.addressChange(object, old: old)
            + ServiceValidation.problems(object)
    }
}

/// What a Service holds after the client's part.
enum ServiceDefaults {
    private static let spec = DefaultFields(
        "core/v1.ServiceSpec", ["type": "ClusterIP", "sessionAffinity": "None"])
    private static let port = DefaultFields("core/v1.ServicePort", ["protocol": "TCP"])
    private static let service = DefaultFields("core/v1.Service", ["spec": [:], "status": [:]])
    private static let status = DefaultFields("core/v1.ServiceStatus", ["loadBalancer": [:]])

    static func fill(_ object: inout Object) {
        service.fill(&object)
        object.edit("status", status.fill)
        object.edit("spec") { spec in
            self.spec.fill(&spec)
            if spec["sessionAffinity"].string == "ClientIP" {
                let seconds: Value = ["clientIP": ["timeoutSeconds": 10800]]
                self.spec.setDefault("sessionAffinityConfig", seconds, in: &spec)
            }
            spec.editItems("ports") { port in
                self.port.fill(&port)
                let target = port["targetPort"]
                if target == nil || target.int == 0 || target.string == "",
                    let number = port["port"]
                {
                    self.port.set("targetPort", number, in: &port)
                }
            }
            fillPolicies(&spec)
        }
    }

    private static func fillPolicies(_ spec: inout Object) {
        let type = spec["type"].string ?? ""
        guard ["ClusterIP", "NodePort", "LoadBalancer"].contains(type) else { return }
        self.spec.setDefault("internalTrafficPolicy", "Cluster", in: &spec)
        if type != "ClusterIP" || spec["externalIPs"].array?.isEmpty == false {
            self.spec.setDefault("externalTrafficPolicy", "Cluster", in: &spec)
        }
        if type == "LoadBalancer" {
            self.spec.setDefault("allocateLoadBalancerNodePorts", true, in: &spec)
        }
        self.spec.setDefault("ipFamilies", ["IPv4"], in: &spec)
        self.spec.setDefault("ipFamilyPolicy", "SingleStack", in: &spec)
    }

    /// `clusterIP` and the first of `clusterIPs` are one.
    static func pairAddresses(_ object: inout Object) {
        object.edit("spec") { spec in
            if let address = spec["clusterIP"], address.string?.isEmpty == false {
                self.spec.setDefault("clusterIPs", [address], in: &spec)
            } else if let first = spec["clusterIPs"].array?.first {
                self.spec.set("clusterIP", first, in: &spec)
            }
        }
    }

    /// What the server had chosen stays when an update leaves it out.
    ///
    /// Upstream: `patchAllocatedValues`, `normalizeClusterIPs`, `dropTypeDependentFields`.
    static func carryAllocated(_ object: inout Object, old: Value) {
        let before = old["spec"]
        object.edit("spec") { spec in
            let type = spec["type"].string ?? ""
            if type == "ExternalName" {
                if before["type"].string != "ExternalName" { dropAddresses(&spec, before) }
                return
            }
            if before["type"].string != "ExternalName" { carryAddress(&spec, before) }
            if type != "ClusterIP", before["type"].string != "ClusterIP" {
                carryNodePorts(&spec, before)
            } else if type == "ClusterIP", before["type"].string != "ClusterIP" {
                dropNodePorts(&spec, before)
            }
        }
    }

    private static func carryAddress(_ spec: inout Object, _ before: Value?) {
        let address = spec["clusterIP"].string ?? ""
        if address.isEmpty, let old = before["clusterIP"] {
            self.spec.set("clusterIP", old, in: &spec)
            if let all = before["clusterIPs"] { self.spec.set("clusterIPs", all, in: &spec) }
        } else if spec["clusterIPs"] == nil || spec["clusterIPs"] == before["clusterIPs"] {
            // Whoever changes only the old field means the new one, too.
            self.spec.set("clusterIPs", [.string(address)], in: &spec)
        }
    }

    private static func dropAddresses(_ spec: inout Object, _ before: Value?) {
        for field in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"]
        where spec[field] == before[field] { spec[field] = nil }
        dropNodePorts(&spec, before)
        if spec["internalTrafficPolicy"] == before["internalTrafficPolicy"] {
            spec["internalTrafficPolicy"] = nil
        }
    }

    private static func carryNodePorts(_ spec: inout Object, _ before: Value?) {
        let old = before["ports"].array ?? []
        spec.editItems("ports") { port in
            guard port["nodePort"].int ?? 0 == 0 else { return }
            let match = old.first {
                $0["port"] == port["port"] && $0["protocol"] == port["protocol"]
            }
            if let number = match?["nodePort"] { self.port.set("nodePort", number, in: &port) }
        }
        if spec["healthCheckNodePort"] == nil, let number = before["healthCheckNodePort"],
            spec["externalTrafficPolicy"].string == "Local", spec["type"].string == "LoadBalancer"
        {
            self.spec.set("healthCheckNodePort", number, in: &spec)
        }
    }

    private static func dropNodePorts(_ spec: inout Object, _ before: Value?) {
        let old = (before["ports"].array ?? []).compactMap { $0["nodePort"] }
        spec.editItems("ports") { port in
            if let number = port["nodePort"], old.contains(number) { port["nodePort"] = nil }
        }
        for field in ["externalTrafficPolicy", "allocateLoadBalancerNodePorts"]
        where spec["externalIPs"] == nil && spec[field] == before[field] { spec[field] = nil }
    }
}
