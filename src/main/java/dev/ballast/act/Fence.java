package dev.ballast.act;

/** Port: asked before every act, so that a process which lost its lease changes nothing. */
@FunctionalInterface
public interface Fence {
    /** A single process on its own journal. */
    Fence NONE = () -> true;

    /** True while this process may act. */
    boolean holds();
}
