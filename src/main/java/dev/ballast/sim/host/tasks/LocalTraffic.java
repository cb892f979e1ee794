package dev.ballast.sim.host.tasks;

import dev.ballast.sim.world.elb.LoadBalancers;
import dev.ballast.sim.world.elb.Target;
import dev.ballast.sim.world.elb.TargetGroup;
import dev.ballast.sim.world.elb.Traffic;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The local ports of one world's listeners, and the checks of its targets. */
final class LocalTraffic implements Traffic, AutoCloseable {
    private static final int LAST_PRIVILEGED_PORT = 1024;

    /** @param url empty where it is not served */
    record Served(Route route, Optional<URI> url) {}

    private final LocalPrograms programs;
    private final Entrance entrance;
    private final Forwarder forwarder;
    private final Map<String, List<Route>> byRegion = new ConcurrentHashMap<>();
    private volatile Map<String, Route> routes = Map.of();
    private final Map<String, Port> servers = new TreeMap<>();
    private final Semaphore changes = new Semaphore(0);
    private final Thread opener;

    /** @param asked of the listener; where that is taken or needs privileges, the server has another one */
    private record Port(int asked, WebServer server) {}

    LocalTraffic(LocalPrograms programs, Entrance entrance, Door door) {
        this.programs = programs;
        this.entrance = entrance;
        forwarder = new Forwarder(door);
        opener = Thread.ofVirtual().name("listeners").start(this::open);
    }

    @Override
    public void changed(LoadBalancers region) {
        byRegion.put(region.region(), Routes.of(region, this::port));
        var all = new TreeMap<String, Route>();
        byRegion.values().forEach(some -> some.forEach(route -> all.put(route.listenerArn(), route)));
        var opened = addresses(routes);
        routes = all;
        if (!addresses(all).equals(opened)) changes.release();
    }

    /** What decides about ports, by listener. */
    private static Map<String, String> addresses(Map<String, Route> routes) {
        var addresses = new TreeMap<String, String>();
        routes.forEach((arn, route) -> addresses.put(arn, route.protocol() + " " + route.port()));
        return addresses;
    }

    private OptionalInt port(Target target) {
        return target.task()
                .map(task -> programs.localPort(task, target.key().port()))
                .orElse(OptionalInt.empty());
    }

    @Override
    public void check(LoadBalancers region, TargetGroup group, Target target) {
        var check = HealthCheck.of(group.spec());
        var port = port(target);
        var turn = target.turn();
        Thread.ofVirtual().name("health-check").start(() -> {
            try {
                var passed = port.isPresent() && check.passes(forwarder.http(), port.getAsInt());
                entrance.enter(
                        world -> world.elb().region(region.region()).checked(group.arn(), target.key(), turn, passed));
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** A server takes its time to open, and the world does not wait for it. */
    private void open() {
        try {
            while (true) {
                changes.acquire();
                changes.drainPermits();
                reconcile();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void reconcile() {
        var wanted = routes;
        servers.entrySet().removeIf(entry -> {
            var route = wanted.get(entry.getKey());
            var stays = route != null
                    && route.isServed()
                    && route.port() == entry.getValue().asked();
            if (!stays) entry.getValue().server().stop();
            return !stays;
        });
        wanted.forEach((arn, route) -> {
            if (route.isServed() && !servers.containsKey(arn)) servers.put(arn, new Port(route.port(), serve(route)));
        });
    }

    private WebServer serve(Route route) {
        if (route.port() > LAST_PRIVILEGED_PORT && Ports.isFree(new InetSocketAddress("127.0.0.1", route.port()))) {
            var own = server(route.listenerArn(), route.port());
            if (own.isRunning()) return own;
        }
        return server(route.listenerArn(), 0);
    }

    private WebServer server(String listenerArn, int port) {
        return WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(port)
                .shutdownHook(false)
                .maxPayloadSize(-1)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(routing -> routing.any((request, response) -> {
                    var last = request.headers().contains(HeaderValues.CONNECTION_CLOSE);
                    if (last) response.header(HeaderValues.CONNECTION_CLOSE);
                    var route = routes.get(listenerArn);
                    if (route != null) forwarder.answer(route, request, response);
                    else response.status(Status.SERVICE_UNAVAILABLE_503).send();
                    // Helidon announces the end of the connection and leaves it to the client; clients read until it is
                    // closed.
                    if (last) throw new CloseConnectionException("The last answer on this connection has been sent.");
                }))
                .build()
                .start();
    }

    /** Every listener, and where it is. */
    synchronized List<Served> served() {
        var all = new ArrayList<Served>();
        routes.values()
                .forEach(route -> all.add(new Served(
                        route,
                        Optional.ofNullable(servers.get(route.listenerArn()))
                                .map(port -> Routes.place(port.server().port())))));
        return all;
    }

    @Override
    public void close() {
        opener.interrupt();
        synchronized (this) {
            servers.values().forEach(port -> port.server().stop());
            servers.clear();
        }
        forwarder.close();
    }
}
