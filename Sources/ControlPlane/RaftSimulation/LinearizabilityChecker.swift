/// Whether a register could have behaved as its clients saw it.
///
/// It could if each operation can be given a moment between its call and its answer, so that in
/// the order of those moments each read finds the last write. The search tries, again and again,
/// every operation that may come first, and remembers where it has been.
///
/// Source: J. Wing and C. Gong, "Testing and Verifying Concurrent Objects"; G. Lowe's memory.
struct LinearizabilityChecker {
    private let operations: [History.Operation]

    /// `operations` of one register, in the order of their calls, all with an end.
    init(_ operations: [History.Operation]) { self.operations = operations }

    /// A place in the search: what has been given its moment, and the value after it.
    private struct Place: Hashable {
        /// The first operation without a moment; all before it have one.
        var first: Int
        /// Which of those after `first` have one already.
        var done: UInt128
        var value: Int
    }

    func isLinearizable() -> Bool {
        var open = [Place(first: 0, done: 0, value: 0)]
        var known: Set<Place> = []
        while let place = open.popLast() {
            if place.first == operations.count { return true }
            if !known.insert(place).inserted { continue }
            open += successors(of: place)
        }
        return false
    }

    private func successors(of place: Place) -> [Place] {
        var candidates: [Int] = []
        // Whoever is first was called before any of the others had come back.
        var earliestEnd = Int.max
        for offset in 0..<128 where place.first + offset < operations.count {
            if place.done >> UInt128(offset) & 1 == 1 { continue }
            let operation = operations[place.first + offset]
            if operation.called > earliestEnd { break }
            earliestEnd = min(earliestEnd, operation.returned ?? .max)
            candidates.append(offset)
        }
        candidates.removeAll { operations[place.first + $0].called > earliestEnd }
        // A read that fits now changes nothing for the others: no need to try it later.
        let fitting = candidates.first { offset in
            let operation = operations[place.first + offset]
            return !operation.isWrite && operation.value == place.value
        }
        if let fitting { return [take(fitting, at: place)] }
        return candidates.filter { operations[place.first + $0].isWrite }
            .map { take($0, at: place) }
    }

    private func take(_ offset: Int, at place: Place) -> Place {
        var place = place
        let operation = operations[place.first + offset]
        if operation.isWrite { place.value = operation.value }
        place.done |= 1 << UInt128(offset)
        while place.done & 1 == 1 {
            place.done >>= 1
            place.first += 1
        }
        return place
    }
}
