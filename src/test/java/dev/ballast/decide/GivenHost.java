package dev.ballast.decide;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.InstanceState;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** One host of the fixture; its fields are what a test changes. */
final class GivenHost {
    final String id;
    final CapacityPool pool;
    final Map<String, String> tags = new TreeMap<>();
    final Map<String, String> attributes = new TreeMap<>();
    InstanceState state = InstanceState.RUNNING;
    Instant launchedAt;
    boolean listed = true;
    boolean registered = true;
    boolean connected = true;
    Status status = Status.ACTIVE;
    boolean reclaimed;

    GivenHost(String id, CapacityPool pool, Instant launchedAt) {
        this.id = id;
        this.pool = pool;
        this.launchedAt = launchedAt;
    }

    String arn() {
        return "arn:ci/" + id;
    }

    GivenHost booting() {
        registered = false;
        return this;
    }

    GivenHost disconnected() {
        connected = false;
        return this;
    }

    GivenHost active() {
        status = Status.ACTIVE;
        return this;
    }

    GivenHost draining() {
        status = Status.DRAINING;
        return this;
    }

    GivenHost in(InstanceState state) {
        this.state = state;
        return this;
    }

    GivenHost launchedAt(Instant at) {
        launchedAt = at;
        return this;
    }

    GivenHost foreign() {
        tags.clear();
        return this;
    }
}
