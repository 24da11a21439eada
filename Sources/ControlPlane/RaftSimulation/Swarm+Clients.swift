import Raft

/// What the clients do: one thing after the other, at any member, and never the same write twice.
extension Swarm {
    mutating func request(_ client: Int) {
        operations += 1
        let operation = operations
        let register = random(0...(plan.registers - 1))
        let isWrite = chance(percent: 50)
        // One that was removed may not have heard of it; in the calm nobody asks it any more.
        let group = isCalm ? newestLeader?.membership : nil
        let up = nodes.filter { node in
            members[node]?.node?.membership.contains(node) == true
                && group?.contains(node) != false
        }
        waiting[client] = operation
        events.plan(.giveUp(client: client, operation: operation), at: now + random(300...2000))
        guard let node = up.randomElement(using: &lot) else { return }
        history.call(operation, register: register, isWrite: isWrite, at: step)
        if isWrite {
            write(operation, register: register, at: node)
        } else {
            read(operation, register: register, at: node)
        }
        pump(node)
    }

    private mutating func write(_ operation: Int, register: Int, at node: NodeID) {
        let command = RegisterCommand(operation: operation, register: register)
        members[node]?.writers.insert(operation)
        if case .dropped = members[node]?.node?.propose([command]) {
            members[node]?.writers.remove(operation)
            history.refuse(operation)
        }
    }

    private mutating func read(_ operation: Int, register: Int, at node: NodeID) {
        if plan.sabotage == .staleRead, let member = members[node], member.node?.role == .leader {
            answer(operation, value: member.registers.values[register])
        } else if members[node]?.node?.readIndex(ReadID(UInt64(operation))) != true {
            history.refuse(operation)
        }
    }

    mutating func answer(_ operation: Int, value: Int?) {
        guard let client = waiting.first(where: { $0.value == operation })?.key else { return }
        waiting[client] = nil
        // Its own step, so that no two things happen at once.
        step += 1
        history.answer(operation, value: value, at: step)
        answered += 1
        if isCalm { answeredInCalm += 1 }
        events.plan(.request(client: client), at: now + random(1...100))
    }
}
