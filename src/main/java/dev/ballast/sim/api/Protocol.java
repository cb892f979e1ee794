package dev.ballast.sim.api;

/** How an AWS service writes requests and answers. */
public enum Protocol {
    /** Form in, XML without a result element out; EC2 alone. */
    EC2_QUERY,
    /** Form in, XML with a result element and response metadata out. */
    QUERY,
    /** POST / with X-Amz-Target, JSON both ways. */
    JSON_1_0,
    /** As {@link #JSON_1_0}, with another content type. */
    JSON_1_1,
    /** Method and path name the operation; JSON bodies. */
    REST_JSON
}
