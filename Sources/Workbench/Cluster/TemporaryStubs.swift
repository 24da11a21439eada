import Client
import PodNetwork
import Simulation
struct ControllerManagerProcess { init(client: KubeClient, rootAuthority: String) {}; func run() async {} }
struct KubeProxyProcess { init(client: KubeClient, host: NetworkNamespace, nodeName: String) {}; func run() async {} }
struct DNSServerProcess { init(client: KubeClient, namespace: NetworkNamespace, clusterDomain: String) {}; func run() async {} }
struct APIListener { init(identity: Any, port: Int) {}; func run(on: NetworkNamespace, _ h: ComponentTransport.APIHandler) async {} }
