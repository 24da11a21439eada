import Encoding
import Testing

@testable import API

@Suite("Views")
struct ViewTests {
    @Test("a view reads and writes the tree beneath it")
    func pod() {
        var pod = Pod(namespace: "default", name: "web")
        pod.spec.containers = [Container(["name": "c", "image": "nginx", "unknown": 1])]
        pod.spec.nodeName = "n1"
        pod.spec.containers[0].resources.requests = ["cpu": Quantity(milli: 100)]
        pod.status[condition: "Ready"] = PodCondition(type: "Ready", isTrue: true)
        pod.status[condition: "Ready"] = PodCondition(type: "Ready", isTrue: false)
        let text = JSONWriter.text(pod.value)
        let expected =
            #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"default"},"spec":{"#
            + #""containers":[{"name":"c","image":"nginx","unknown":1,"resources":{"requests":{"cpu":"100m"}}}],"#
            + #""nodeName":"n1"},"status":{"conditions":[{"type":"Ready","status":"False"}]}}"#
        #expect(text == expected)
        #expect(pod.spec.restartPolicy == "Always")
        #expect(pod.spec.containers[0].resources.requests["cpu"] == Quantity("0.1"))
        #expect(Pod.groupVersionKind.description == "/v1, Kind=Pod")
    }

    @Test("a toleration covers a taint by key, value and effect")
    func tolerations() {
        let taint = Taint(key: "node.kubernetes.io/not-ready", effect: "NoExecute")
        #expect(Toleration(["operator": "Exists"]).tolerates(taint))
        #expect(
            Toleration(["key": .string(taint.key), "effect": "NoExecute", "operator": "Exists"])
                .tolerates(taint))
        #expect(Toleration(["key": .string(taint.key)]).tolerates(taint))
        #expect(!Toleration(["key": .string(taint.key), "value": "x"]).tolerates(taint))
        #expect(!Toleration(["operator": "Exists", "effect": "NoSchedule"]).tolerates(taint))
        #expect(!Toleration(["key": "other", "operator": "Exists"]).tolerates(taint))
    }

    @Test("a number or a text is read as what it is")
    func intOrString() {
        let port = ServicePort(["port": 80, "targetPort": "http"])
        #expect(port.targetPort == .string("http"))
        #expect(IntOrString.string("25%").scaled(to: 10, roundsUp: true) == 3)
        #expect(IntOrString.string("25%").scaled(to: 10, roundsUp: false) == 2)
        #expect(IntOrString.string("x").scaled(to: 10, roundsUp: false) == nil)
    }

    @Test("secrets are decoded from base64")
    func secrets() {
        let secret = Secret(["data": ["a": "aGVsbG8=", "bad": "?"]])
        #expect(secret.bytes("a") == Array("hello".utf8))
        #expect(secret.bytes("bad") == nil)
        for length in 0..<8 {
            let bytes = (0..<length).map { UInt8(($0 * 37 + 200) & 255) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
    }
}
