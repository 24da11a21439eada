/// What the words of the prompt say.
extension Texts {
    package var noHint: String {
        pick("there is no hint for what is open now", "当前没有可用的提示")
    }
    package var nothingOpen: String {
        pick("no step is open", "当前没有未完成的步骤")
    }
    package var nothingToUndo: String {
        pick("there is no command to take back", "没有可以撤销的命令")
    }
    package var keptOnDisk: String {
        pick(
            "this cluster is kept on disk (--data-dir), so what was done cannot be taken back",
            "此集群保存在磁盘上 (--data-dir), 已执行的操作无法撤销")
    }
    /// The number in brackets is read again by who judges a console's text (`TakenBack`).
    package func tookBack(_ count: Int, _ what: String) -> String {
        pick("taken back (\(count)): \(what)", "已撤销 (\(count)): \(what)")
    }
    package func backAtStep(_ step: String) -> String {
        pick("back at the start of step \(step)", "回到步骤 \(step) 的开始")
    }
    package func backAtLab(_ lab: String) -> String {
        pick("back at the start of lab \(lab)", "回到实验 \(lab) 的开始")
    }
    package func cannotRebuild(_ reason: String) -> String {
        pick("the session cannot be made again: \(reason)", "无法重建会话: \(reason)")
    }
    package var noSolution: String {
        pick("there is no solution for the open step", "当前步骤没有参考解答")
    }
    package func solution(_ step: String, points: Int) -> String {
        pick(
            "solution of step \(step); it brings no points now (\(points))",
            "步骤 \(step) 的参考解答; 该步骤不再计分 (\(points) 分)")
    }
    package func skipping(_ step: String, points: Int) -> String {
        pick(
            "step \(step) is done for you; it brings no points (\(points))",
            "代为完成步骤 \(step); 该步骤不计分 (\(points) 分)")
    }
    package func skipFailed(_ step: String) -> String {
        pick(
            "step \(step) is still open: something is in the way; try: reset, then skip",
            "步骤 \(step) 仍未完成: 受到之前操作的影响; 请先 reset 再 skip")
    }
    package func usage(_ text: String) -> String { pick("usage: \(text)", "用法: \(text)") }
    package func saved(_ file: String) -> String { pick("saved: \(file)", "已保存: \(file)") }
    package var noWorkspace: String {
        pick(
            "there is no workspace folder; start with --workspace FOLDER, or with --proof FILE",
            "没有工作目录; 请用 --workspace 目录 或 --proof 文件 启动")
    }
    package func points(_ points: Int, of all: Int) -> String {
        pick("\(points)/\(all) points", "\(points)/\(all) 分")
    }
    package func steps(_ done: Int, of all: Int) -> String {
        pick("\(done)/\(all) steps", "\(done)/\(all) 步")
    }
    package var stepIsDone: String { pick("done", "完成") }
    package var stepIsShown: String { pick("with solution", "看过解答") }
    package var stepIsOpen: String { pick("open", "未完成") }
    package var stepIsSpent: String { pick("open, solution seen", "未完成, 看过解答") }
    package func unfinished(_ lab: Int) -> String {
        pick(
            "an unfinished session of this lab is kept; go on with: kubarium run \(lab) --continue",
            "此实验有未完成的会话; 继续: kubarium run \(lab) --continue")
    }
    package func wentOn(_ commands: Int) -> String {
        pick("going on after \(commands) commands", "已恢复 \(commands) 条命令")
    }

    package func otherSeed(_ seed: UInt64) -> String {
        pick(
            "this is not a session of the lab's cluster; its seed is \(seed)",
            "这不是该实验集群的会话; 该实验的种子为 \(seed)")
    }
    package func otherCluster(_ nodes: Int) -> String {
        pick("the lab's cluster has \(nodes) nodes", "该实验的集群有 \(nodes) 个节点")
    }
    package func otherEtcd(_ lab: Lab) -> String {
        let count = lab.etcdMembers
        return pick(
            "this lab needs a cluster with \(count) etcd \(count == 1 ? "member" : "members"): "
                + "kubarium run \(lab.number)",
            "此实验需要 etcd 成员数为 \(count) 的集群: kubarium run \(lab.number)")
    }
    package func departs(_ command: String) -> String {
        pick(
            "the replay departs from the proof here: \(command)",
            "重放结果从此处起与证明不符: \(command)")
    }
    package var headDeparts: String {
        pick("the proof is not as it was written", "证明文件被改动过")
    }

    package var help: String { pick(Self.englishHelp, Self.chineseHelp) }

    private static let englishHelp = """
        labs              the labs, and which are done
        lab N             open lab N; without N, show where you are
        check             judge the open step again
        hint              a hint for the open step; again, a clearer one
        solution          what to type in the open step; it brings no points then
        skip              do the open step for me; it brings no points then
        undo              take back the last command, cluster included; again, the one before
        reset             back to the start of the step; reset lab: of the lab
        progress          labs, steps and points
        save FILE         write a proof of this session into the workspace folder
        clock             the cluster's time; clock pace instant|real|step; clock advance 1h
        partition A,B C   cut the network between groups of etcd members; heal joins it again
        crash M           kill etcd member M; restart M starts it (kubarium --etcd-members 5)
        timeline          what the etcd members were and are; timeline --svg FILE as a picture
        terminal NAME     go to another terminal; without NAME, back to the first
        vi FILE           write a file of the master
        exit, Ctrl-D      leave a shell, and in the end Kubarium
        Everything else is the master's own: kubectl, etcdctl, curl, and a shell with its tools.

        """

    private static let chineseHelp = """
        labs              列出所有实验及完成情况
        lab N             打开实验 N; 不带 N 时显示当前进度
        check             重新检查当前步骤
        hint              当前步骤的提示; 再次输入得到更具体的提示
        solution          显示当前步骤的参考解答; 该步骤不再计分
        skip              代为完成当前步骤; 该步骤不计分
        undo              撤销上一条命令 (包括集群状态); 可重复使用
        reset             回到步骤开始; reset lab 回到实验开始
        progress          实验, 步骤和得分
        save FILE         把本次会话的证明写入工作目录
        clock             集群时间; clock pace instant|real|step; clock advance 1h
        partition A,B C   切断 etcd 成员组之间的网络; heal 恢复网络
        crash M           终止 etcd 成员 M; restart M 重新启动 (kubarium --etcd-members 5)
        timeline          etcd 各成员的变化过程; timeline --svg FILE 输出为图片
        terminal NAME     切换到另一个终端; 不带 NAME 时回到第一个
        vi FILE           编辑主节点上的文件
        exit, Ctrl-D      离开当前 shell, 最后退出 Kubarium
        其余都是主节点自己的命令: kubectl, etcdctl, curl, 以及 shell 和常用工具。

        """
}
