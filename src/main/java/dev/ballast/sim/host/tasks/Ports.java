package dev.ballast.sim.host.tasks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Ports of this machine for programs that are yet to listen. Above Linux's range for outgoing connections, so that none of these takes
 * a port between its choice and the program's bind; inside the range from which Docker chooses.
 */
final class Ports {
    private static final int FIRST = 61_000;
    private static final int LAST = 65_535;

    private int next;

    /** @param offset another one for every local cloud on this machine, so that two seldom try the same port at once */
    Ports(long offset) {
        next = FIRST + (int) Math.floorMod(offset * 97, (long) LAST - FIRST + 1);
    }

    synchronized int free() {
        for (var tried = FIRST; tried <= LAST; tried++) {
            var port = next;
            next = next == LAST ? FIRST : next + 1;
            if (isFree(new InetSocketAddress(port))) return port;
        }
        throw new IllegalStateException("no port from " + FIRST + " to " + LAST + " is free");
    }

    static boolean isFree(InetSocketAddress port) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(false);
            probe.bind(port);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
