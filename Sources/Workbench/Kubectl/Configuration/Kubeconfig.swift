import Encoding
import API

/// A kubeconfig file, and how kubectl finds the one that counts.
///
/// Order: `--kubeconfig`, `$KUBECONFIG`, `~/.kube/config`, `/etc/kubernetes/admin.conf`, then the
/// service account of the pod that kubectl runs in, then `localhost:8080`.
/// Differs: stock kubectl does not look at `/etc/kubernetes/admin.conf` by itself; kubeadm tells
/// people to copy it, which the master of this cluster has done.
struct Kubeconfig {
    /// Where it was read, and where a change is written.
    var path: String
    /// The whole file, unknown members included.
    var value: Value

    static let serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount"

    static var empty: Value {
        [
            "apiVersion": "v1", "clusters": .null, "contexts": .null, "current-context": "",
            "kind": "Config", "users": .null,
        ]
    }

    /// Reads the file that counts; an empty configuration if there is none.
    static func load(
        _ environment: KubectlEnvironment, _ flags: FlagValues
    ) throws(KubectlError) -> Kubeconfig {
        if let explicit = flags.string("kubeconfig"), !explicit.isEmpty {
            let path = environment.absolute(explicit)
            guard environment.files.exists(path) else {
                throw .message("stat \(explicit): no such file or directory")
            }
            return try read(path, environment)
        }
        let home = environment.variables["HOME"] ?? "/root"
        var candidates = [home + "/.kube/config", "/etc/kubernetes/admin.conf"]
        if let list = environment.variables["KUBECONFIG"], !list.isEmpty {
            candidates = list.split(separator: ":").map { environment.absolute(String($0)) }
        }
        for path in candidates where environment.files.exists(path) {
            return try read(path, environment)
        }
        return Kubeconfig(path: candidates.first ?? home + "/.kube/config", value: empty)
    }

    private static func read(
        _ path: String, _ environment: KubectlEnvironment
    ) throws(KubectlError) -> Kubeconfig {
        let bytes: [UInt8]
        do { bytes = try environment.files.read(path) } catch {
            throw .message("error loading config file \"\(path)\": open \(path): \(error)")
        }
        let documents: [Value]
        do { documents = try Formats.documents(bytes) } catch {
            throw .message("error loading config file \"\(path)\": \(error.description)")
        }
        return Kubeconfig(path: path, value: documents.first ?? empty)
    }

    func entry(_ list: String, _ member: String, named name: String) -> Value? {
        let entry = value[list].array?.first { $0["name"].string == name }
        return entry.flatMap { $0[member] }
    }

    var currentContext: String { value["current-context"].string ?? "" }

    // MARK: - What counts

    /// The server and the credentials that the files, the flags and the pod give together.
    static func resolve(
        _ environment: KubectlEnvironment, _ flags: FlagValues
    ) throws(KubectlError) -> KubectlConfig {
        let file = try load(environment, flags)
        let contextName = flags.string("context") ?? file.currentContext
        let context = file.entry("contexts", "context", named: contextName)
        if flags.string("context") != nil, context == nil {
            throw .message("context \"\(contextName)\" does not exist")
        }
        let clusterName = flags.string("cluster") ?? context["cluster"].string ?? ""
        let cluster = file.entry("clusters", "cluster", named: clusterName)
        if cluster == nil, flags.string("server") == nil, flags.string("cluster") == nil,
            let inPod = try inCluster(environment, flags)
        {
            return inPod
        }
        let user = file.entry(
            "users", "user", named: flags.string("user") ?? context["user"].string ?? "")
        var config = KubectlConfig(server: cluster["server"].string ?? "http://localhost:8080")
        try file.apply(cluster: cluster, user: user, to: &config, environment)
        if let namespace = context["namespace"].string, !namespace.isEmpty {
            config.namespace = namespace
        }
        try override(&config, flags, environment)
        if config.basicAuthentication != nil, config.token?.isEmpty == false {
            let name = flags.string("user") ?? context["user"].string ?? ""
            throw .message(
                "more than one authentication method found for \(name);"
                    + " found [token basicAuth], only one is allowed")
        }
        return config
    }

    private func apply(
        cluster: Value?, user: Value?, to config: inout KubectlConfig,
        _ environment: KubectlEnvironment
    ) throws(KubectlError) {
        config.certificateAuthority = try bytes(cluster, "certificate-authority", environment)
        config.insecureSkipTLSVerify = cluster["insecure-skip-tls-verify"].bool ?? false
        config.tlsServerName = cluster["tls-server-name"].string
        config.clientCertificate = try bytes(user, "client-certificate", environment)
        config.clientKey = try bytes(user, "client-key", environment)
        config.token = user["token"].string
        if let name = user["username"].string {
            config.basicAuthentication = "\(name):\(user["password"].string ?? "")"
        }
        if config.token == nil, let path = user["tokenFile"].string {
            config.token = try Self.text(path, environment)
        }
    }

    /// The contents of `<name>-data`, or of the file that `<name>` names.
    private func bytes(
        _ entry: Value?, _ name: String, _ environment: KubectlEnvironment
    ) throws(KubectlError) -> [UInt8]? {
        if let data = entry[name + "-data"].string { return Base64.decode(data) }
        guard let file = entry[name].string, !file.isEmpty else { return nil }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        return try Self.file(file.hasPrefix("/") ? file : folder + "/" + file, name, environment)
    }

    private static func file(
        _ path: String, _ name: String, _ environment: KubectlEnvironment
    ) throws(KubectlError) -> [UInt8] {
        do { return try environment.files.read(environment.absolute(path)) } catch {
            throw .message("unable to read \(name) \(path): open \(path): \(error)")
        }
    }

    private static func text(
        _ path: String, _ environment: KubectlEnvironment
    ) throws(KubectlError) -> String {
        String(decoding: try file(path, "token", environment), as: UTF8.self)
    }

    private static func override(
        _ config: inout KubectlConfig, _ flags: FlagValues, _ environment: KubectlEnvironment
    ) throws(KubectlError) {
        if let server = flags.string("server") {
            config.server = server.contains("://") ? server : "http://" + server
        }
        if let token = flags.string("token") { config.token = token }
        let (user, password) = (flags.string("username"), flags.string("password"))
        if user != nil || password != nil {
            config.basicAuthentication = "\(user ?? ""):\(password ?? "")"
        }
        config.requestTimeout = try Deadline.parse(flags.string("request-timeout") ?? "")
        if let namespace = flags.string("namespace"), !namespace.isEmpty {
            config.namespace = namespace
        }
        if let path = flags.string("certificate-authority") {
            config.certificateAuthority = try file(path, "certificate-authority", environment)
        }
        if let path = flags.string("client-certificate") {
            config.clientCertificate = try file(path, "client-cert", environment)
        }
        if let path = flags.string("client-key") {
            config.clientKey = try file(path, "client-key", environment)
        }
        if flags.bool("insecure-skip-tls-verify") { config.insecureSkipTLSVerify = true }
        if let name = flags.string("tls-server-name") { config.tlsServerName = name }
    }

    /// What a pod has: the service's address from the environment, the account's files.
    private static func inCluster(
        _ environment: KubectlEnvironment, _ flags: FlagValues
    ) throws(KubectlError) -> KubectlConfig? {
        guard let host = environment.variables["KUBERNETES_SERVICE_HOST"],
            let port = environment.variables["KUBERNETES_SERVICE_PORT"],
            let token = try? environment.files.read(serviceAccount + "/token")
        else { return nil }
        var config = KubectlConfig(server: "https://\(host):\(port)")
        config.token = String(decoding: token, as: UTF8.self)
        config.certificateAuthority = try? environment.files.read(serviceAccount + "/ca.crt")
        if let namespace = try? environment.files.read(serviceAccount + "/namespace") {
            config.namespace = String(decoding: namespace, as: UTF8.self)
        }
        try override(&config, flags, environment)
        return config
    }
}
