/// Why a plugin refuses a node.
package struct Rejection: Hashable, Sendable {
    /// As counted in the pod's condition: `Insufficient cpu`, `node(s) had untolerated taint(s)`.
    package var reasons: [String]
    /// Whether evicting other pods could make room.
    package var isResolvable: Bool

    package init(_ reasons: [String], isResolvable: Bool) {
        self.reasons = reasons
        self.isResolvable = isResolvable
    }
}

/// Says whether a node can have a pod.
package protocol FilterPlugin: Sendable {
    var name: String { get }
    /// Nil if the node will do.
    func filter(_ pod: PodInfo, _ node: NodeInfo) -> Rejection?
}

/// Says how well a node suits a pod.
package protocol ScorePlugin: Sendable {
    var name: String { get }
    /// How much this plugin's opinion counts.
    var weight: Int { get }
    /// 0 to 100.
    func score(_ pod: PodInfo, _ node: NodeInfo) -> Int
    /// Makes raw scores of all nodes comparable; most plugins leave them as they are.
    func normalize(_ scores: [Int]) -> [Int]
}

extension ScorePlugin {
    package func normalize(_ scores: [Int]) -> [Int] { scores }
}
