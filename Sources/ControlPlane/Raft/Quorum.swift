/// What a majority of the voters agrees on.
///
/// ```
/// match   1: 7   2: 5   3: 9        sorted downwards  9 7 5
///                                   the second of three: 7 is on two members, a majority
/// ```
package struct Quorum: Hashable, Sendable {
    package var voters: [NodeID]

    package init(voters: [NodeID]) { self.voters = voters }

    /// More than half.
    package var size: Int { voters.count / 2 + 1 }

    /// The outcome of an election so far.
    package enum Verdict: Sendable {
        case won, lost, open
    }

    /// Counts votes; each voter has one, however often it is heard.
    package func verdict(_ votes: [NodeID: Bool]) -> Verdict {
        let granted = voters.count { votes[$0] == true }
        let refused = voters.count { votes[$0] == false }
        if granted >= size { return .won }
        return voters.count - refused < size ? .lost : .open
    }

    /// The highest number that a majority has reached.
    func reached<Number: Comparable>(_ number: (NodeID) -> Number) -> Number? {
        // The group of one, which is the usual case of a single member, needs no sorting.
        if voters.count == 1 { return number(voters[0]) }
        let numbers = voters.map(number).sorted(by: >)
        return numbers.isEmpty ? nil : numbers[size - 1]
    }
}
