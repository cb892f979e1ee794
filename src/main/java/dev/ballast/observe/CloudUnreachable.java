package dev.ballast.observe;

/** AWS gave no usable answer: no network, no credentials, throttled beyond the retries, or a refusal to read. */
public final class CloudUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message one sentence with place and remedy, fit for a person */
    public CloudUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
