import API
import Simulation

/// Gives containers the namespace's default requests and limits, and refuses what is too small, too
/// large or too uneven.
///
/// Upstream: kubernetes plugin/pkg/admission/limitranger/admission.go.
struct LimitRanger: AdmissionPlugin {
    let registry: Registry
    let name = "LimitRanger"

    private static let limitRanges = GroupVersionResource(
        group: "", version: "v1", resource: "limitranges")
    private static let annotation = "kubernetes.io/limit-ranger"

    func mutate(_ request: inout AdmissionRequest) async throws(Status) {
        guard request.operation == .create, request.isFor("pods"), var pod = request.object else {
            return
        }
        for range in registry.cachedList(Self.limitRanges, namespace: request.namespace) {
            Self.setDefaults(of: range, in: &pod)
        }
        request.object = pod
    }

    func validate(_ request: inout AdmissionRequest) async throws(Status) {
        guard let object = request.object, request.oldObject["metadata"]["deletionTimestamp"] == nil
        else { return }
        let isNewPod = request.isFor("pods") && request.operation == .create
        let isResize =
            request.resource.resource == "pods" && request.subresource == "resize"
        let isClaim = request.isFor("persistentvolumeclaims")
        guard isNewPod || isResize || isClaim else { return }
        for range in registry.cachedList(Self.limitRanges, namespace: request.namespace) {
            var problems: [String] = []
            for item in range["spec"]["limits"].array ?? [] {
                let limits = LimitItem(item)
                problems += isClaim ? limits.problems(ofClaim: object) : limits.problems(of: object)
            }
            guard !problems.isEmpty else { continue }
            request.name = object["metadata"]["name"].string ?? request.name
            throw request.forbidden(
                problems.count == 1 ? problems[0] : "[\(problems.joined(separator: ", "))]")
        }
    }

    // MARK: - Defaults

    private static func setDefaults(of range: Value, in pod: inout Value) {
        var requests = Object()
        var limits = Object()
        for item in range["spec"]["limits"].array ?? [] where item["type"].string == "Container" {
            for entry in item["defaultRequest"].object ?? Object() {
                requests[entry.name] = entry.value
            }
            for entry in item["default"].object ?? Object() { limits[entry.name] = entry.value }
        }
        guard !requests.isEmpty || !limits.isEmpty else { return }
        var notes: [String] = []
        for (list, kind) in [("initContainers", "init container"), ("containers", "container")] {
            guard var containers = pod["spec"][list].array else { continue }
            for index in containers.indices {
                let name = containers[index]["name"].string ?? ""
                let from = [("requests", requests, "request"), ("limits", limits, "limit")]
                for (member, defaults, word) in from {
                    let set = fill(defaults, into: &containers[index], member)
                    guard !set.isEmpty else { continue }
                    notes.append("\(set.joined(separator: ", ")) \(word) for \(kind) \(name)")
                }
            }
            pod["spec"][list] = .array(containers)
        }
        if !notes.isEmpty {
            pod["metadata"]["annotations"][annotation] =
                .string("LimitRanger plugin set: " + notes.joined(separator: "; "))
        }
    }

    /// Sets what is missing; the names of what was set, in order.
    private static func fill(
        _ defaults: Object, into container: inout Value, _ member: String
    ) -> [String] {
        let given = container["resources"][member]
        let missing = defaults.sorted.filter { given[$0.name] == nil }
        for entry in missing { container["resources"][member][entry.name] = entry.value }
        return missing.map(\.name)
    }
}

/// One item of a limit range: bounds for containers, for whole pods or for claims.
private struct LimitItem {
    let type: String
    let min: ResourceAmounts
    let max: ResourceAmounts
    let ratio: ResourceAmounts

    init(_ item: Value) {
        type = item["type"].string ?? ""
        min = ResourceAmounts(item["min"])
        max = ResourceAmounts(item["max"])
        ratio = ResourceAmounts(item["maxLimitRequestRatio"])
    }

    func problems(of pod: Value) -> [String] {
        let spec = pod["spec"]
        switch type {
        case "Pod":
            return problems(
                requests: PodResources.requests(spec), limits: PodResources.limits(spec))
        case "Container":
            let all = (spec["containers"].array ?? []) + (spec["initContainers"].array ?? [])
            return all.flatMap { container in
                problems(
                    requests: ResourceAmounts(container["resources"]["requests"]),
                    limits: ResourceAmounts(container["resources"]["limits"]))
            }
        default: return []
        }
    }

    /// A claim has requests only: both bounds are about them.
    func problems(ofClaim claim: Value) -> [String] {
        guard type == "PersistentVolumeClaim" else { return [] }
        let requests = ResourceAmounts(claim["spec"]["resources"]["requests"])
        var problems = min.names.compactMap { belowMin($0, requests, ResourceAmounts()) }
        for name in max.names {
            guard let most = max[name] else { continue }
            guard let request = requests[name] else {
                problems.append("\(bound("maximum", name, most)).  No request is specified")
                continue
            }
            if request > most {
                problems.append("\(bound("maximum", name, most)), but request is \(request)")
            }
        }
        return problems
    }

    private func problems(requests: ResourceAmounts, limits: ResourceAmounts) -> [String] {
        min.names.compactMap { belowMin($0, requests, limits) }
            + max.names.compactMap { aboveMax($0, requests, limits) }
            + ratio.names.compactMap { tooUneven($0, requests, limits) }
    }

    /// `maximum cpu usage per Pod is 1`.
    private func bound(_ word: String, _ name: String, _ amount: Quantity) -> String {
        "\(word) \(name) usage per \(type) is \(amount)"
    }

    private func belowMin(
        _ name: String, _ requests: ResourceAmounts, _ limits: ResourceAmounts
    ) -> String? {
        guard let least = min[name] else { return nil }
        let text = bound("minimum", name, least)
        guard let request = requests[name] else { return "\(text).  No request is specified" }
        if request < least { return "\(text), but request is \(request)" }
        if let limit = limits[name], limit < least { return "\(text), but limit is \(limit)" }
        return nil
    }

    private func aboveMax(
        _ name: String, _ requests: ResourceAmounts, _ limits: ResourceAmounts
    ) -> String? {
        guard let most = max[name] else { return nil }
        let text = bound("maximum", name, most)
        guard let limit = limits[name] else { return "\(text).  No limit is specified" }
        if limit > most { return "\(text), but limit is \(limit)" }
        if let request = requests[name], request > most {
            return "\(text), but request is \(request)"
        }
        return nil
    }

    private func tooUneven(
        _ name: String, _ requests: ResourceAmounts, _ limits: ResourceAmounts
    ) -> String? {
        guard let most = ratio[name] else { return nil }
        let text = "\(name) max limit to request ratio per \(type) is \(most), but"
        guard let request = requests[name], !request.isZero else {
            return "\(text) no request is specified or request is 0"
        }
        guard let limit = limits[name], !limit.isZero else {
            return "\(text) no limit is specified or limit is 0"
        }
        let provided = Double(limit.milliValue) / Double(request.milliValue)
        guard provided * 1000 > Double(most.milliValue) else { return nil }
        return "\(text) provided ratio is \(Self.sixDecimals(provided))"
    }

    /// As `%f` prints it.
    private static func sixDecimals(_ number: Double) -> String {
        let millionths = (Swift.min(number, 1e12) * 1_000_000).rounded()
        let (whole, rest) = Int(millionths).quotientAndRemainder(dividingBy: 1_000_000)
        let digits = String(rest)
        return "\(whole).\(String(repeating: "0", count: 6 - digits.utf8.count))\(digits)"
    }
}
