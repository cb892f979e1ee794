package dev.ballast.config;

/**
 * One thing about a spot fleet request that a person should know, and what was done about it.
 *
 * @param line from 1; the first one where it stands on several
 * @param key the member's path in the request, such as {@code LaunchSpecifications[0].UserData}
 * @param what never a secret
 * @param done what ballast.yaml now says, or what is left to do
 */
public record Finding(String file, int line, String key, Kind kind, String what, String done) {
    public enum Kind {
        /** ballast.yaml says it better than the request did. */
        MENDED,
        /** ballast.yaml has no place for it, or nobody needs it any more. */
        DROPPED,
        /** Taken over, but a person should look at it. */
        LOOK
    }

    /** {@code spot_request.json:7: ValidUntil: was over on 2017-02-15; left out, …} */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + key + ": " + what + "; " + done;
    }
}
