package dev.ballast.decide.retire;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import java.util.List;

/** Why a host is drained or terminated, in words. */
final class Reasons {
    private final Draft draft;
    private final Facts facts;

    Reasons(Draft draft, Facts facts) {
        this.draft = draft;
        this.facts = facts;
    }

    Reason drain(Code why, List<Host> hosts) {
        var tasks = 0;
        for (var host : hosts) tasks += facts.movable(host).size();
        return Reason.of(
                why,
                names(hosts) + ": " + cause(why) + "; " + Words.count(tasks, "service task", "moves", "move")
                        + " to the other hosts first");
    }

    Reason terminate(Code why, List<Host> hosts) {
        var state = hosts.stream().allMatch(host -> host.registration().isEmpty())
                ? "never registered"
                : "drained and empty";
        var code = switch (why) {
            case NEVER_REGISTERED, TAKE_DOWN, AGENT_LOST, ORPHAN, PROBE -> why;
            default -> Code.DRAINED;
        };
        return Reason.of(code, names(hosts) + ": " + state + "; " + cause(why));
    }

    private static String names(List<Host> hosts) {
        return Words.list(hosts.stream().map(Host::toString).toList());
    }

    private String cause(Code why) {
        return switch (why) {
            case SURPLUS -> "more is there than the target of " + facts.target() + " and the tasks need";
            case TAKE_DOWN -> "the cluster is taken down";
            case REBALANCE_DRAIN -> "AWS expects to take it, and its replacement stands";
            case YOUNG_POOL -> "its pool has lost instances lately, and on demand stands in its place";
            case PROBE -> "it was launched to see whether its pool has any";
            case BACK_TO_SPOT -> "spot capacity stands in its place";
            case CONSOLIDATE -> "a cheaper host stands in its place";
            case AGENT_LOST ->
                "its agent is gone since "
                        + draft.watch().disconnected().values().stream()
                                .findFirst()
                                .map(Object::toString)
                                .orElse("long");
            case NEVER_REGISTERED -> "it did not join the cluster in time";
            case ORPHAN -> "somebody drained it long ago and it stands idle";
            case NOTICE_OUTCOME -> "its notice has passed and AWS has not taken it";
            default -> why.name();
        };
    }
}
