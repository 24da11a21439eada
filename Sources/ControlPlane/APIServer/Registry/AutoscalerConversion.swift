import API

/// Autoscalers as `autoscaling/v1` and as `autoscaling/v2` write them.
///
/// `v1` has one field for the CPU; whatever else there is stands in annotations, as JSON:
/// ```
///   v2 spec.metrics: cpu 50%        ─▶  v1 spec.targetCPUUtilizationPercentage: 50
///   v2 spec.metrics: memory 1Gi     ─▶  v1 annotation autoscaling.alpha.kubernetes.io/metrics
///   v2 spec.behavior                ─▶  v1 annotation .../behavior
///   v2 status.conditions            ─▶  v1 annotation .../conditions
/// ```
/// Upstream: kubernetes pkg/apis/autoscaling/v1/conversion.go.
enum AutoscalerConversion {
    private static let prefix = "autoscaling.alpha.kubernetes.io/"
    private static let v1 = GroupVersionKind(
        apiVersion: "autoscaling/v1", kind: "HorizontalPodAutoscaler")
    private static let v2 = GroupVersionKind(
        apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler")

    // MARK: - v2 to v1

    static func toV1(_ object: Value) -> Value {
        var result = object
        result["apiVersion"] = "autoscaling/v1"
        let metrics = object["spec"]["metrics"].array ?? []
        let current = object["status"]["currentMetrics"].array ?? []
        result["spec"]["metrics"] = nil
        result["spec"]["behavior"] = nil
        if result["status"] != nil {
            result["status"]["currentMetrics"] = nil
            result["status"]["conditions"] = nil
            if result["status"]["currentReplicas"] == nil {
                result["status"]["currentReplicas"] = 0
            }
        }
        if let share = metrics.last(where: isCPU)?["resource"]["target"]["averageUtilization"] {
            result["spec"]["targetCPUUtilizationPercentage"] = share
        }
        let share = current.first {
            $0["type"].string == "Resource" && $0["resource"]["name"].string == "cpu"
        }?["resource"]["current"]["averageUtilization"]
        if let share { result["status"]["currentCPUUtilizationPercentage"] = share }
        let others = metrics.filter { !isCPU($0) }.map(oldSpec)
        note("metrics", others.isEmpty ? nil : .array(others), &result)
        note("current-metrics", current.isEmpty ? nil : .array(current.map(oldStatus)), &result)
        note("behavior", object["spec"]["behavior"], &result)
        let conditions = object["status"]["conditions"]
        note("conditions", conditions.array?.isEmpty == false ? conditions : nil, &result)
        return ordered(result, v1)
    }

    private static func isCPU(_ metric: Value) -> Bool {
        metric["type"].string == "Resource" && metric["resource"]["name"].string == "cpu"
            && metric["resource"]["target"]["averageUtilization"] != nil
    }

    private static func note(_ name: String, _ value: Value?, _ object: inout Value) {
        guard let value else { return }
        object["metadata"]["annotations"][prefix + name] = .string(JSONWriter.text(value))
    }

    /// A metric as `v1` writes it in its annotation: the target's parts beside the name.
    private static func oldSpec(_ metric: Value) -> Value {
        let type = metric["type"].string ?? ""
        let name = member(of: type)
        let source = metric[name]
        let target = source["target"]
        var old = Object()
        switch type {
        case "Resource", "ContainerResource":
            old["name"] = source["name"]
            old["targetAverageUtilization"] = target["averageUtilization"]
            old["targetAverageValue"] = target["averageValue"]
            old["container"] = source["container"]
        case "Pods":
            old["metricName"] = source["metric"]["name"]
            old["targetAverageValue"] = target["averageValue"]
            old["selector"] = source["metric"]["selector"]
        case "Object":
            old["target"] = source["describedObject"]
            old["metricName"] = source["metric"]["name"]
            old["targetValue"] = target["value"] ?? "0"
            old["selector"] = source["metric"]["selector"]
            old["averageValue"] = target["averageValue"]
        default:
            old["metricName"] = source["metric"]["name"]
            old["metricSelector"] = source["metric"]["selector"]
            old["targetValue"] = target["value"]
            old["targetAverageValue"] = target["averageValue"]
        }
        return .object(
            Object([("type", .string(type)), (name, .object(old))]))
    }

    private static func oldStatus(_ metric: Value) -> Value {
        let type = metric["type"].string ?? ""
        let name = member(of: type)
        let source = metric[name]
        let current = source["current"]
        var old = Object()
        switch type {
        case "Resource", "ContainerResource":
            old["name"] = source["name"]
            old["currentAverageUtilization"] = current["averageUtilization"]
            old["currentAverageValue"] = current["averageValue"]
            old["container"] = source["container"]
        case "Object":
            old["target"] = source["describedObject"]
            old["metricName"] = source["metric"]["name"]
            old["currentValue"] = current["value"] ?? "0"
            old["averageValue"] = current["averageValue"]
        default:
            old["metricName"] = source["metric"]["name"]
            old["currentValue"] = current["value"]
            old["currentAverageValue"] = current["averageValue"]
        }
        return .object(Object([("type", .string(type)), (name, .object(old))]))
    }

    /// `Resource` to `resource`, `ContainerResource` to `containerResource`.
    private static func member(of type: String) -> String {
        type.prefix(1).lowercased() + type.dropFirst()
    }

    // MARK: - v1 to v2

    static func toV2(_ object: Value) -> Value {
        var result = object
        result["apiVersion"] = "autoscaling/v2"
        var metrics: [Value] = []
        if let share = object["spec"]["targetCPUUtilizationPercentage"] {
            metrics.append(cpu(share))
        }
        result["spec"]["targetCPUUtilizationPercentage"] = nil
        metrics += (take("metrics", &result).array ?? []).map(newSpec)
        // Who says nothing wants 80 % of the CPU.
        if metrics.isEmpty { metrics.append(cpu(80)) }
        result["spec"]["metrics"] = .array(metrics)
        if let behavior = take("behavior", &result) { result["spec"]["behavior"] = behavior }
        let conditions = take("conditions", &result)
        let current = (take("current-metrics", &result).array ?? []).map(newStatus)
        guard result["status"] != nil else { return ordered(result, v2) }
        result["status"]["currentCPUUtilizationPercentage"] = nil
        result["status"]["currentMetrics"] = current.isEmpty ? .null : .array(current)
        if let conditions { result["status"]["conditions"] = conditions }
        return ordered(result, v2)
    }

    private static func cpu(_ share: Value) -> Value {
        let target: Value = ["type": "Utilization", "averageUtilization": share]
        return ["type": "Resource", "resource": ["name": "cpu", "target": target]]
    }

    /// The value of an annotation, which goes; what is no JSON is as if it were not there.
    private static func take(_ name: String, _ object: inout Value) -> Value? {
        guard let text = object["metadata"]["annotations"][prefix + name].string else {
            return nil
        }
        object["metadata"]["annotations"][prefix + name] = nil
        if object["metadata"]["annotations"].object?.isEmpty == true {
            object["metadata"]["annotations"] = nil
        }
        return try? JSONParser.parse(text)
    }

    private static func newSpec(_ metric: Value) -> Value {
        let type = metric["type"].string ?? ""
        let name = member(of: type)
        let old = metric[name]
        var source = named(old, type)
        var target = Object()
        let share = old["targetAverageUtilization"]
        let average = old["targetAverageValue"] ?? old["averageValue"]
        target["type"] =
            share != nil ? "Utilization" : average != nil ? "AverageValue" : "Value"
        target["value"] = average == nil ? old["targetValue"] : nil
        target["averageValue"] = average
        target["averageUtilization"] = share
        source["target"] = .object(target)
        return .object(Object([("type", .string(type)), (name, .object(source))]))
    }

    private static func newStatus(_ metric: Value) -> Value {
        let type = metric["type"].string ?? ""
        let name = member(of: type)
        let old = metric[name]
        var source = named(old, type)
        var current = Object()
        current["value"] = old["currentValue"]
        current["averageValue"] = old["currentAverageValue"] ?? old["averageValue"]
        current["averageUtilization"] = old["currentAverageUtilization"]
        source["current"] = .object(current)
        return .object(Object([("type", .string(type)), (name, .object(source))]))
    }

    /// What a metric is called, in the shape of `v2`.
    private static func named(_ old: Value?, _ type: String) -> Object {
        var source = Object()
        if type == "Resource" || type == "ContainerResource" {
            source["name"] = old["name"]
            source["container"] = old["container"]
            return source
        }
        var metric = Object()
        metric["name"] = old["metricName"]
        metric["selector"] = old["selector"] ?? old["metricSelector"]
        source["metric"] = .object(metric)
        source["describedObject"] = old["target"]
        return source
    }

    private static func ordered(_ object: Value, _ kind: GroupVersionKind) -> Value {
        (try? Schema.shared.decode(object, as: kind).value) ?? object
    }
}
