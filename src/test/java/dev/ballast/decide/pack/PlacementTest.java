package dev.ballast.decide.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Resources;
import dev.ballast.model.TaskShape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster query language, asked of two hosts in one pool: one that is registered and tells stack = prod, one that is still to come. */
class PlacementTest {
    private static final CapacityPool POOL = CapacityPool.of("m5.large/eu-west-1a");
    private static final Attributes REGISTERED = Attributes.ofRegistered(
            "i-1",
            POOL,
            Architecture.X86_64,
            new TreeMap<>(Map.of("stack", "prod", "ecs.ami-id", "ami-1", "ecs.capability.x", "")));
    private static final Attributes NEW =
            Attributes.ofNew(POOL, Architecture.X86_64, new TreeMap<>(Map.of("ecs.ami-id", "ami-1")));

    @ParameterizedTest(name = "{0} is {1} on the registered host and {2} on a new one")
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            # what every host tells
            attribute:ecs.instance-type == m5.large                  ; YES ; YES
            attribute:ecs.instance-type==m5.large                    ; YES ; YES
            attribute:ecs.instance-type equals m5.large              ; YES ; YES
            attribute:ecs.instance-type == 'm5.large'                ; YES ; YES
            attribute:ecs.instance-type == "m5.xlarge"               ; NO  ; NO
            attribute:ecs.instance-type != m5.large                  ; NO  ; NO
            attribute:ecs.instance-type not_equals m5.xlarge         ; YES ; YES
            attribute:ecs.availability-zone in [eu-west-1a, eu-west-1b] ; YES ; YES
            attribute:ecs.availability-zone in [eu-west-1b,eu-west-1c]  ; NO  ; NO
            attribute:ecs.availability-zone in[eu-west-1a]           ; YES ; YES
            attribute:ecs.availability-zone not_in [eu-west-1b]      ; YES ; YES
            attribute:ecs.availability-zone !in [eu-west-1a]         ; NO  ; NO
            attribute:ecs.cpu-architecture == x86_64                 ; YES ; YES
            attribute:ecs.cpu-architecture == arm64                  ; NO  ; NO
            attribute:ecs.os-type == linux                           ; YES ; YES
            attribute:ecs.ami-id == ami-1                            ; YES ; YES
            attribute:ecs.ami-id exists                              ; YES ; YES
            # patterns match from end to end
            attribute:ecs.instance-type =~ m5.*                      ; YES ; YES
            attribute:ecs.instance-type =~ m5                        ; NO  ; NO
            attribute:ecs.instance-type matches (m5|c5)\\.(large|xlarge) ; YES ; YES
            attribute:ecs.instance-type =~ c5.* or attribute:ecs.instance-type =~ r5.* ; NO ; NO
            attribute:ecs.instance-type !~ c5.*                      ; YES ; YES
            attribute:ecs.instance-type not_matches 'm5.*'           ; NO  ; NO
            (attribute:ecs.instance-type =~ m5.*)                    ; YES ; YES
            # what only a registered host tells
            attribute:stack == prod                                  ; YES ; UNKNOWN
            attribute:stack == test                                  ; NO  ; UNKNOWN
            attribute:stack != test                                  ; YES ; UNKNOWN
            attribute:stack exists                                   ; YES ; UNKNOWN
            attribute:stack !exists                                  ; NO  ; UNKNOWN
            attribute:disk exists                                    ; NO  ; UNKNOWN
            attribute:disk not_exists                                ; YES ; UNKNOWN
            attribute:disk == ssd                                    ; NO  ; UNKNOWN
            attribute:ecs.capability.x exists                        ; YES ; UNKNOWN
            ec2InstanceId == i-1                                     ; YES ; UNKNOWN
            ec2InstanceId in [i-2, i-3]                              ; NO  ; UNKNOWN
            agentConnected == true                                   ; YES ; YES
            # what changes while a host stands
            task:group == service:db                                 ; UNKNOWN ; UNKNOWN
            not(task:group == service:db)                            ; UNKNOWN ; UNKNOWN
            runningTasksCount < 10                                   ; UNKNOWN ; UNKNOWN
            agentVersion >= 1.45.0                                   ; UNKNOWN ; UNKNOWN
            registeredAt greater_than 2026-01-01T00:00:00Z           ; UNKNOWN ; UNKNOWN
            # together
            attribute:ecs.os-type == linux and attribute:stack == prod  ; YES ; UNKNOWN
            attribute:ecs.os-type == linux && attribute:stack == test   ; NO  ; UNKNOWN
            attribute:ecs.os-type == windows and attribute:stack == prod ; NO ; NO
            attribute:ecs.os-type == linux or attribute:stack == test   ; YES ; YES
            attribute:ecs.os-type == windows || attribute:stack == prod ; YES ; UNKNOWN
            not attribute:ecs.os-type == windows                     ; YES ; YES
            !(attribute:ecs.os-type == linux)                        ; NO  ; NO
            not not attribute:ecs.os-type == linux                   ; YES ; YES
            ! attribute:stack == test                                ; YES ; UNKNOWN
            # and binds more than or
            attribute:ecs.os-type == linux or attribute:ecs.os-type == linux and attribute:ecs.os-type == windows ; YES ; YES
            (attribute:ecs.os-type == linux or attribute:ecs.os-type == linux) and attribute:ecs.os-type == windows ; NO ; NO
            ATTRIBUTE:x == y                                         ; UNKNOWN ; UNKNOWN
            """)
    void anExpressionHoldsOrDoesNotOrIsUnknown(String expression, Answer registered, Answer fresh) {
        var placement = Placement.of(List.of(expression));
        assertThat(REGISTERED.answer(placement)).isEqualTo(registered);
        assertThat(NEW.answer(placement)).isEqualTo(fresh);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "attribute:",
                "attribute:a",
                "attribute:a ==",
                "attribute:a = b",
                "attribute:a === b",
                "attribute:a == b c",
                "attribute:a == b and",
                "and attribute:a == b",
                "(attribute:a == b",
                "attribute:a == b)",
                "attribute:a in b",
                "attribute:a in []",
                "attribute:a in [b",
                "attribute:a in [b c]",
                "attribute:a =~ [",
                "attribute:a =~",
                "attribute:a == 'b",
                "instance-type == m5.large",
                "attribute:a like b",
                "attribute:a existsnot"
            })
    void whatIsNoExpressionHoldsNowhereForCertain(String text) {
        var placement = Placement.of(List.of(text));
        assertThat(placement.isUnderstood()).isFalse();
        assertThat(REGISTERED.answer(placement)).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void anExpressionThatIsTooDeepIsNotRead() {
        var deep = "(".repeat(50_000) + "attribute:a == b" + ")".repeat(50_000);
        assertThat(Placement.of(List.of(deep)).isUnderstood()).isFalse();
    }

    @Test
    void allOfSeveralExpressionsMustHold() {
        var both = List.of("attribute:ecs.os-type == linux", "attribute:ecs.instance-type == c5.large");
        assertThat(NEW.answer(Placement.of(both))).isEqualTo(Answer.NO);
        assertThat(NEW.answer(Placement.of(both.subList(0, 1)))).isEqualTo(Answer.YES);
        assertThat(NEW.answer(Placement.of(List.of()))).isEqualTo(Answer.YES);
        assertThat(Placement.of(both)).isEqualTo(Placement.of(both.reversed()));
    }

    @Test
    void aRoomHoldsOnlyTasksThatMayBeThere() {
        var room = Room.of(
                new Room.Place("i-1", POOL, Architecture.X86_64, REGISTERED),
                Resources.of(2048, 8192),
                Set.of(),
                Set.of());
        var shape = TaskShape.of(512, 512);
        assertThat(room.fits(new Piece(shape, "", Placement.of(List.of("attribute:stack == prod"))), 9))
                .isEqualTo(4);
        assertThat(room.fits(new Piece(shape, "", Placement.of(List.of("attribute:stack == test"))), 9))
                .isZero();
        assertThat(room.copyFor("i-2").fits(new Piece(shape, "", Placement.of(List.of("task:group == x"))), 9))
                .isZero();
    }

    @Test
    void whatMayNotBeEverywhereIsPackedFirstAndToldApart() {
        var shape = TaskShape.of(512, 512);
        var any = Piece.of(shape);
        var one = new Piece(shape, "", Placement.of(List.of("attribute:a == 1")));
        var two = new Piece(shape, "", Placement.of(List.of("attribute:a == 2")));
        assertThat(new TreeSet<>(List.of(any, two, one))).containsExactly(one, two, any);
        assertThat(one).isEqualByComparingTo(new Piece(shape, "", Placement.of(List.of("attribute:a == 1"))));
    }
}
