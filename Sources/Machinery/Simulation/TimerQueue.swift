/// Timers in the order in which they fire: by instant, then by the order in which they were set.
struct TimerQueue {
    private struct Entry: Comparable {
        var instant: SimulatedInstant
        var sequence: UInt64
        var timer: Timer

        static func < (left: Entry, right: Entry) -> Bool {
            left.instant != right.instant
                ? left.instant < right.instant : left.sequence < right.sequence
        }

        static func == (left: Entry, right: Entry) -> Bool { left.sequence == right.sequence }
    }

    /// A binary heap: the parent of `heap[i]` is `heap[(i - 1) / 2]` and fires no later.
    private var heap: [Entry] = []
    private var nextSequence: UInt64 = 0

    /// The instant of the first timer that has not been cancelled.
    mutating func nextInstant() -> SimulatedInstant? {
        while let first = heap.first, first.timer.isCancelled { removeFirst() }
        return heap.first?.instant
    }

    mutating func insert(_ timer: Timer, at instant: SimulatedInstant) {
        heap.append(Entry(instant: instant, sequence: nextSequence, timer: timer))
        nextSequence += 1
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the first timer that is due at `instant`.
    mutating func popDue(at instant: SimulatedInstant) -> Timer? {
        guard let next = nextInstant(), next <= instant else { return nil }
        return removeFirst()
    }

    @discardableResult
    private mutating func removeFirst() -> Timer {
        let first = heap[0].timer
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            if least == parent { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}

/// One sleeping task; ends once, either because its time has come or because it was cancelled.
final class Timer: Sendable {
    private enum State {
        case idle
        case waiting(UnsafeContinuation<Bool, Never>)
        case over(fired: Bool)
    }

    private let state: Confined<State>

    init(_ simulation: Simulation) { state = Confined(simulation, .idle) }

    var isCancelled: Bool {
        if case .over(fired: false) = state.value { true } else { false }
    }

    /// Waits; true if the time came, false if the timer was cancelled.
    func wait() async -> Bool {
        await withUnsafeContinuation { continuation in
            switch state.value {
            case .idle: state.value = .waiting(continuation)
            case .over(let fired): continuation.resume(returning: fired)
            case .waiting: preconditionFailure("one timer serves one task")
            }
        }
    }

    func end(fired: Bool) {
        switch state.value {
        case .idle: state.value = .over(fired: fired)
        case .waiting(let continuation):
            state.value = .over(fired: fired)
            continuation.resume(returning: fired)
        case .over: break
        }
    }
}
