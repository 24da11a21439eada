import API

/// Good requests, and the pieces with which they are spoiled.
enum Samples {
    struct Body {
        var method: String
        var type: String
        var path: String
        var text: String
    }

    static let maps = "/api/v1/namespaces/default/configmaps"
    private static let pods = "/api/v1/namespaces/default/pods"
    private static let deployments = "/apis/apps/v1/namespaces/default/deployments"
    private static let registration = "/apis/admissionregistration.k8s.io/v1"
    private static let policies = registration + "/validatingadmissionpolicies"
    private static let bindings = registration + "/validatingadmissionpolicybindings"
    /// The object that patches are about. It is created by one of the bodies.
    private static let target = deployments + "/d"

    private static let pod = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"generateName":"p-","labels":{"a":"b"}},"spec":{
        "containers":[{"name":"c","image":"nginx:1.27","ports":[{"containerPort":80}],
        "resources":{"requests":{"cpu":"100m","memory":"64Mi"}},"env":[{"name":"A","value":"1"}]}],
        "tolerations":[{"key":"k","effect":"NoExecute","tolerationSeconds":30}]}}
        """
    private static let deployment = """
        {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"d"},"spec":{"replicas":2,
        "selector":{"matchLabels":{"a":"b"}},"strategy":{"rollingUpdate":{"maxSurge":"25%"}},
        "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[
        {"name":"c","image":"i"}]}}}}
        """
    private static let yaml = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: &n y, labels: {"a": 'b'}}
        data:
          text: |-
            one
            two
          folded: >
            x
          again: *n
        """
    private static let strategic = """
        {"spec":{"replicas":3,"template":{"spec":{"$setElementOrder/containers":[{"name":"c"}],
        "containers":[{"name":"c","image":"j"},{"$patch":"delete","name":"e"}]}}}}
        """
    private static let json = """
        [{"op":"test","path":"/spec/replicas","value":2},{"op":"replace","path":"/spec/replicas",
        "value":3},{"op":"add","path":"/metadata/annotations","value":{"x~y/z":"1"}},{"op":"move",
        "from":"/metadata/annotations/x~0y~1z","path":"/metadata/annotations/k"},{"op":"copy",
        "from":"/spec/template/spec/containers/0","path":"/spec/template/spec/containers/-"}]
        """
    private static let policy = """
        {"kind":"ValidatingAdmissionPolicy","apiVersion":"admissionregistration.k8s.io/v1","metadata":{
        "generateName":"p-"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":[""],
        "apiVersions":["v1"],"operations":["CREATE"],"resources":["configmaps"]}]},"variables":[
        {"name":"v","expression":"object.?data.orValue({}).map(k, k + 'x').filter(k, k in ['ax'])"}],
        "validations":[{"expression":"size(variables.v) < 1 + 2 * 3 ? !has(object.data) || -1u == 0u : \
        object.metadata.name.matches('^[a-z]{1,3}(a|b)*$')","messageExpression":"'%s'.format(['a'])"}]}}
        """
    private static let binding = """
        {"kind":"ValidatingAdmissionPolicyBinding","apiVersion":"admissionregistration.k8s.io/v1",
        "metadata":{"generateName":"b-"},"spec":{"policyName":"p","validationActions":["Warn"]}}
        """
    private static let merge = #"{"metadata":{"labels":{"a":null,"b":"c"}},"spec":{"paused":true}}"#

    static let bodies: [Body] = [
        Body(method: "POST", type: MediaType.json, path: pods, text: pod),
        Body(method: "POST", type: MediaType.json, path: deployments, text: deployment),
        Body(method: "PUT", type: MediaType.json, path: target, text: deployment),
        Body(method: "POST", type: MediaType.yaml, path: maps, text: yaml),
        Body(method: "POST", type: MediaType.json, path: policies, text: policy),
        Body(method: "POST", type: MediaType.json, path: bindings, text: binding),
        Body(method: "PATCH", type: MediaType.jsonPatch, path: target, text: json),
        Body(method: "PATCH", type: MediaType.mergePatch, path: target, text: merge),
        Body(method: "PATCH", type: MediaType.strategicMergePatch, path: target, text: strategic),
        Body(
            method: "PATCH", type: MediaType.applyPatch,
            path: maps + "/y?fieldManager=fuzz&force=true", text: yaml),
        Body(
            method: "PATCH", type: MediaType.applyPatch, path: target + "?fieldManager=other",
            text: deployment),
    ]

    static let methods = ["GET", "GET", "GET", "HEAD", "OPTIONS", "BREW", "", "get"]
    static let paths = [
        maps, target, target + "/scale", pods + "/p/log", "/api", "/apis/apps/v1", "/", "//api//v1",
        "/openapi/v3/apis/apps/v1", "/api/v1/namespaces/default/../default/pods", "/healthz",
        "/api/v1/nodes", "/api/v1/watch/namespaces/default/pods", "/%2e%2e/%00/", maps + "/a%2fb",
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "/livez/etcd", "/version/",
    ]
    static let queries = [
        "labelSelector=a%20in%20(b,c),!d,e!=f", "fieldSelector=metadata.name=y,spec.nodeName!=x",
        "limit=2&continue=eyJ2IjoibWV0YSJ9", "watch=1&resourceVersion=1&timeoutSeconds=1",
        "resourceVersion=0&resourceVersionMatch=NotOlderThan", "dryRun=All&fieldValidation=Strict",
        "watch=true&sendInitialEvents=true&allowWatchBookmarks=true", "pretty=1&timeout=1s",
        "gracePeriodSeconds=-1&propagationPolicy=Orphan", "limit=9223372036854775808",
    ]
    static let accepts = [
        "*/*", MediaType.json, MediaType.yaml, MediaType.protobuf,
        "application/json;as=Table;g=meta.k8s.io;v=v1,application/json;q=0.1", "text/plain",
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
    ]
    static let tokens = [
        "{", "}", "[", "]", ":", ",", "\"", "null", "true", "-1", "0", "9223372036854775807",
        "-9223372036854775808", "9223372036854775808", "1e999", "-0", "1.5", "\\ud800", "\\u0000",
        "\u{0}", "\u{feff}", "é", "/", "~", "~2", "-", "..", "%", "%2f", "*n", "&n", "<<: *n",
        "!!binary", "|", ">", "---\n", "\t", "\n", "$patch", "replace", "$retainKeys", "name",
        "1Ei", "1e-400n", "99999999999999999999999", "*", "(", ")", "!", "=", "in", ";", "q=",
        "metadata", "managedFields", "resourceVersion", "1h1h", "2026-13-40T99:99:99Z",
    ]
}
