import API
import Simulation
import Testing

@testable import APIServer

@Suite("managedFields")
struct ManagedFieldsTests {
    private func fields(_ value: Value, _ manager: String) -> String? {
        let entry = value["metadata"]["managedFields"].array?.first {
            $0["manager"].string == manager
        }
        return entry.map { JSONWriter.text($0["fieldsV1"] ?? .null, escapesHTML: false) }
    }

    /// Source: `truth/31-optimistic-locking.txt`.
    @Test("who changes a field becomes its manager, and the map stays with who made it")
    func handOver() throws {
        try TestServer().run { server in
            let made = await server.curl(
                "POST", configMaps + "?fieldManager=kubectl-create",
                #"{"metadata":{"name":"lock"},"data":{"n":"0"}}"#)
            let first = try JSONParser.parse(made.text)
            #expect(fields(first, "kubectl-create") == #"{"f:data":{".":{},"f:n":{}}}"#)
            let put = await server.curl(
                "PUT", configMaps + "/lock", #"{"metadata":{"name":"lock"},"data":{"n":"1"}}"#)
            let second = try JSONParser.parse(put.text)
            #expect(fields(second, "kubectl-create") == #"{"f:data":{}}"#)
            #expect(fields(second, "curl") == #"{"f:data":{"f:n":{}}}"#)
        }
    }

    /// Source: `truth/05-watch.txt`, the pod w4.
    @Test("the fields of a pod as kubectl run sends it; what admission adds is nobody's")
    func pod() throws {
        try TestServer().run { server in
            let body = """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"w4","labels":{"run":"w4"}},
                "spec":{"containers":[{"name":"w4","image":"nginx","resources":{}}],
                "restartPolicy":"Always","dnsPolicy":"ClusterFirst"}}
                """
            let made = await server.curl(
                "POST", PodTests.pods + "?fieldManager=kubectl-run", body)
            let pod = try JSONParser.parse(made.text)
            #expect(
                fields(pod, "kubectl-run")
                    == #"{"f:metadata":{"f:labels":{".":{},"f:run":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"w4\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:resources":{},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:enableServiceLinks":{},"f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}"#
            )
        }
    }

    @Test("a set survives being written and read")
    func roundTrip() throws {
        let text = #"{"f:data":{".":{},"f:n":{}},"f:metadata":{"f:labels":{}}}"#
        let set = FieldSet.root(try JSONParser.parse(text))
        #expect(JSONWriter.text(set.value) == text)
    }
}
