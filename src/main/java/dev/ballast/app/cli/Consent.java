package dev.ballast.app.cli;

import picocli.CommandLine.Option;

/** Said beforehand: AWS is changed without a question. */
final class Consent {
    @Option(names = "--yes", description = "do not ask before a change on AWS")
    private boolean yes;

    boolean isGiven() {
        return yes;
    }
}
