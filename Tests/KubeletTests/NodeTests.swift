import API
import Client
import ContainerRuntime
import Simulation
import Testing

@testable import Kubelet

@Suite("Kubelet: the node")
struct NodeTests {
    @Test("it registers its node, says it is Ready, and renews its lease each 10 seconds")
    func registers() throws {
        let fixture = try KubeletFixture()
        try fixture.run {
            let node = Node(try #require(fixture.api.object("/api/v1/nodes/server6-node2")))
            #expect(node.metadata.labels["kubernetes.io/hostname"] == "server6-node2")
            #expect(node.status.address("InternalIP") == "192.168.2.206")
            #expect(node.status.conditions.map(\.type).last == "Ready")
            #expect(node.status[condition: "Ready"]?.status == "True")
            let path =
                "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/server6-node2"
            let before = fixture.api.object(path)["spec"]["renewTime"].string
            try await fixture.wait(10)
            let after = fixture.api.object(path)["spec"]["renewTime"].string
            #expect(before != nil && before != after)
        }
    }

    @Test("a manifest in the node's directory becomes a pod with a mirror in the API")
    func staticPods() throws {
        let fixture = try KubeletFixture()
        let manifest = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"etcd","namespace":"default"},
             "spec":{"hostNetwork":true,"containers":[{"name":"main","image":"busybox",
             "command":["sleep","99999"]}]}}
            """
        try fixture.host.write("/etc/kubernetes/manifests/etcd.yaml", Array(manifest.utf8))
        try fixture.run {
            try await fixture.wait(40)
            let mirror = try #require(fixture.pod("etcd-server6-node2"))
            #expect(mirror.metadata.annotations["kubernetes.io/config.source"] == "file")
            #expect(mirror.metadata.annotations["kubernetes.io/config.mirror"] != nil)
            #expect(mirror.status.phase == "Running")
            #expect(mirror.status.podIP == "192.168.2.206")
            // Another text is another pod of the same name, which starts when the first has ended.
            let changed = manifest.replacing("99999", with: "88888")
            try fixture.host.write("/etc/kubernetes/manifests/etcd.yaml", Array(changed.utf8))
            try await fixture.wait(90)
            let next = try #require(fixture.pod("etcd-server6-node2"))
            #expect(next.metadata.uid != mirror.metadata.uid)
            #expect(next.status.phase == "Running")
            #expect(fixture.runtime.containers(ofPod: nil).count == 1)
            try fixture.host.remove("/etc/kubernetes/manifests/etcd.yaml")
            try await fixture.wait(60)
            #expect(fixture.pod("etcd-server6-node2") == nil)
            #expect(fixture.runtime.containers(ofPod: nil).isEmpty)
        }
    }
}
