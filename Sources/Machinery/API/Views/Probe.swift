/// A question that the kubelet asks a container again and again.
package struct Probe: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var exec: ExecAction? {
        get { self["exec"] }
        set { self["exec"] = newValue }
    }
    package var httpGet: HTTPGetAction? {
        get { self["httpGet"] }
        set { self["httpGet"] = newValue }
    }
    package var tcpSocket: TCPSocketAction? {
        get { self["tcpSocket"] }
        set { self["tcpSocket"] = newValue }
    }
    package var grpc: GRPCAction? {
        get { self["grpc"] }
        set { self["grpc"] = newValue }
    }
    package var initialDelaySeconds: Int {
        get { self["initialDelaySeconds"] ?? 0 }
        set { self["initialDelaySeconds"] = newValue }
    }
    package var timeoutSeconds: Int {
        get { self["timeoutSeconds"] ?? 1 }
        set { self["timeoutSeconds"] = newValue }
    }
    package var periodSeconds: Int {
        get { self["periodSeconds"] ?? 10 }
        set { self["periodSeconds"] = newValue }
    }
    package var successThreshold: Int {
        get { self["successThreshold"] ?? 1 }
        set { self["successThreshold"] = newValue }
    }
    package var failureThreshold: Int {
        get { self["failureThreshold"] ?? 3 }
        set { self["failureThreshold"] = newValue }
    }
    package var terminationGracePeriodSeconds: Int? {
        get { self["terminationGracePeriodSeconds"] }
        set { self["terminationGracePeriodSeconds"] = newValue }
    }
}

/// A command that is run in the container; exit code 0 is success.
package struct ExecAction: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var command: [String] {
        get { self["command"] }
        set { self["command"] = newValue }
    }
}

/// An HTTP request; 200 to 399 is success.
package struct HTTPGetAction: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var path: String {
        get { self["path"] ?? "/" }
        set { self["path"] = newValue }
    }
    /// A number, or the name of a port of the container.
    package var port: IntOrString? {
        get { self["port"] }
        set { self["port"] = newValue }
    }
    /// Nil is the pod's address.
    package var host: String? {
        get { self["host"] }
        set { self["host"] = newValue }
    }
    package var scheme: String {
        get { self["scheme"] ?? "HTTP" }
        set { self["scheme"] = newValue }
    }
    package var httpHeaders: [HTTPHeader] {
        get { self["httpHeaders"] }
        set { self["httpHeaders"] = newValue }
    }
}

/// One header field of a probe.
package struct HTTPHeader: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var name: String {
        get { self["name", default: ""] }
        set { self["name", default: ""] = newValue }
    }
    /// The member `value`.
    package var content: String {
        get { self["value", default: ""] }
        set { self["value", default: ""] = newValue }
    }
}

/// A connection that is only opened.
package struct TCPSocketAction: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var port: IntOrString? {
        get { self["port"] }
        set { self["port"] = newValue }
    }
    package var host: String? {
        get { self["host"] }
        set { self["host"] = newValue }
    }
}

/// A gRPC health check.
package struct GRPCAction: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var port: Int {
        get { self["port"] ?? 0 }
        set { self["port"] = newValue }
    }
    package var service: String? {
        get { self["service"] }
        set { self["service"] = newValue }
    }
}

/// A pause.
package struct SleepAction: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var seconds: Int {
        get { self["seconds"] ?? 0 }
        set { self["seconds"] = newValue }
    }
}

/// What is run right after a container starts and right before it is stopped.
package struct Lifecycle: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var postStart: LifecycleHandler? {
        get { self["postStart"] }
        set { self["postStart"] = newValue }
    }
    package var preStop: LifecycleHandler? {
        get { self["preStop"] }
        set { self["preStop"] = newValue }
    }
    package var stopSignal: String? {
        get { self["stopSignal"] }
        set { self["stopSignal"] = newValue }
    }
}

/// What a hook does: exactly one is set.
package struct LifecycleHandler: ValueView {
    package var value: Value
    package init(_ value: Value) { self.value = value }

    package var exec: ExecAction? {
        get { self["exec"] }
        set { self["exec"] = newValue }
    }
    package var httpGet: HTTPGetAction? {
        get { self["httpGet"] }
        set { self["httpGet"] = newValue }
    }
    package var tcpSocket: TCPSocketAction? {
        get { self["tcpSocket"] }
        set { self["tcpSocket"] = newValue }
    }
    package var sleep: SleepAction? {
        get { self["sleep"] }
        set { self["sleep"] = newValue }
    }
}
