package dev.ballast.sim.wire;

import dev.ballast.sim.api.admin.FaultOrders;
import dev.ballast.sim.api.admin.InterruptOrders;
import dev.ballast.sim.api.admin.LiveWorld;
import dev.ballast.sim.api.admin.ResetOrders;
import dev.ballast.sim.api.admin.Secrecy;
import dev.ballast.sim.api.admin.State;
import dev.ballast.sim.api.admin.Worlds;

/** What the admin API does to worlds: reset, clock, interrupt, faults, state. */
public final class WorldRoutes {
    private WorldRoutes() {}

    public static void register(Admin admin, Worlds worlds, Secrecy secrecy) {
        ResetOrders reset = new ResetOrders(worlds);
        InterruptOrders interrupt = new InterruptOrders(worlds);
        FaultOrders faults = new FaultOrders(worlds);
        State state = new State(worlds, secrecy);
        ClockRoutes.register(admin, () -> time(worlds.current()));
        admin.acts("reset", asked -> reset.answer(asked.body()));
        admin.acts("interrupt", asked -> interrupt.answer(asked.body()));
        admin.reads("faults", asked -> faults.list());
        admin.acts("faults", asked -> faults.answer(asked.body()));
        admin.reads("state", asked -> state.answer(asked.query()));
    }

    private static ClockRoutes.Time time(LiveWorld live) {
        return new ClockRoutes.Time(live.clock(), live.gate(), live.seed(), live.id());
    }
}
