import Simulation
import TestSupport
import Testing

@Suite("Simulation")
struct SimulationTests {
    @Test("time moves only when nothing can run, and sleepers wake in order")
    func sleepersWakeInOrder() throws {
        let simulation = Simulation(seed: 1)
        let log = Confined(simulation, [String]())
        let start = simulation.now
        try simulation.run {
            await withTaskGroup(of: Void.self) { group in
                for (name, seconds) in [("c", 3), ("a", 1), ("b", 2), ("also a", 1)] {
                    group.addTask {
                        try? await simulation.sleep(for: .seconds(seconds))
                        log.value.append("\(name)@\(start.duration(to: simulation.now))")
                    }
                }
            }
        }
        #expect(
            log.value == ["a@1.0 seconds", "also a@1.0 seconds", "b@2.0 seconds", "c@3.0 seconds"])
    }

    @Test("a cancelled sleeper wakes at once")
    func cancelledSleeper() throws {
        let simulation = Simulation(seed: 1)
        let start = simulation.now
        let woke = try simulation.run {
            let task = simulation.spawn("sleeper", returning: Bool.self) {
                do { try await simulation.sleep(for: .hours(1)) } catch { return true }
                return false
            }
            try await simulation.sleep(for: .seconds(5))
            task.cancel()
            return await task.value
        }
        #expect(woke)
        #expect(start.duration(to: simulation.now) == .seconds(5))
    }

    @Test("a run that can never end says so")
    func stalled() {
        let simulation = Simulation(seed: 1)
        #expect(throws: SimulationStalled.self) {
            try simulation.run {
                try await WaitQueue(simulation).wait()
            }
        }
    }

    @Test("a full pipe makes its writer wait; a closed one breaks it")
    func pipes() throws {
        let simulation = Simulation(seed: 1)
        let pipe = BytePipe(simulation, capacity: 4)
        let read = try simulation.run { () async throws -> [[UInt8]] in
            let writer = simulation.spawn("writer", returning: Bool.self) {
                do {
                    try await pipe.write([1, 2, 3, 4, 5, 6])
                    try await pipe.write([7])
                    try await pipe.write([8, 9, 10, 11, 12])
                } catch { return true }
                return false
            }
            var chunks: [[UInt8]] = []
            while chunks.joined().count < 7, let chunk = try await pipe.read(upTo: 3) {
                chunks.append(chunk)
            }
            pipe.closeReading()
            #expect(await writer.value)
            return chunks
        }
        #expect(Array(read.joined()).prefix(7) == [1, 2, 3, 4, 5, 6, 7])
    }

    @Test("work injected by another thread runs inside")
    func injected() throws {
        let simulation = Simulation(seed: 1)
        let mailbox = Mailbox<Int>(simulation)
        simulation.inject { mailbox.send(42) }
        #expect(try simulation.run { try await mailbox.next() } == 42)
    }

    @Test("work that comes while nobody drives is told of")
    func foreignWork() throws {
        let simulation = Simulation(seed: 1)
        let calls = Confined(simulation, 0)
        simulation.onForeignWork { calls.value += 1 }
        simulation.inject {}
        #expect(calls.value == 1)
        try simulation.run {
            simulation.spawn("inside") {}
            await simulation.yield()
        }
        // `run` itself starts its task before it drives.
        #expect(calls.value == 2)
        simulation.onForeignWork(nil)
    }

    @Test("time stands still while the outside world is asked, and goes on after its answer")
    func outside() async throws {
        try await onOwnThread {
            let simulation = Simulation(seed: 1)
            let start = simulation.now
            let ticks = Confined(simulation, 0)
            simulation.spawn("clock") {
                while (try? await simulation.sleep(for: .seconds(1))) != nil { ticks.value += 1 }
            }
            let answer = try simulation.run {
                let answer = await simulation.outside { () async -> Int in
                    try? await Task.sleep(for: .milliseconds(20))
                    return 42
                }
                #expect(simulation.now == start && ticks.value == 0)
                try await simulation.sleep(for: .seconds(3))
                return answer
            }
            #expect(answer == 42)
            #expect(simulation.now == start.advanced(by: .seconds(3)))
        }
    }

    @Test("a question to the outside world ends with the task that put it")
    func outsideCancelled() async throws {
        try await onOwnThread {
            let simulation = Simulation(seed: 1)
            let task = simulation.spawn("question", returning: Bool.self) {
                await simulation.outside { () async -> Bool in
                    do { try await Task.sleep(for: .seconds(60)) } catch { return true }
                    return false
                }
            }
            let wasCancelled = try simulation.run {
                await simulation.yield()
                task.cancel()
                return await task.value
            }
            #expect(wasCancelled)
        }
    }

    @Test("a task carries the name that it was started under")
    func taskNames() throws {
        let simulation = Simulation(seed: 1)
        let name = try simulation.run {
            await simulation.spawn("etcd lease", returning: String?.self) { Task.name }.value
        }
        #expect(name == "etcd lease")
    }

    @Test("another life of one seed draws otherwise, and the same each time")
    func lives() {
        let uids = [0, 1, 2, 2].map { Simulation(seed: 7, life: $0).random("uids").uuid() }
        #expect(Set(uids).count == 3)
        #expect(uids[2] == uids[3])
        #expect(uids[0] == Simulation(seed: 7).random("uids").uuid())
    }

    @Test("civil time goes there and back")
    func civilTime() throws {
        let time = try #require(CivilTime(rfc3339: "2023-03-15T22:12:07.25+08:00"))
        #expect(time.rfc3339(fractionDigits: 2) == "2023-03-15T22:12:07.25+08:00")
        #expect(CivilTime(time.instant).rfc3339 == "2023-03-15T14:12:07Z")
        #expect(CivilTime(time.instant).httpDate == "Wed, 15 Mar 2023 14:12:07 GMT")
        #expect(CivilTime(rfc3339: "2023-03-15") == nil)
        // A year beyond all instants is no reason to stop.
        let future = try #require(CivilTime(rfc3339: "9023-03-15T22:12:07Z"))
        #expect(future.instant > time.instant)
    }

    @Test("one stream's draws do not shift another's")
    func streams() {
        let (one, two) = (Simulation(seed: 7), Simulation(seed: 7))
        _ = one.random("other").uuid()
        #expect(one.random("names").nameSuffix() == two.random("names").nameSuffix())
    }
}
