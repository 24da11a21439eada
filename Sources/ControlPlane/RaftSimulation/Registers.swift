import Raft

/// What the clients of the simulation ask for: a value in a register.
struct RegisterCommand: RaftCommand, Hashable {
    /// Unique; it is also the value, so that a read tells which write it saw.
    var operation: Int
    var register: Int

    var byteCount: Int { 16 }
}

/// The state machine: a few registers, and a fingerprint of all that ever happened to them.
struct Registers: Hashable {
    private(set) var values: [Int]
    private(set) var fingerprint: UInt64 = 0xcbf2_9ce4_8422_2325

    init(count: Int) { values = Array(repeating: 0, count: count) }

    mutating func apply(_ entry: Entry<RegisterCommand>) {
        mix(entry.term.rawValue)
        guard case .command(let command) = entry.payload else { return }
        values[command.register] = command.operation
        mix(UInt64(command.operation))
    }

    private mutating func mix(_ number: UInt64) {
        fingerprint = (fingerprint ^ number) &* 0x0000_0100_0000_01b3
    }
}
