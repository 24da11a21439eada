import Client
import Simulation
import Testing

@Suite("WorkQueue")
struct WorkQueueTests {
    @Test("an item added while processing is processed once more")
    func addedWhileProcessing() throws {
        let simulation = Simulation(seed: 1)
        let queue = WorkQueue<String>(simulation)
        let taken = try simulation.run { () async throws -> [String] in
            queue.add("a")
            queue.add("a")
            queue.add("b")
            var taken = [try await queue.next()]
            queue.add("a")
            queue.add("a")
            taken.append(try await queue.next())
            queue.done("b")
            #expect(queue.count == 0)
            queue.done("a")
            taken.append(try await queue.next())
            return taken
        }
        #expect(taken == ["a", "b", "a"])
    }

    @Test("failures come back later each time")
    func rateLimited() throws {
        let simulation = Simulation(seed: 1)
        let queue = WorkQueue<String>(simulation)
        let start = simulation.now
        let waits = try simulation.run { () async throws -> [Duration] in
            var waits: [Duration] = []
            for _ in 0..<3 {
                let before = simulation.now
                queue.addRateLimited("a")
                queue.done(try await queue.next())
                waits.append(before.duration(to: simulation.now))
            }
            return waits
        }
        #expect(waits == [.milliseconds(5), .milliseconds(10), .milliseconds(20)])
        #expect(start.duration(to: simulation.now) == .milliseconds(35))
    }
}
