package dev.ballast.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** What a person asked for on the command line, beyond ballast.yaml. The last one holds. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "wish")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Wish.Scale.class, name = "scale"),
    @JsonSubTypes.Type(value = Wish.TakeDown.class, name = "take-down"),
    @JsonSubTypes.Type(value = Wish.Up.class, name = "up")
})
public sealed interface Wish {
    Instant at();

    /**
     * {@code ballast scale}: holds until somebody edits the target in ballast.yaml.
     *
     * @param fileTarget what ballast.yaml said at that moment
     */
    record Scale(Instant at, Target target, Target fileTarget) implements Wish {}

    /** {@code ballast down}: everything is emptied and terminated, and nothing is bought again until the next up. */
    record TakeDown(Instant at) implements Wish {}

    /** {@code ballast up}: what ballast.yaml says. */
    record Up(Instant at) implements Wish {}
}
