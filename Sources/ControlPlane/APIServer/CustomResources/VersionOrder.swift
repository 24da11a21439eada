/// The order in which the versions of a custom group are offered: v2, v1, v1beta2, v1alpha1, other.
///
/// Upstream: kubernetes apimachinery/pkg/version/helpers.go CompareKubeAwareVersionStrings.
struct VersionOrder: Comparable {
    /// 2 for stable, 1 for beta, 0 for alpha; nil for names of no such form.
    private let stage: Int?
    private let major: Int
    private let minor: Int
    private let text: String

    init(_ text: String) {
        self.text = text
        var digits = text.dropFirst()
        let isVersion = text.hasPrefix("v") && digits.first?.isNumber == true
        let first = digits.prefix { $0.isASCII && $0.isNumber }
        digits = digits.dropFirst(first.count)
        major = Int(first) ?? 0
        var stage: Int?
        var minor = 0
        if digits.isEmpty { stage = 2 }
        for (rank, word) in ["alpha", "beta"].enumerated() where digits.hasPrefix(word) {
            guard let number = Int(digits.dropFirst(word.count)) else { continue }
            (stage, minor) = (rank, number)
        }
        self.minor = minor
        self.stage = isVersion ? stage : nil
    }

    /// Whether `left` is offered before `right`.
    static func < (left: VersionOrder, right: VersionOrder) -> Bool {
        switch (left.stage, right.stage) {
        case (nil, nil): return left.text < right.text
        case (nil, _): return false
        case (_, nil): return true
        case (let first?, let second?):
            return (first, left.major, left.minor) > (second, right.major, right.minor)
        }
    }
}
