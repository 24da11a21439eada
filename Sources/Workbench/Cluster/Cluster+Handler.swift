import APIServer

extension Cluster {
    /// What takes a request through the server that answers now; nil while none runs.
    package var apiHandler: ComponentTransport.APIHandler? {
        apiServer.map { server in { await server.handle($0) } }
    }
}
