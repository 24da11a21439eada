/// Tasks that wait for something to change, woken in the order in which they came.
///
/// The caller keeps the condition; a woken task looks again:
/// ```swift
/// while buffer.value.isEmpty { try await readers.wait() }
/// ```
package final class WaitQueue: Sendable {
    private let simulation: Simulation
    private let waiting: Confined<[Timer]>

    package init(_ simulation: Simulation) {
        self.simulation = simulation
        waiting = Confined(simulation, [])
    }

    /// Suspends the calling task until it is woken.
    ///
    /// **Throws** `CancellationError` as soon as the task is cancelled.
    package func wait() async throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
        let turn = Timer(simulation)
        waiting.value.append(turn)
        let woken = await withTaskCancellationHandler {
            await turn.wait()
        } onCancel: {
            turn.end(fired: false)
        }
        if !woken {
            waiting.value.removeAll { $0 === turn }
            throw CancellationError()
        }
    }

    /// Like `wait`, but returns false after `duration` if nobody woke the task.
    package func wait(for duration: Duration) async throws(CancellationError) -> Bool {
        let expired = Confined(simulation, false)
        let turn = Timer(simulation)
        waiting.value.append(turn)
        let alarm = simulation.spawn("wait limit") { [simulation] in
            do { try await simulation.sleep(for: duration) } catch { return }
            expired.value = true
            turn.end(fired: false)
        }
        defer { alarm.cancel() }
        let woken = await withTaskCancellationHandler {
            await turn.wait()
        } onCancel: {
            turn.end(fired: false)
        }
        if woken { return true }
        waiting.value.removeAll { $0 === turn }
        if expired.value { return false }
        throw CancellationError()
    }

    /// Wakes everyone who waits now.
    package func wakeAll() {
        let turns = waiting.value
        waiting.value = []
        for turn in turns { turn.end(fired: true) }
    }

    /// Wakes the one who has waited longest and was not cancelled.
    package func wakeOne() {
        while !waiting.value.isEmpty {
            let turn = waiting.value.removeFirst()
            if turn.isCancelled { continue }
            turn.end(fired: true)
            return
        }
    }
}
