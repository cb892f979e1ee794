package dev.ballast.config;

/** What a recorded capacity stands for: a probe of one instance can say no more than that there is some. */
public enum TraceCapacity {
    /** As many as were recorded, and no more. */
    RECORDED,
    /** In a trace of nothing but 0 and 1, 1 means as many as asked. */
    UNLIMITED
}
