package dev.ballast.app.session;

/** Exit statuses, the same for every command; listed in {@code ballast --help}. */
public final class ExitStatus {
    public static final int OK = 0;
    /** The command was carried out and what it promises does not hold. */
    public static final int FAILED = 1;
    /** Wrong words, or a file with faults: nothing was changed. */
    public static final int BAD_INPUT = 2;
    /** No usable answer from AWS or the local cloud: credentials, network, permissions. */
    public static final int UNREACHABLE = 3;
    /** Another Ballast works on the cluster, or a question was answered with no. */
    public static final int REFUSED = 4;
    /** Ended by Ctrl-C: 128 + SIGINT, as shells have it. */
    public static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
