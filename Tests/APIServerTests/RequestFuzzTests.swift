import API
import APIServer
import RequestFuzz
import Testing

@Suite("spoiled requests")
struct RequestFuzzTests {
    @Test("whatever is sent, the server answers and lives on", arguments: [1, 2] as [UInt64])
    func fuzz(seed: UInt64) throws {
        try TestServer().run { server in
            var fuzz = FuzzRun()
            await fuzz.run(seed: seed, count: 1500, certificateChain: server.admin) { request in
                await server.server.handle(request)
            }
            #expect(fuzz.complaints.isEmpty, "\(fuzz.complaints.joined(separator: "\n"))")
            // Many are good enough to reach what lies behind the parsers.
            for status in [200, 201, 400, 404, 422] {
                #expect(fuzz.answers[status, default: 0] > 10, "\(fuzz.answers)")
            }
            try await server.create(configMaps, configMap("still-here"))
        }
    }
}
