import NIOCore
import NIOHTTP1

/// Rows about real sockets: clients on the loopback, HTTP/1.1 over TLS, connections that are kept.
///
/// The aims are what a real kube-apiserver with etcd gave on a machine of this kind; several times as
/// much is wanted.
enum HTTPSBenchmarks {
    static let all = [get, manyGets, post, manyPosts, patch, list, watch, memory]

    private static let requests = 4000
    private static let connections = 32
    private static let maps = "/api/v1/namespaces/default/configmaps"
    private static let pods = "/api/v1/namespaces/default/pods"

    /// One client that asks again as soon as it has its answer.
    static let get = Benchmark("GET of a pod over HTTPS keep-alive", aim: "1.03 ms (970/s)") {
        try ServedCluster.with { served in
            try oneAfterAnother(served, requests) { _ in .init(path: served.pod) }
        }
    }

    static let manyGets = Benchmark(
        "GET over HTTPS, 32 connections", aim: "0.37 ms (2,700/s)"
    ) {
        try ServedCluster.with { served in
            try sideBySide(served, requests * 4) { _, _ in .init(path: served.pod) }
        }
    }

    static let post = Benchmark("POST over HTTPS keep-alive", aim: "") {
        try ServedCluster.with { served in
            try oneAfterAnother(served, requests) { map("one-\($0)") }
        }
    }

    static let manyPosts = Benchmark(
        "POST over HTTPS, 32 connections", aim: "0.93 ms (1,070/s)"
    ) {
        try ServedCluster.with { served in
            try sideBySide(served, requests * 2) { map("many-\($0)-\($1)") }
        }
    }

    static let patch = Benchmark("PATCH over HTTPS keep-alive") {
        try ServedCluster.with { served in
            let client = try served.connect()
            defer { client.close() }
            try client.ask(map("patched"))
            return try oneAfterAnother(served, requests) { number in
                .init(
                    method: .PATCH, path: maps + "/patched",
                    contentType: "application/merge-patch+json",
                    body: #"{"data":{"number":"\#(number)"}}"#)
            }
        }
    }

    static let list = Benchmark("LIST of 5,000 pods over HTTPS") {
        try ServedCluster.with { served in
            try createPods(served, 5000)
            let client = try served.connect()
            defer { client.close() }
            var bytes = 0
            let time = try Stopwatch.median(of: 9) {
                bytes = try client.ask(.init(path: pods))
            }
            return Measurement(median: time, note: "\(bytes) bytes, not scheduled")
        }
    }

    /// From the first change to the last event at the last watcher.
    static let watch = Benchmark("100 watchers times 1,000 events over HTTPS") {
        let (watchers, events) = (100, 1000)
        return try ServedCluster.with { served in
            let clients = try (0..<watchers).map { _ in try served.connect() }
            defer { for client in clients { client.close() } }
            let seen = clients.map {
                $0.send(.init(path: maps + "?watch=1&resourceVersion=0", lines: events + 1))
            }
            let writer = try served.connect()
            defer { writer.close() }
            let time = try Stopwatch.time {
                try writer.send(events) { map("event-\($0)") }.wait()
                for future in seen { _ = try future.wait() }
            }
            let rate = Int(Double(watchers * events) / time.inSeconds)
            return Measurement(median: time, note: "\(rate) events per second arrive, one writer")
        }
    }

    static let memory = Benchmark("10,000 pods created over HTTPS", aim: "270 MB idle") {
        try ServedCluster.with { served in
            let time = try Stopwatch.time { try createPods(served, 10_000) }
            return Measurement(
                median: time, note: "memory \(ProcessMemory.readable) then, not scheduled")
        }
    }

    // MARK: - Clients

    /// One client; the median of its waits.
    private static func oneAfterAnother(
        _ served: ServedCluster, _ count: Int, _ request: (Int) -> KeepAliveClient.Request
    ) throws -> Measurement {
        let client = try served.connect()
        defer { client.close() }
        for number in 0..<count / 10 { try client.ask(request(number)) }
        var times: [Duration] = []
        let whole = try Stopwatch.time {
            for number in 0..<count {
                times.append(try Stopwatch.time { try client.ask(request(count / 10 + number)) })
            }
        }
        times.sort()
        return Measurement(
            median: times[count / 2],
            note: "p99 \(times[count * 99 / 100].readable), \(rate(count, whole)), one client")
    }

    /// Many clients; the time of all divided by the requests. `request` is told the client and a number.
    private static func sideBySide(
        _ served: ServedCluster, _ count: Int,
        _ request: @escaping @Sendable (Int, Int) -> KeepAliveClient.Request
    ) throws -> Measurement {
        let clients = try (0..<connections).map { _ in try served.connect() }
        defer { for client in clients { client.close() } }
        let each = count / connections
        let whole = try Stopwatch.time {
            let all = clients.enumerated().map { index, client in
                client.send(each) { request(index, $0) }
            }
            for future in all { try future.wait() }
        }
        return Measurement(
            median: whole / (each * connections), note: rate(each * connections, whole))
    }

    private static func rate(_ count: Int, _ time: Duration) -> String {
        "\(Int(Double(count) / time.inSeconds)) per second"
    }

    private static func createPods(_ served: ServedCluster, _ count: Int) throws {
        _ = try sideBySide(served, count) { client, number in
            .init(
                method: .POST, path: pods,
                body: #"{"metadata":{"name":"p-\#(client)-\#(number)","labels":{"app":"bench"}},"#
                    + #""spec":{"schedulerName":"nobody","containers":[{"name":"main","#
                    + #""image":"busybox","command":["sleep","999999"]}]}}"#)
        }
    }

    private static func map(_ name: String) -> KeepAliveClient.Request {
        .init(
            method: .POST, path: maps,
            body: #"{"metadata":{"name":"\#(name)"},"data":{"colour":"blue","size":"12"}}"#)
    }
}
