import Etcd

let memberCases: [ConformanceCase] = [
    ConformanceCase("the members are listed by their ids, with where they are") { trial in
        let list = try await trial.etcd.members(isLinearizable: true)
        let status = try await trial.etcd.status()
        try trial.expect(list.members.contains { $0.id == status.memberID }, "itself")
        try trial.expect(list.members.map(\.id), is: list.members.map(\.id).sorted(), "order")
        for member in list.members where member.id == status.memberID {
            try trial.expect(!member.peerURLs.isEmpty && !member.clientURLs.isEmpty, "URLs")
            try trial.expect(!member.name.isEmpty && !member.isLearner, "a member that started")
        }
    },
    ConformanceCase("a learner comes and goes", needs: [.membership]) { trial in
        let peerURLs = ["http://127.0.0.1:32380"]
        // Ids follow from the second: one that was removed does not come back within it.
        try await trial.pause(.seconds(2))
        let added = try await trial.etcd.changeMembership(
            .add(peerURLs: peerURLs, isLearner: true))
        guard let learner = added.changed else {
            throw Discrepancy(description: "the answer does not say which member was added")
        }
        try trial.expect(learner.peerURLs, is: peerURLs, "its URLs")
        try trial.expect(learner.isLearner && learner.name.isEmpty, "a learner, not started")
        do {
            try await trial.pause(.seconds(2))
            try await trial.expect(.peerURLExists) {
                try await trial.etcd.changeMembership(.add(peerURLs: peerURLs, isLearner: true))
            }
            try await trial.expect(.tooManyLearners) {
                try await trial.etcd.changeMembership(
                    .add(peerURLs: ["http://127.0.0.1:42380"], isLearner: true))
            }
            try await trial.expect(.learnerNotReady) {
                try await trial.etcd.changeMembership(.promote(learner.id))
            }
            try await trial.etcd.changeMembership(
                .update(learner.id, peerURLs: ["http://127.0.0.1:52380"]))
        } catch {
            try await trial.etcd.changeMembership(.remove(learner.id))
            throw error
        }
        let left = try await trial.etcd.changeMembership(.remove(learner.id))
        try trial.expect(!left.members.contains { $0.id == learner.id }, "it is gone")
        try await trial.expect(.memberNotFound) {
            try await trial.etcd.changeMembership(.promote(learner.id))
        }
    },
    ConformanceCase("a change of an unknown member is refused", needs: [.membership]) { trial in
        try await trial.expect(.memberNotFound) {
            try await trial.etcd.changeMembership(.remove(0xdead))
        }
        try await trial.expect(.memberNotFound) {
            try await trial.etcd.changeMembership(
                .update(0xdead, peerURLs: ["http://127.0.0.1:52380"]))
        }
        let own = try await trial.etcd.status().memberID
        try await trial.expect(.memberNotLearner) {
            try await trial.etcd.changeMembership(.promote(own))
        }
    },
]
