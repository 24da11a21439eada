/// What will happen, soonest first; things of the same moment in the order they were planned.
struct EventQueue<Event> {
    private struct Planned {
        var milliseconds: Int
        var number: Int
        var event: Event
    }
    /// A binary heap.
    private var heap: [Planned] = []
    private var count = 0

    mutating func plan(_ event: Event, at milliseconds: Int) {
        count += 1
        heap.append(Planned(milliseconds: milliseconds, number: count, event: event))
        var child = heap.count - 1
        while child > 0, isBefore(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func next() -> (milliseconds: Int, event: Event)? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && isBefore(child, smallest) { smallest = child }
            if smallest == parent { break }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
        return (first.milliseconds, first.event)
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (heap[left].milliseconds, heap[left].number)
            < (heap[right].milliseconds, heap[right].number)
    }
}
