import Session
import Testing

@Suite("StateCondition")
struct StateConditionTests {
    @Test(
        "what a lab writes is read back as it was written",
        arguments: [
            "pod/downward is Running", "pod/x in kube-system is gone", "configmap/shop is there",
            "configmap/shop has {.data.price} = 12",
            "`kubectl exec downward -- cat /etc/downward/labels` shows foo=\"bar\"",
        ])
    func reads(_ text: String) {
        #expect(StateCondition(parsing: text)?.description == text)
    }

    @Test(
        "anything else is refused",
        arguments: ["", "pod", "pod/", "/x is Running", "pod/x", "pod/x is", "pod/x in y", "`ls`"])
    func refuses(_ text: String) {
        #expect(StateCondition(parsing: text) == nil)
    }

    @Test("lengths of time are read, and nonsense is not")
    func durations() {
        #expect(parseDuration("1h30m") == .seconds(5400))
        #expect(parseDuration("500ms") == .milliseconds(500))
        for bad in ["", "5", "s", "-1s", "99999999999999999999s", "1x"] {
            #expect(parseDuration(bad) == nil, "\(bad)")
        }
    }
}
