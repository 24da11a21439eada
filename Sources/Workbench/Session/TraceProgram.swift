import Cluster
import ContainerRuntime
import Simulation

/// `trace`: the way of the last request through the API server, stage by stage.
struct TraceProgram: Program {
    let cluster: Cluster

    static let usage = "usage: trace [on | off]\n"

    func run(_ process: Process) async -> Int32 {
        let words = Array(process.arguments.dropFirst())
        switch words {
        case ["on"]: cluster.tracesRequests = true
        case ["off"]: cluster.tracesRequests = false
        case []:
            guard let lines = cluster.lastRequestTrace else {
                try? await process.error.write("trace: there was no request to trace\n")
                return 1
            }
            try? await process.output.write(lines.map { $0 + "\n" }.joined())
        default:
            try? await process.error.write(Self.usage)
            return 2
        }
        return 0
    }
}
