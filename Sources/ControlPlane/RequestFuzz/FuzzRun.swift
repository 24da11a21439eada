package import API
import Simulation

/// Sends the requests of one seed to a server, and says which of its answers are none.
package struct FuzzRun: Sendable {
    /// Answers by their status, to show that not everything was refused at the door.
    package private(set) var answers: [Int: Int] = [:]
    /// What the server should not have said, each with the number of its case.
    package private(set) var complaints: [String] = []

    /// What upstream, too, answers with 500: patches that do not fit the schema, and a list at a
    /// version that is no number.
    private static let blamedOnServer = [
        "\"failed to create typed patch object", "\"The order in patch list:",
        " does not contain declared merge key: ", "\"unknown patch type: ",
        "\"resourceVersion: Invalid value: ",
    ]

    package init() {}

    /// Sends `count` requests as the owner of `certificateChain`, one after the other.
    package mutating func run(
        seed: UInt64, count: Int, certificateChain: [[UInt8]],
        _ handle: (APIRequest) async -> APIResponse
    ) async {
        var fuzz = RequestFuzz(seed: seed)
        for number in 0..<count {
            let request = fuzz.next(certificateChain: certificateChain)
            let response = await handle(request)
            answers[response.status, default: 0] += 1
            if let complaint = Self.complaint(response) {
                complaints.append(
                    "seed \(seed), case \(number): \(request.method) \(request.path): \(complaint)")
            }
        }
    }

    /// Ends what `response` began; what is wrong with it, if anything.
    private static func complaint(_ response: APIResponse) -> String? {
        var text = ""
        switch response.body {
        case .bytes(let bytes): text = String(decoding: bytes.prefix(300), as: UTF8.self)
        case .watch(let stream): stream.stop()
        case .stream(let source): source.closeReading()
        case .value, .upgrade: break
        }
        let isAnswer = (100..<500).contains(response.status)
        return isAnswer || blamedOnServer.contains(where: text.contains)
            ? nil : "\(response.status) \(text)"
    }
}
