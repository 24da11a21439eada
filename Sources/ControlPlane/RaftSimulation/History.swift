/// What the clients saw: each operation, when it was called, and when and how it came back.
struct History {
    struct Operation {
        var register: Int
        /// What was written, or read; 0 is the value before all writes.
        var value: Int
        var isWrite: Bool
        /// **Unit**: steps of the simulation, of which no two are the same.
        var called: Int
        /// Nil if the client never learned what became of it.
        var returned: Int?
    }
    private(set) var operations: [Int: Operation] = [:]

    mutating func call(_ id: Int, register: Int, isWrite: Bool, at step: Int) {
        operations[id] = Operation(
            register: register, value: isWrite ? id : 0, isWrite: isWrite, called: step)
    }

    /// The client has its answer; for a read, `value`.
    mutating func answer(_ id: Int, value: Int?, at step: Int) {
        operations[id]?.returned = step
        if let value { operations[id]?.value = value }
    }

    /// It was refused, and certainly not done.
    mutating func refuse(_ id: Int) { operations[id] = nil }

    /// The operations on `register` that can be judged, in the order of their calls.
    ///
    /// A read without an answer says nothing. A write without one may be done at any time, or
    /// never: if nobody read it, it was never; else it was done before the first who read it
    /// had his answer.
    func judged(register: Int) -> [Operation] {
        let mine = operations.values.filter { $0.register == register }
        var seen: [Int: Int] = [:]
        for read in mine where !read.isWrite {
            guard let returned = read.returned else { continue }
            seen[read.value] = min(returned, seen[read.value] ?? .max)
        }
        return mine.compactMap { operation in
            var operation = operation
            if operation.returned == nil {
                guard operation.isWrite, let first = seen[operation.value] else { return nil }
                operation.returned = first
            }
            return operation
        }.sorted { $0.called < $1.called }
    }
}
