/// The sentences, by group; `Descriptions` reads them.
///
/// A line at the margin begins a type with its sentence, an indented line holds a field with its
/// own. The type `*` stands for all types: a field that is called so is explained so.
enum DescriptionData {
    static let texts: [(group: String, text: String)] = [
        ("", general), ("meta/v1", meta), ("core/v1", pods), ("core/v1", containers),
        ("core/v1", volumes), ("core/v1", services), ("core/v1", cluster), ("apps/v1", apps),
        ("batch/v1", batch), ("networking/v1", networking),
        ("discovery/v1", discovery), ("rbac/v1", rbac), ("policy/v1", policy),
        ("storage/v1", storage), ("scheduling/v1", scheduling), ("coordination/v1", coordination),
        ("autoscaling/v1", autoscalingV1), ("autoscaling/v2", autoscalingV2),
        ("apiextensions/v1", extensions), ("certificates/v1", certificates),
        ("authentication/v1", authentication), ("authorization/v1", authorization),
        ("events/v1", events), ("admissionregistration/v1", admission),
    ]

    static let general = """
        * Every type.
         apiVersion Group and version of the API that the object is written in: apps/v1.
         kind What the object is, in CamelCase: Pod. It cannot be changed.
         metadata Name, labels and all else that objects of every kind have.
         spec What is wanted. You write it, controllers make it so.
         status What has been observed. The system writes it.
         items The objects of the list.
         conditions Statements about the state, each with a reason and the time it last changed.
         observedGeneration The generation of the object that this status speaks of.
         selector Which objects are meant, by their labels.
         labelSelector Which objects are meant, by their labels.
         namespaceSelector Which namespaces are meant, by their labels.
         matchLabels Labels with the values that an object must have, all of them.
         matchExpressions Requirements on labels, all of which must hold.
         template What the objects that are made from it look like.
         replicas How many there should be, or are.
         lastTransitionTime When the condition last changed from one status to another.
         lastUpdateTime When the condition was last written.
         lastProbeTime When the condition was last looked at.
         reason Why, in one CamelCase word for programs.
         message Why, in a sentence for people.
         readOnly Whether nothing may be written there.
         fsType The file system of the volume, such as ext4.
         secretRef The Secret with the credentials.
         annotations Notes for tools and people, which select nothing.
         labels Names and values by which selectors find the object.
         uid The object's own identifier, of which no other object ever has had the same.
         resourceVersion The version of the object, which changes with every write.
         defaultMode Permission bits of the files, 0644 unless set.
         optional Whether it may be missing.
         imagePullPolicy When to pull the image: Always, IfNotPresent or Never.
         nodeName The node that is meant, by name.
         namespace The namespace that is meant.
         collisionCount How often a hash had to be made anew because its name was taken.
         minReadySeconds How many seconds a new pod must be ready to count as available.
         revisionHistoryLimit How many old revisions are kept to go back to.
        """

    static let meta = """
        ObjectMeta What objects of every kind have: name, namespace, labels, owners, versions.
         name Unique among the objects of its kind in the namespace; it cannot be changed.
         generateName The beginning of a name that the server completes with a random ending.
         namespace Within which the name must be unique; empty for kinds that belong to the cluster.
         selfLink No longer set.
         generation Counts the changes of what is wanted.
         creationTimestamp When the server made the object.
         deletionTimestamp When the object is to be gone; set by a graceful deletion.
         deletionGracePeriodSeconds How many seconds the object was given to end.
         ownerReferences The objects that this one belongs to: when all are gone, it is deleted.
         finalizers Names of those who must clean up before the object may go.
         managedFields Which manager owns which fields, for server-side apply.
        ListMeta What lists of every kind have.
         continue A token for the next part of a list that was limited; empty at the end.
         remainingItemCount How many objects follow; not given where a selector was used.
         selfLink No longer set.
         shardInfo Which part of the objects the list was asked for.
        ManagedFieldsEntry The fields that one manager owns.
         manager Who wrote the fields: kubectl-client-side-apply, kube-controller-manager.
         operation How: Apply or Update.
         time When the manager last changed its fields.
         fieldsType The form of fieldsV1, always FieldsV1.
         fieldsV1 The fields, as a tree of names: f:spec, k:{"name":"web"}.
         subresource Through which subresource the fields were written, such as status.
        OwnerReference An object that another belongs to, in the same namespace or in none.
         controller Whether the owner is the one that manages the object.
         blockOwnerDeletion Whether a foreground deletion of the owner waits for this object.
         name Name of the owner.
        LabelSelector A query on labels; an empty one matches every object.
        LabelSelectorRequirement A requirement on one label.
         key The label's name.
         operator In, NotIn, Exists or DoesNotExist.
         values The values for In and NotIn.
        Condition A statement about the state of an object.
         type What is stated: Ready, Available.
         status True, False or Unknown.
        Status What the server answers when it has no object to answer with.
         status Success or Failure.
         details More about a failure: which object, which causes.
         code The HTTP status code.
        StatusDetails More about a failure.
         causes What is wrong, field by field.
         retryAfterSeconds How many seconds to wait before the next try.
        StatusCause One thing that is wrong.
         field The path of the field: spec.containers[0].name.
        DeleteOptions How an object is to be deleted.
         gracePeriodSeconds How many seconds the object has to end; 0 is at once.
         propagationPolicy What becomes of what it owns: Orphan, Background or Foreground.
         orphanDependents The old way to say Orphan; use propagationPolicy.
         preconditions What must hold or nothing is deleted.
         dryRun All: do everything but store.
        Preconditions What must hold before an object is deleted.
        WatchEvent One change in a watch.
         type ADDED, MODIFIED, DELETED, BOOKMARK or ERROR.
         object The object after the change, or a Status for ERROR.
        APIResource One resource of a group version, as discovery tells of it.
        APIResourceList The resources of a group version.
        APIGroup A group of the API with its versions.
        APIGroupList The groups of the API.
        APIVersions The versions of the core group.
        """
}
