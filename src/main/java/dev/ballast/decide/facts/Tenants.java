package dev.ballast.decide.facts;

import dev.ballast.decide.facts.Wants.Wanted;
import dev.ballast.decide.pack.Load;
import dev.ballast.model.Service.Scheduling;
import java.util.ArrayList;
import java.util.List;

/** Whose tasks stand on one host: told apart in one pass, because every part of a decision asks. */
final class Tenants {
    /** A replica service's tasks on the host that are meant to run. */
    static final class Share {
        private final Wanted wanted;
        private int tasks;
        private int current;
        private int alike;

        private Share(Wanted wanted) {
            this.wanted = wanted;
        }

        Wanted wanted() {
            return wanted;
        }

        int tasks() {
            return tasks;
        }

        /** Of these, how many run what the scheduler would start next. */
        int current() {
            return current;
        }
    }

    private final List<Share> shares = new ArrayList<>();
    private final Load movable = new Load();
    private final List<String> daemons = new ArrayList<>();
    private final List<String> apart = new ArrayList<>();

    private Tenants() {}

    static Tenants of(Host host, Wants wants) {
        var tenants = new Tenants();
        for (var task : host.tasks()) {
            var wanted = wants.wanted(task);
            if (wanted == null) continue;
            if (wanted.service().scheduling() == Scheduling.DAEMON) {
                tenants.daemons.add(wanted.service().name());
                continue;
            }
            if (wanted.apart()) tenants.apart.add(wanted.service().name());
            if (!Demand.isMeantToRun(task)) continue;
            var share = tenants.share(wanted);
            share.tasks++;
            if (task.taskDefinition().equals(wanted.nextDefinition())) share.current++;
            if (wanted.isShapedLikeNext(task.shape())) share.alike++;
            else tenants.movable.add(wanted.piece(task.shape()), 1);
        }
        for (var share : tenants.shares) tenants.movable.add(share.wanted.next(), share.alike);
        return tenants;
    }

    /** Few services share a host. */
    private Share share(Wanted wanted) {
        for (var share : shares) if (share.wanted == wanted) return share;
        var share = new Share(wanted);
        shares.add(share);
        return share;
    }

    List<Share> shares() {
        return shares;
    }

    /** What would need another place if the host were lost. Not to be changed by the caller. */
    Load movable() {
        return movable;
    }

    /** Daemon services that have their task here. */
    List<String> daemons() {
        return daemons;
    }

    /** Services with a task here that want no other of theirs beside it. */
    List<String> apart() {
        return apart;
    }
}
