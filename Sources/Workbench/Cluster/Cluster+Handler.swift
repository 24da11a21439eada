import API
import APIServer

extension Cluster {
    /// What takes a request through the server that answers now; nil while none runs.
    package var apiHandler: ComponentTransport.APIHandler? {
        guard let server = apiServer else { return nil }
        return { request in await server.handle(request) }
    }
}
