/// A small fast generator whose whole future follows from its seed.
///
/// Source: S. Vigna, splitmix64. Not for secrets; the cluster's keys are drawn from it on purpose,
/// because a lab must print the same bytes on every machine.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// A generator of its own for `stream`, so that one user's draws never shift another's.
    package init(seed: UInt64, stream: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        var mixer = SeededGenerator(seed: seed ^ hash)
        state = mixer.next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// `count` bytes, for keys and identifiers.
    package mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 32) }
    }
}

/// A named stream of random values shared by the tasks of one cluster.
package final class RandomStream: Sendable {
    private let generator: Confined<SeededGenerator>

    init(_ simulation: Simulation, seed: UInt64, name: String) {
        generator = Confined(simulation, SeededGenerator(seed: seed, stream: name))
    }

    package func int(in range: Range<Int>) -> Int { .random(in: range, using: &generator.value) }

    package func double(in range: Range<Double>) -> Double {
        .random(in: range, using: &generator.value)
    }

    package func bytes(_ count: Int) -> [UInt8] { generator.value.bytes(count) }

    /// A version-4 UUID in lower case, as the API server gives every object.
    package func uuid() -> String {
        var bytes = bytes(16)
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        var text = ""
        for (position, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(position) { text += "-" }
            text += hexDigits[Int(byte >> 4)] + hexDigits[Int(byte & 15)]
        }
        return text
    }

    /// `length` characters for a generated name: no vowels, and no digits read as letters.
    ///
    /// Upstream: kubernetes apimachinery/pkg/util/rand `SafeEncodeString`'s alphabet.
    package func nameSuffix(_ length: Int = 5) -> String {
        String((0..<length).map { _ in nameAlphabet[int(in: 0..<nameAlphabet.count)] })
    }
}

private let hexDigits = "0123456789abcdef".map(String.init)
private let nameAlphabet = Array("bcdfghjklmnpqrstvwxz2456789")
