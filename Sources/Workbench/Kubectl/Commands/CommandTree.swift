/// All commands of kubectl, in the order in which its help lists them.
enum CommandTree {
    static let root = CommandSpec(
        "kubectl", summary: "kubectl controls the Kubernetes cluster manager.",
        subcommands: work + KubectlInformation.specs + refused)

    private static let work: [CommandSpec] =
        [
            KubectlCreate.spec, KubectlRun.spec, KubectlGet.spec, KubectlDelete.spec,
            KubectlLogs.spec,
            KubectlAttach.spec, KubectlExec.spec, KubectlProxy.spec, KubectlPatch.spec,
            KubectlLabel.label,
            KubectlLabel.annotate, KubectlDescribe.spec, KubectlDiff.spec, KubectlApply.spec,
            KubectlReplace.spec,
            KubectlWait.spec, KubectlScale.spec, KubectlAutoscale.spec, KubectlExpose.spec,
            KubectlSet.spec,
            KubectlRollout.spec, KubectlAuth.spec, KubectlConfigCommand.spec, KubectlExplain.spec,
        ] + KubectlNodes.specs + KubectlEvents.specs

    /// Commands that are only there to say that they are not.
    static let refused: [CommandSpec] = [
        .refused(
            "cp", summary: "Copy files and directories to and from containers",
            why: "use exec with cat or tee"),
        .refused(
            "port-forward", summary: "Forward one or more local ports to a pod",
            why: "use exec, or a Service"),
        .refused(
            "completion", summary: "Output shell completion code",
            why: "the prompt completes by itself"),
        .refused(
            "edit", summary: "Edit a resource on the server",
            why: "there is no editor; use get -o yaml and apply, or patch"),
        .refused(
            "debug", summary: "Create debugging sessions for troubleshooting workloads and nodes",
            why: "ephemeral containers are not simulated"),
        .refused(
            "certificate", summary: "Modify certificate resources",
            why: "certificate signing is not simulated"),
        .refused(
            "kustomize", summary: "Build a kustomization target", why: "write plain manifests"),
        .refused(
            "plugin", summary: "Provides utilities for interacting with plugins",
            why: "there are no plugins"),
    ]
}
