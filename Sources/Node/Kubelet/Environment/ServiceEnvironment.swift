import API

/// The variables by which a container finds services: `KUBERNETES_SERVICE_HOST` and its like.
///
/// Upstream: kubernetes pkg/kubelet/envvars/envvars.go FromServices. Differs: upstream leaves their
/// order to chance, here they are sorted.
enum ServiceEnvironment {
    /// For a pod of `namespace`: its services, if it wants links, and the API server's always.
    static func variables(
        for namespace: String, services: [Service], enableServiceLinks: Bool
    ) -> [(name: String, value: String)] {
        var byName: [String: String] = [:]
        var chosen: [String: Service] = [:]
        for service in services where hasAddress(service) {
            let (name, home) = (service.metadata.name, service.metadata.namespace)
            if home == namespace, enableServiceLinks {
                chosen[name] = service
            } else if home == "default", name == "kubernetes", chosen[name] == nil {
                chosen[name] = service
            }
        }
        for (name, service) in chosen {
            for (variable, value) in variables(of: service, named: name) {
                byName[variable] = value
            }
        }
        return byName.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    }

    private static func hasAddress(_ service: Service) -> Bool {
        !service.spec.clusterIP.isEmpty && !service.spec.isHeadless && !service.spec.ports.isEmpty
    }

    private static func variables(of service: Service, named name: String) -> [(String, String)] {
        let prefix = variableName(name)
        let address = service.spec.clusterIP
        var variables = [(prefix + "_SERVICE_HOST", address)]
        for (index, port) in service.spec.ports.enumerated() {
            if index == 0 { variables.append((prefix + "_SERVICE_PORT", "\(port.port)")) }
            if !port.name.isEmpty {
                variables.append(
                    (prefix + "_SERVICE_PORT_" + variableName(port.name), "\(port.port)"))
            }
            let transport = port.protocol.lowercased()
            let url = "\(transport)://\(address):\(port.port)"
            if index == 0 { variables.append((prefix + "_PORT", url)) }
            let portPrefix = "\(prefix)_PORT_\(port.port)_\(port.protocol.uppercased())"
            variables.append((portPrefix, url))
            variables.append((portPrefix + "_PROTO", transport))
            variables.append((portPrefix + "_PORT", "\(port.port)"))
            variables.append((portPrefix + "_ADDR", address))
        }
        return variables
    }

    private static func variableName(_ name: String) -> String {
        String(name.uppercased().map { $0 == "-" ? "_" : $0 })
    }
}
