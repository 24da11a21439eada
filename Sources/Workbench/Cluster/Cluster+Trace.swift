import APIServer

extension Cluster {
    /// The way of the last request that somebody made, as lines; nil if there was none since the
    /// API server started.
    package var lastRequestTrace: [String]? { apiServer?.traces.last?.lines }

    /// Whether requests are traced; true while no server runs.
    package var tracesRequests: Bool {
        get { apiServer?.traces.isOn ?? true }
        set { apiServer?.traces.isOn = newValue }
    }
}

extension Topology {
    /// What is wrong with the lists of admission plugins, in upstream's words; nil if nothing is.
    package var admissionProblem: String? {
        AdmissionRegistry.problem(enable: enableAdmissionPlugins, disable: disableAdmissionPlugins)
    }
}
