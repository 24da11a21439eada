import Testing

@testable import API

@Suite("Protobuf")
struct ProtobufTests {
    private func received(_ digits: String) throws -> String {
        let value = try ProtobufCodec.decode(KubectlBodies.bytes(digits))
        let kind = GroupVersionKind(
            apiVersion: value["apiVersion"].string ?? "", kind: value["kind"].string ?? "")
        return JSONWriter.text(try Schema.shared.decode(value, as: kind).value)
    }

    @Test("what kubectl sends is read")
    func kubectl() throws {
        #expect(
            try received(KubectlBodies.configMap)
                == #"{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"x"},"data":{"a":"b"}}"#
        )
        #expect(
            try received(KubectlBodies.deployment)
                == #"{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web","labels":{"app":"web"}},"#
                + #""spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"#
                + #""spec":{"containers":[{"name":"nginx","image":"nginx","ports":[{"containerPort":80}],"resources":{}}]}},"#
                + #""strategy":{}},"status":{}}"#)
        #expect(
            try received(KubectlBodies.quota)
                == #"{"kind":"ResourceQuota","apiVersion":"v1","metadata":{"name":"q"},"spec":{"hard":{"cpu":"1","pods":"2"}},"status":{}}"#
        )
        #expect(
            try received(KubectlBodies.disruptionBudget).contains(
                #""selector":{"matchLabels":{"a":"b"}},"maxUnavailable":"50%""#))
        #expect(try received(KubectlBodies.secret).contains(#""data":{"a":"Yg=="}"#))
        #expect(
            try received(KubectlBodies.service).contains(
                #""ports":[{"name":"80-8080","protocol":"TCP","port":80,"targetPort":8080}]"#))
        #expect(
            try received(KubectlBodies.ingress).contains(
                #""rules":[{"host":"foo.com","http":{"paths":[{"path":"/bar","pathType":"Exact","backend":{"service":{"name":"svc","port":{"number":8080}}}}]}}]"#
            ))
        #expect(try received(KubectlBodies.job).contains(#""command":["echo","hi"]"#))
        #expect(
            try received(KubectlBodies.accessReview).contains(
                #""resourceAttributes":{"namespace":"default","verb":"get","#))
        #expect(try received(KubectlBodies.tokenRequest).contains(#""kind":"TokenRequest""#))
    }

    @Test("objects survive the way to bytes and back", .enabled(if: TruthFiles.arePresent))
    func roundTrip() throws {
        var compared = 0
        for name in try TruthFiles.names {
            for body in try TruthFiles.bodies(of: name) {
                guard let value = try? JSONParser.parse(body), let kind = value["kind"].string,
                    let version = value["apiVersion"].string,
                    Schema.shared.type(of: GroupVersionKind(apiVersion: version, kind: kind))
                        != nil,
                    !version.hasPrefix("apiextensions"), kind != "APIGroup",
                    kind != "APIResourceList"
                else { continue }
                let bytes = try ProtobufCodec.encode(value)
                let back = try ProtobufCodec.decode(bytes)
                let gvk = GroupVersionKind(apiVersion: version, kind: kind)
                let canonical = try Schema.shared.decode(value, as: gvk).value
                let returned = try Schema.shared.decode(back, as: gvk).value
                #expect(JSONWriter.text(returned) == JSONWriter.text(canonical), "\(name)")
                compared += 1
            }
        }
        #expect(compared > 20)
    }

    @Test("hostile bytes end in an error")
    func hostile() {
        let good = KubectlBodies.bytes(KubectlBodies.deployment)
        for length in 0..<good.count { _ = try? ProtobufCodec.decode(Array(good.prefix(length))) }
        for index in good.indices {
            for bit in 0..<8 {
                var bytes = good
                bytes[index] ^= 1 << UInt8(bit)
                _ = try? ProtobufCodec.decode(bytes)
            }
        }
        #expect(throws: ProtobufError.noMagic) { try ProtobufCodec.decode([1, 2, 3]) }
        #expect(throws: ProtobufError.self) {
            try ProtobufCodec.encode(["kind": "Website", "apiVersion": "e.com/v1"])
        }
    }
}
