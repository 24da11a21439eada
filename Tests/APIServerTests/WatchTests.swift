import API
import Simulation
import Testing

@testable import APIServer

@Suite("Lists and watches")
struct WatchTests {
    @Test("a watch without version begins with what is there")
    func initialEvents() throws {
        try TestServer().run { server in
            try await server.create(configMaps, configMap("a"))
            let stream = try await server.watch(configMaps + "?watch=1")
            try await server.create(configMaps, configMap("b"))
            try await server.simulation.sleep(for: .milliseconds(1))
            #expect(drain(stream) == ["ADDED a", "ADDED b"])
        }
    }

    @Test("an object that stops matching comes as DELETED with its old labels and the new version")
    func selectorWatch() throws {
        try TestServer().run { server in
            let from = try await server.get(configMaps)["metadata"]["resourceVersion"].string ?? ""
            let stream = try await server.watch(
                configMaps + "?watch=1&labelSelector=x%3Dy&resourceVersion=\(from)")
            try await server.create(configMaps, configMap("w6"))
            func label(_ value: String) async throws -> Value {
                try await server.value(
                    "PATCH", configMaps + "/w6", ["metadata": ["labels": ["x": .string(value)]]],
                    contentType: MediaType.mergePatch)
            }
            _ = try await label("y")
            let last = try await label("z")
            _ = try await server.value("DELETE", configMaps + "/w6")
            try await server.simulation.sleep(for: .milliseconds(1))
            #expect(stream.nextNow()?.type == .added)
            let gone = stream.nextNow()
            #expect(gone?.type == .deleted)
            #expect(gone?.object["metadata"]["labels"]["x"].string == "y")
            #expect(
                gone?.object["metadata"]["resourceVersion"] == last["metadata"]["resourceVersion"])
            #expect(stream.nextNow() == nil)
        }
    }

    @Test("a watch resumes after a version, each change once")
    func resume() throws {
        try TestServer().run { server in
            let first = try await server.create(configMaps, configMap("a"))
            try await server.create(configMaps, configMap("b"))
            _ = try await server.value("DELETE", configMaps + "/a")
            let version = first["metadata"]["resourceVersion"].string ?? ""
            let stream = try await server.watch(
                configMaps + "?watch=1&resourceVersion=\(version)")
            try await server.create(configMaps, configMap("c"))
            try await server.simulation.sleep(for: .milliseconds(1))
            #expect(drain(stream) == ["ADDED b", "DELETED a", "ADDED c"])
        }
    }

    @Test("a watch from before what is remembered is one ERROR event of 410")
    func tooOld() throws {
        try TestServer().run { server in
            for index in 0..<150 {
                try await server.create(configMaps, configMap("n\(index)"))
                try await server.simulation.sleep(for: .seconds(5))
            }
            let stream = try await server.watch(configMaps + "?watch=1&resourceVersion=2")
            let event = try await stream.next()
            #expect(event?.type == .error)
            #expect(event?.object["code"].int == 410)
            #expect(event?.object["reason"].string == "Expired")
            #expect(
                event?.object["message"].string?.hasPrefix("too old resource version: 2 (") == true)
            #expect(try await stream.next() == nil)
            let exact = try await server.failure(
                "GET", configMaps + "?resourceVersion=2&resourceVersionMatch=Exact")
            #expect(exact?.message == "The resourceVersion for the provided list is too old.")
        }
    }

    @Test("a future version is 504 for a list and waits for a watch")
    func future() throws {
        try TestServer().run { server in
            let failure = try await server.failure("GET", configMaps + "?resourceVersion=999999999")
            #expect(failure?.code == 504)
            #expect(
                failure?.message.hasPrefix(
                    "Timeout: Too large resource version: 999999999, current: ") == true)
            #expect(failure?.details?.retryAfterSeconds == 1)
        }
    }

    @Test("timeoutSeconds ends a watch; bookmarks come before the end")
    func timeout() throws {
        try TestServer().run { server in
            let from = try await server.get(configMaps)["metadata"]["resourceVersion"].string ?? ""
            let stream = try await server.watch(
                configMaps
                    + "?watch=1&timeoutSeconds=3&allowWatchBookmarks=true&resourceVersion=\(from)")
            let start = server.simulation.now
            #expect(try await stream.next()?.type == .bookmark)
            #expect(try await stream.next() == nil)
            #expect(start.duration(to: server.simulation.now) == .seconds(3))
        }
    }

    @Test("sendInitialEvents ends its list with a marked bookmark")
    func streamingList() throws {
        try TestServer().run { server in
            try await server.create(configMaps, configMap("a"))
            let stream = try await server.watch(
                configMaps
                    + "?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan"
            )
            #expect(try await stream.next()?.type == .added)
            let end = try await stream.next()
            #expect(end?.type == .bookmark)
            #expect(
                end?.object["metadata"]["annotations"]["k8s.io/initial-events-end"].string == "true"
            )
        }
    }

    @Test("pages of a list are of one revision, whatever is written between")
    func pages() throws {
        try TestServer().run { server in
            for name in ["a", "b", "c", "d", "e"] {
                try await server.create(configMaps, configMap(name))
            }
            var names: [String] = []
            var token = ""
            repeat {
                let target = configMaps + "?limit=2" + (token.isEmpty ? "" : "&continue=\(token)")
                let page = try await server.get(target)
                names += page["items"].array?.compactMap { $0["metadata"]["name"].string } ?? []
                token = page["metadata"]["continue"].string ?? ""
                if names.count == 2 {
                    #expect(page["metadata"]["remainingItemCount"].int == 3)
                    _ = try await server.value("DELETE", configMaps + "/d")
                    try await server.create(configMaps, configMap("bb"))
                }
            } while !token.isEmpty
            #expect(names == ["a", "b", "c", "d", "e"])
        }
    }

    @Test("a watcher that does not read is cut off, and memory stays bounded")
    func slowWatcher() throws {
        try TestServer().run { server in
            let stream = try await server.watch(configMaps + "?watch=1")
            try await server.create(configMaps, configMap("x", ["n": "0"]))
            for index in 0..<(APIServerDefaults.watcherBacklogMax + 10) {
                _ = try await server.value(
                    "PUT", configMaps + "/x", configMap("x", ["n": .init(index)]))
            }
            try await server.simulation.sleep(for: .milliseconds(1))
            #expect(stream.backlog == APIServerDefaults.watcherBacklogMax)
            let caches = server.server.registry.feed.caches
            #expect(caches.allSatisfy { $0.watcherCount == 0 })
        }
    }

    @Test("ten thousand watchers hear of one change, and leave nothing behind when they go")
    func manyWatchers() throws {
        try TestServer().run { server in
            var streams: [WatchStream] = []
            for _ in 0..<10_000 {
                streams.append(try await server.watch(configMaps + "?watch=1"))
            }
            try await server.create(configMaps, configMap("x"))
            try await server.simulation.sleep(for: .milliseconds(1))
            #expect(streams.allSatisfy { $0.backlog == 1 })
            for stream in streams { stream.stop() }
            let caches = server.server.registry.feed.caches
            #expect(caches.allSatisfy { $0.watcherCount == 0 })
        }
    }

    @Test("list items carry no kind on the wire, and their list does")
    func listForm() throws {
        try TestServer().run { server in
            try await server.create(configMaps, configMap("a"))
            let (_, _, text) = await server.curl("GET", configMaps)
            let list = try JSONParser.parse(text)
            #expect(list["kind"].string == "ConfigMapList")
            #expect(list["items"].array?.first?.object?.names.first == "metadata")
        }
    }
}
