/// Bounds that keep hostile input from exhausting the one thread everything runs on.
enum EncodingLimits {
    /// Levels of nesting in JSON, YAML and protobuf. Go's JSON decoder stops at 10,000.
    static let depthMax = 500
    /// Members of an object up to which a walk finds a name faster than a hash.
    static let memberWalkMax = 24
    /// Nodes a YAML document may expand to through its aliases; a bomb asks for billions.
    static let yamlNodesMax = 1_000_000
}
