/// An unbounded queue from any task of the cluster to one reader.
///
/// Cheaper by far than `AsyncStream` (a woken reader costs a continuation, not 27 µs).
package final class Mailbox<Element: Sendable>: Sendable {
    private struct State {
        /// `items[head...]` have not been read yet.
        var items: [Element] = []
        var head = 0
        var isFinished = false
    }
    private let state: Confined<State>
    private let readers: WaitQueue

    package init(_ simulation: Simulation) {
        state = Confined(simulation, State())
        readers = WaitQueue(simulation)
    }

    /// Adds an element; nothing happens once the mailbox is finished.
    package func send(_ element: Element) {
        guard !state.value.isFinished else { return }
        state.value.items.append(element)
        readers.wakeOne()
    }

    /// Says that no element will follow; those already sent can still be read.
    package func finish() {
        state.value.isFinished = true
        readers.wakeAll()
    }

    package var isFinished: Bool { state.value.isFinished }

    /// How many elements wait to be read.
    package var count: Int { state.value.items.count - state.value.head }

    /// The next element, or nil once the mailbox is finished and empty.
    ///
    /// **Throws** `CancellationError` as soon as the reading task is cancelled.
    package func next() async throws(CancellationError) -> Element? {
        while true {
            if let element = nextNow() { return element }
            if state.value.isFinished { return nil }
            try await readers.wait()
        }
    }

    /// The next element if one is there already.
    package func nextNow() -> Element? {
        guard state.value.head < state.value.items.count else { return nil }
        let element = state.value.items[state.value.head]
        state.value.head += 1
        if state.value.head == state.value.items.count {
            state.value.items.removeAll(keepingCapacity: true)
            state.value.head = 0
        } else if state.value.head > 1024 {
            state.value.items.removeFirst(state.value.head)
            state.value.head = 0
        }
        return element
    }
}
