/// Draws the patience of a member anew for each election, so that ties end (Raft §5.2).
///
/// The same seed gives the same elections. Source: S. Vigna, splitmix64.
struct ElectionLot: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// **Unit**: ticks, from `ticks` up to twice as many.
    mutating func draw(_ ticks: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return ticks + Int((mixed ^ (mixed >> 31)) % UInt64(max(ticks, 1)))
    }
}
