extension DescriptionData {
    static let containers = """
        Container One container of a pod: its image, its command and what it needs.
         name Unique within the pod; it cannot be changed.
         image The image with registry and tag: nginx:1.25. Without a tag it is latest.
         command What is run instead of the image's entrypoint, without a shell.
         args Arguments of the command, instead of the image's.
         workingDir The directory in which the command starts.
         ports The ports that the container listens on; to list them is for information only.
         env Environment variables. Earlier ones may be used in later ones as $(NAME).
         envFrom ConfigMaps and Secrets all of whose entries become environment variables.
         resources What the container asks for (requests) and may use at most (limits).
         resizePolicy Which resources can change without a restart.
         restartPolicy Always, for an init container that keeps running beside the others.
         restartPolicyRules Rules that look at the exit code to decide on a restart.
         volumeMounts Where the pod's volumes appear in the container.
         volumeDevices Where raw block volumes appear in the container.
         livenessProbe Asked again and again; when it fails the container is restarted.
         readinessProbe Asked again and again; while it fails no service sends anything here.
         startupProbe Asked first; the other probes wait until it has succeeded once.
         lifecycle What is done right after the start and right before the end.
         terminationMessagePath A file whose content ends up in the status, /dev/termination-log.
         terminationMessagePolicy File, or FallbackToLogsOnError to use the log after a failure.
         securityContext Security settings of this container, which win over the pod's.
         stdin Whether standard input is kept open.
         stdinOnce Whether standard input closes after the first client left.
         tty Whether the container gets a terminal.
        EphemeralContainer A container that was added to a running pod to look into it.
         targetContainerName The container whose processes it sees.
        ContainerPort A port that the container listens on.
         name A name for services to use as targetPort.
         containerPort The port's number in the pod.
         hostPort The port's number on the node, if it is to be open there.
         hostIP The node's address on which hostPort is open.
         protocol TCP, UDP or SCTP.
        EnvVar An environment variable.
         name The variable's name.
         value Its value; $(NAME) stands for an earlier variable, $$ for a dollar sign.
         valueFrom Where the value comes from instead.
        EnvVarSource Where the value of an environment variable comes from.
         fieldRef From a field of the pod: metadata.name, status.podIP.
         resourceFieldRef From the requests or limits of a container.
         configMapKeyRef From an entry of a ConfigMap.
         secretKeyRef From an entry of a Secret.
         fileKeyRef From a file of variables in a volume.
        EnvFromSource A ConfigMap or Secret all of whose entries become variables.
         prefix What is put before each name.
         configMapRef The ConfigMap.
         secretRef The Secret.
        ObjectFieldSelector A field of the pod.
         fieldPath The path of the field: metadata.labels['app'].
         apiVersion The version of the API that the path is written for.
        ResourceFieldSelector A resource of a container.
         containerName The container; in a volume it must be given.
         resource Such as limits.cpu or requests.memory.
         divisor The unit of the result: 1m, 1Ki.
        ConfigMapKeySelector An entry of a ConfigMap.
         key The entry.
         name The ConfigMap.
        SecretKeySelector An entry of a Secret.
         key The entry.
         name The Secret.
        ResourceRequirements What a container asks for and may use.
         requests What is set aside for it, by which the scheduler chooses the node.
         limits What it may use at most.
         claims Devices, by the names of the pod's resourceClaims.
        Probe A question to a container, asked again and again.
         exec Run a command: exit code 0 is success.
         httpGet Send a GET: a code from 200 to 399 is success.
         tcpSocket Open a connection: success if it opens.
         grpc Ask the gRPC health service.
         initialDelaySeconds Seconds from the container's start to the first question.
         periodSeconds Seconds from one question to the next, 10 by default.
         timeoutSeconds Seconds to wait for an answer, 1 by default.
         successThreshold Successes in a row that count as success after a failure.
         failureThreshold Failures in a row that count as failure, 3 by default.
         terminationGracePeriodSeconds Seconds to end after a failure, instead of the pod's.
        ExecAction A command that is run in the container.
         command The command with its arguments, without a shell.
        HTTPGetAction A GET request.
         path The path, / by default.
         port The port's number or name.
         host The host, which is the pod's address by default.
         scheme HTTP or HTTPS.
         httpHeaders Headers to send.
        HTTPHeader A header of a request.
         name The header's name.
         value The header's value.
        TCPSocketAction A connection.
         port The port's number or name.
         host The host, which is the pod's address by default.
        GRPCAction A question to the gRPC health service.
         port The port's number.
         service The name of the service to ask about.
        Lifecycle What is done at the start and at the end of a container.
         postStart Right after the start; if it fails the container is killed.
         preStop Before the container is told to end, within the grace period.
         stopSignal The signal that tells the container to end.
        LifecycleHandler What is done: run a command, send a request, or wait.
         exec Run a command.
         httpGet Send a GET.
         sleep Wait.
         tcpSocket No longer supported.
        SecurityContext Security settings of a container.
         privileged Whether its processes may do what root on the node may.
         runAsUser The user number of the process.
         runAsGroup The group number of the process.
         runAsNonRoot Whether the kubelet refuses to start it as root.
         readOnlyRootFilesystem Whether its own file system cannot be written.
         allowPrivilegeEscalation Whether a process may gain more rights than its parent.
         capabilities Linux capabilities to add or drop.
         procMount How /proc is mounted.
         seccompProfile Which system calls are allowed.
        Capabilities Linux capabilities.
         add Those to add.
         drop Those to take away.
        ContainerStatus How a container is doing.
         name The container.
         state What it is doing now: waiting, running or terminated.
         lastState What it was doing before the last restart.
         ready Whether its readiness probe succeeds.
         started Whether it has started and its startup probe has succeeded.
         restartCount How often it has been started again.
         image The image that runs.
         imageID The image's digest.
         containerID The container's identifier: containerd://...
        ContainerState What a container is doing; one of the three is set.
         waiting It is not running yet, or not running now.
         running It is running.
         terminated It has ended.
        ContainerStateRunning A container that is running.
         startedAt When it was started.
        ContainerStateTerminated A container that has ended.
         exitCode The exit code of its process; 0 is success.
         signal The signal that ended it.
         startedAt When it was started.
         finishedAt When it ended.
        """
}
