extension DescriptionData {
    static let volumes = """
        Volume A volume of a pod: a name, and one source that says what is in it.
         name The name by which volumeMounts refer to it.
         emptyDir A directory that is empty at first and goes with the pod.
         hostPath A file or directory of the node.
         configMap The entries of a ConfigMap as files.
         secret The entries of a Secret as files.
         downwardAPI Fields of the pod as files.
         projected Several sources in one directory.
         persistentVolumeClaim A PersistentVolumeClaim of the namespace.
         nfs A directory of an NFS server.
         csi A volume of a CSI driver that lives as long as the pod.
         ephemeral A claim that is made for the pod and goes with it.
         image The content of an image.
        VolumeMount Where a volume appears in a container.
         name The volume.
         mountPath The directory in the container; it must not contain a colon.
         subPath A path in the volume to mount instead of the whole.
         subPathExpr The same, with $(NAME) for environment variables.
         mountPropagation Whether mounts made inside or outside are seen on the other side.
         recursiveReadOnly Whether mounts below are read-only too.
        EmptyDirVolumeSource A directory that is empty at first and goes with the pod.
         medium Memory for a file system in memory; empty for the node's disk.
         sizeLimit How much it may hold.
        HostPathVolumeSource A file or directory of the node.
         path Its path on the node.
         type What must be there, or is made: Directory, DirectoryOrCreate, File, Socket.
        ConfigMapVolumeSource The entries of a ConfigMap as files.
         name The ConfigMap.
         items Which entries become which files; all of them if not set.
        SecretVolumeSource The entries of a Secret as files.
         secretName The Secret.
         items Which entries become which files; all of them if not set.
        KeyToPath An entry and the file that it becomes.
         key The entry.
         path The file, below the mount point.
         mode The file's permission bits.
        DownwardAPIVolumeSource Fields of the pod as files.
         items The files.
        DownwardAPIVolumeFile A file with a field of the pod.
         path The file, below the mount point.
         fieldRef A field of the pod: its labels, annotations, name, namespace or uid.
         resourceFieldRef The requests or limits of a container.
         mode The file's permission bits.
        ProjectedVolumeSource Several sources in one directory.
         sources The sources.
        VolumeProjection One source of a projected volume.
         serviceAccountToken A token of the pod's ServiceAccount, renewed in time.
         configMap Entries of a ConfigMap.
         secret Entries of a Secret.
         downwardAPI Fields of the pod.
        ServiceAccountTokenProjection A token of the pod's ServiceAccount as a file.
         audience For whom the token is; the API server if not set.
         expirationSeconds How long it is valid; the kubelet renews it in time.
         path The file, below the mount point.
        PersistentVolumeClaimVolumeSource A PersistentVolumeClaim of the pod's namespace.
         claimName The claim.
        NFSVolumeSource A directory of an NFS server.
         server The server's name or address.
         path The directory that the server exports.
        PersistentVolume A piece of storage of the cluster, which a claim can be bound to.
        PersistentVolumeSpec What the storage is, and who has it.
         capacity How much it holds.
         accessModes In which ways it can be mounted.
         claimRef The claim that it is bound to.
         persistentVolumeReclaimPolicy What becomes of it without its claim: Retain or Delete.
         storageClassName The class it belongs to; only claims of that class get it.
         mountOptions Options for mounting it.
         volumeMode Filesystem or Block.
         nodeAffinity The nodes from which it can be reached.
         hostPath A directory of a node, for tests on one node.
         local A disk or directory of a node.
         nfs A directory of an NFS server.
        PersistentVolumeStatus Whether the storage is free.
         phase Pending, Available, Bound, Released or Failed.
         lastPhaseTransitionTime When the phase last changed.
        PersistentVolumeClaim A request for storage.
        PersistentVolumeClaimSpec How much storage is asked for, and of which sort.
         accessModes In which ways it will be mounted: ReadWriteOnce, ReadOnlyMany, ReadWriteMany.
         resources How much is asked for.
         storageClassName The StorageClass; not set means the default one, empty means none.
         volumeName The PersistentVolume; the controller sets it when it binds.
         volumeMode Filesystem or Block.
         dataSource What the volume is filled with: a snapshot or another claim.
         dataSourceRef The same, for further kinds of sources.
        PersistentVolumeClaimStatus What the claim has got.
         phase Pending, Bound or Lost.
         capacity How much it has.
         accessModes In which ways the volume can be mounted.
        """
    static let storage = """
        StorageClass A sort of storage, and who makes volumes of it.
         provisioner Who makes the volumes.
         parameters What the provisioner is told.
         reclaimPolicy What becomes of a volume without its claim: Delete or Retain.
         volumeBindingMode Immediate, or WaitForFirstConsumer: once a pod wants it.
         allowVolumeExpansion Whether a claim may ask for more later.
         mountOptions Options for mounting the volumes.
         allowedTopologies The zones or nodes where volumes may be made.
        CSIDriver What the cluster has to know of a storage driver.
        CSINode The storage drivers of a node.
        VolumeAttachment A volume that is, or is to be, attached to a node.
         attacher The driver that does it.
        CSIStorageCapacity How much storage a driver has left in one place.
        """
}
