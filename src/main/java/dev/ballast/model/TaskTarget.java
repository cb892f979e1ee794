package dev.ballast.model;

/** A task as one of its load balancer's targets. */
public record TaskTarget(String targetGroupArn, Address address, State state) {
    /** @param id an instance id, or the address of an interface of its own */
    public record Address(String id, int port) {
        @Override
        public String toString() {
            return id + ":" + port;
        }
    }

    /** AWS's words. */
    public enum State {
        INITIAL,
        HEALTHY,
        UNHEALTHY,
        UNHEALTHY_DRAINING,
        UNUSED,
        DRAINING,
        /** Nobody checks it. */
        UNAVAILABLE;

        /** Whether requests are served by it; where no target of a group is healthy, even the unhealthy ones get them. */
        public boolean serves() {
            return this == HEALTHY || this == UNAVAILABLE;
        }

        /** Whether new requests come to it, or would as soon as it passes its checks. */
        public boolean isRegistered() {
            return this != DRAINING && this != UNHEALTHY_DRAINING && this != UNUSED;
        }
    }
}
