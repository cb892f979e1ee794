package dev.ballast.sim.wire;

import java.util.Locale;
import java.util.Optional;

/**
 * Loopback is no wall: a web page may post a form to it, and a name that resolves to 127.0.0.1 makes that page same-origin. So
 * every door of the local cloud asks for a Host that is loopback and for an Origin, where there is one, that is its own.
 */
public final class LoopbackDoor {
    private LoopbackDoor() {}

    /**
     * Why a request may not come in; empty where it may.
     *
     * @param host the Host header, null where it is absent
     * @param origin the Origin header, null where it is absent
     */
    public static Optional<String> refusal(String host, String origin) {
        if (host == null || !isLoopback(host)) {
            return Optional.of("The Host header must be a loopback name (localhost, 127.0.0.1, [::1] or *.localhost).");
        }
        if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
            return Optional.of("The Origin header must be absent or this server's own.");
        }
        return Optional.empty();
    }

    private static boolean isLoopback(String host) {
        String name = withoutPort(host).toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("127.0.0.1")
                || name.equals("[::1]")
                || name.endsWith(".localhost") && name.length() > ".localhost".length();
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
