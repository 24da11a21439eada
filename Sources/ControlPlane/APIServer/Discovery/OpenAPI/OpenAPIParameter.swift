import API

/// A parameter of a request, in the path or in the query.
struct OpenAPIParameter: Hashable, Sendable {
    let name: String
    let isInPath: Bool
    let type: String
    let description: String

    private init(_ name: String, _ description: String, type: String = "string", path: Bool = false)
    {
        (self.name, self.description, self.type, isInPath) = (name, description, type, path)
    }

    static let objectName = OpenAPIParameter("name", "name of the object", path: true)
    static let namespace = OpenAPIParameter("namespace", "namespace of the object", path: true)
    static let path = OpenAPIParameter("path", "the rest of the path, which is sent on", path: true)
    static let rest = OpenAPIParameter("path", "the path, which is sent on")
    static let pretty = OpenAPIParameter("pretty", "true: answer in lines for people")

    static let list = [
        OpenAPIParameter(
            "allowWatchBookmarks", "whether the watch may send bookmarks", type: "boolean"),
        OpenAPIParameter("continue", "the token of the part before"),
        OpenAPIParameter("fieldSelector", "only objects whose fields fit: status.phase=Running"),
        OpenAPIParameter("labelSelector", "only objects whose labels fit: app=web"),
        OpenAPIParameter("limit", "how many objects at most", type: "integer"),
        OpenAPIParameter("resourceVersion", "which version of the list, or after which to watch"),
        OpenAPIParameter("resourceVersionMatch", "Exact or NotOlderThan"),
        OpenAPIParameter(
            "sendInitialEvents", "whether the watch begins with what is there", type: "boolean"),
        OpenAPIParameter("timeoutSeconds", "when the watch is to end", type: "integer"),
        OpenAPIParameter("watch", "whether to go on with the changes", type: "boolean"),
    ]
    static let dryRun = OpenAPIParameter("dryRun", "All: do everything but store")
    static let write = [
        dryRun, OpenAPIParameter("fieldManager", "who writes, for managedFields"),
        OpenAPIParameter(
            "fieldValidation", "what unknown and repeated fields are: Strict, Warn or Ignore"),
    ]
    static let force = OpenAPIParameter(
        "force", "whether apply takes fields away from other managers", type: "boolean")
    static let delete = [
        dryRun,
        OpenAPIParameter("gracePeriodSeconds", "seconds to end; 0 is at once", type: "integer"),
        OpenAPIParameter(
            "ignoreStoreReadErrorWithClusterBreakingPotential",
            "delete even what cannot be read", type: "boolean"),
        OpenAPIParameter("orphanDependents", "the old propagationPolicy=Orphan", type: "boolean"),
        OpenAPIParameter("propagationPolicy", "Orphan, Background or Foreground"),
    ]
    static let log = [
        OpenAPIParameter("container", "the container, if there are several"),
        OpenAPIParameter("follow", "whether to go on with what is written", type: "boolean"),
        OpenAPIParameter(
            "insecureSkipTLSVerifyBackend", "whether not to check the kubelet's certificate",
            type: "boolean"),
        OpenAPIParameter("limitBytes", "how many bytes at most", type: "integer"),
        OpenAPIParameter("previous", "the log of the container before", type: "boolean"),
        OpenAPIParameter("sinceSeconds", "only the last seconds", type: "integer"),
        OpenAPIParameter("stream", "All, Stdout or Stderr"),
        OpenAPIParameter("tailLines", "only the last lines", type: "integer"),
        OpenAPIParameter("timestamps", "whether each line begins with its time", type: "boolean"),
    ]
    static let attach = [
        OpenAPIParameter("container", "the container, if there are several"),
        OpenAPIParameter("stderr", "whether to get standard error", type: "boolean"),
        OpenAPIParameter("stdin", "whether to send standard input", type: "boolean"),
        OpenAPIParameter("stdout", "whether to get standard output", type: "boolean"),
        OpenAPIParameter("tty", "whether there is a terminal", type: "boolean"),
    ]
    static let exec = [OpenAPIParameter("command", "the command with its arguments")] + attach
    static let ports = [OpenAPIParameter("ports", "the ports to forward", type: "integer")]

    /// As a document of that version writes it.
    func value(_ version: OpenAPINames.Version) -> Value {
        var value = Object([
            ("name", .string(name)), ("in", isInPath ? "path" : "query"),
            ("description", .string(description)),
        ])
        if isInPath { value["required"] = true }
        var schema = Object([("type", .string(type)), ("uniqueItems", true)])
        switch version {
        case .v2:
            value["type"] = .string(type)
            value["uniqueItems"] = true
        case .v3:
            if type == "integer" { schema["format"] = "int64" }
            value["schema"] = .object(schema)
        }
        return .object(value)
    }
}
