package dev.ballast.sim.wire;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.Await;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.ClientTokens;
import dev.ballast.sim.api.Fate;
import dev.ballast.sim.api.Gate;
import dev.ballast.sim.api.Operation;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Protocol;
import dev.ballast.sim.api.Retired;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.api.admin.LiveWorld;
import dev.ballast.sim.api.chronicle.Deeds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * A call in, an answer out, in whichever AWS protocol the call came. Every call is answered: what is wrong with it is an error of
 * the service that it was meant for, and a fault of the local cloud is that service's internal failure.
 */
public final class Wire {
    private static final System.Logger LOG = System.getLogger(Wire.class.getName());

    private final Map<Service, Operations> services;
    private final Optional<RestPaths> restPaths;
    private final Gate gate;
    private final ClientTokens tokens;
    private final Fate.Teller fates;
    private final Deeds deeds;
    private final String accountId;
    private final RequestIds requestIds;
    private final Map<Operation<?, ?>, AnswerRules> rules = new ConcurrentHashMap<>();

    /** @param tokens those of the world behind the gate */
    public Wire(List<? extends Api> apis, Gate gate, ClientTokens tokens, String accountId, long seed) {
        this(Operations.of(apis), gate, tokens, Fate.Teller.KIND, Deeds.UNKEPT, new RequestIds(seed), accountId);
    }

    private Wire(
            Map<Service, Operations> services,
            Gate gate,
            ClientTokens tokens,
            Fate.Teller fates,
            Deeds deeds,
            RequestIds requestIds,
            String accountId) {
        this.services = services;
        this.restPaths = Optional.ofNullable(services.get(Service.FIS)).map(fis -> new RestPaths(fis.all()));
        this.gate = gate;
        this.tokens = tokens;
        this.fates = fates;
        this.deeds = deeds;
        this.accountId = accountId;
        this.requestIds = requestIds;
    }

    /** The wire of a world with all that belongs to it. */
    static Wire of(LiveWorld live) {
        return new Wire(
                live.services(),
                live.gate(),
                live.tokens(),
                live.fates(),
                live.deeds(),
                new RequestIds(live.seed()),
                live.accountId());
    }

    /**
     * @throws AnswerLost where the call is done and must not be answered
     * @throws Retired where the call belongs to another world now
     */
    public Answer answer(Call call) {
        return answer(call, Optional.empty());
    }

    /** @param received where the call is one that came before, in the world's time; empty: it comes now */
    Answer answer(Call call, Optional<Instant> received) {
        String requestId = requestIds.next();
        Addressee to = Addressee.byHeaders(call);
        try {
            Form form = new Form();
            form.parse(call.query().getBytes(StandardCharsets.UTF_8));
            if (to.needsForm()) {
                form.parse(call.body());
            }
            to = to.byForm(call, form);
            return dispatch(call, form, to, new Sent(call, requestId, received));
        } catch (AnswerLost | Retired notAnswered) {
            throw notAnswered;
        } catch (RuntimeException | StackOverflowError thrown) {
            AwsError error = AwsError.answering(thrown).orElse(null);
            if (error == null) {
                LOG.log(System.Logger.Level.ERROR, "Request " + requestId + " to " + to + " failed.", thrown);
                error = Manners.internalFailure(to.service());
            }
            return ErrorWriter.write(error, to.service(), to.protocol(), requestId);
        }
    }

    private Answer dispatch(Call call, Form form, Addressee to, Sent sent) {
        if (!Signature.isOn(call, form)) {
            throw Manners.unsigned(to.json());
        }
        Signature signature = Signature.of(call, form);
        if (to.service() == null) {
            throw to.unknown();
        }
        Violations violations = new Violations();
        if (to.protocol() == Protocol.REST_JSON) {
            RestPaths.Match match = restPaths
                    .flatMap(paths -> paths.match(call.method(), call.path()))
                    .orElseThrow(() -> Manners.unknownOperation(call.method() + " " + call.path()));
            SdkBuilder<?, ?> builder = match.operation().newRequest();
            new JsonReader(violations).fillRequest((SdkPojo) builder, call.body());
            new RestReader(violations).fillRequest((SdkPojo) builder, match.labels(), form, call);
            return run(match.operation(), builder, violations, new Envelope(to, signature, sent, false));
        }
        Operations operations = services.get(to.service());
        Operation<?, ?> operation = Optional.ofNullable(operations)
                .filter(known -> to.speaksItsVersion())
                .flatMap(known -> known.named(to.operation()))
                .orElseThrow(to::unknown);
        SdkBuilder<?, ?> builder = operation.newRequest();
        if (to.json()) {
            new JsonReader(violations).fillRequest((SdkPojo) builder, call.body());
            return run(operation, builder, violations, new Envelope(to, signature, sent, false));
        }
        new FormReader(violations).fillRequest((SdkPojo) builder, form.root());
        boolean dryRun = to.service() == Service.EC2 && "true".equalsIgnoreCase(form.text("DryRun"));
        return run(operation, builder, violations, new Envelope(to, signature, sent, dryRun));
    }

    /** @param received the world's time when it came, where that is not now */
    private record Sent(Call call, String requestId, Optional<Instant> received) {}

    private record Envelope(Addressee to, Signature signature, Sent sent, boolean dryRun) {
        String requestId() {
            return sent.requestId();
        }
    }

    /** @param builder of the operation's own request class; the registration ties the two together */
    @SuppressWarnings("unchecked")
    private <Q extends AwsRequest, R extends AwsResponse> Answer run(
            Operation<Q, R> operation, SdkBuilder<?, ?> builder, Violations violations, Envelope envelope) {
        if (!violations.all().isEmpty()) {
            throw Manners.violated(operation.service(), violations.all());
        }
        if (envelope.dryRun()) {
            throw Manners.dryRun();
        }
        Q request = (Q) builder.build();
        Attempts<Q, R> attempts = new Attempts<>(operation, request, envelope);
        R answer;
        try {
            answer = gate.call(attempts);
        } catch (Retired retired) {
            // What was done stays done, even where its answer was to come later.
            answer = attempts.done().orElseThrow(() -> retired);
        }
        if (attempts.answerLost()) {
            throw new AnswerLost();
        }
        AnswerRules written = rules.computeIfAbsent(operation, AnswerRules::of);
        Protocol protocol = envelope.to().protocol();
        byte[] body = envelope.to().json()
                ? JsonWriter.write(answer, written)
                : XmlWriter.write(answer, written, operation, protocol, envelope.requestId());
        return Answer.of(Answer.OK, ErrorWriter.contentType(protocol), envelope.requestId(), body);
    }

    /** The tries of one call: all know when the first one was. */
    private final class Attempts<Q extends AwsRequest, R extends AwsResponse> implements Function<Instant, R> {
        private final Operation<Q, R> operation;
        private final Q request;
        private final Envelope envelope;
        private CallContext first;
        private Fate fate;
        private R answer;
        private AwsError refusal;
        private Instant due;

        Attempts(Operation<Q, R> operation, Q request, Envelope envelope) {
            this.operation = operation;
            this.request = request;
            this.envelope = envelope;
        }

        @Override
        public R apply(Instant now) {
            if (first == null) {
                first = new CallContext(
                        operation.service(),
                        operation.name(),
                        accountId,
                        envelope.signature().region(),
                        envelope.signature().accessKeyId(),
                        envelope.requestId(),
                        envelope.sent().received().orElse(now),
                        now);
            }
            if (fate == null) {
                fate = fates.of(first, request);
                refusal = fate.refusal().orElse(null);
            }
            if (answer == null && refusal == null) {
                work(now);
            }
            if (due == null) {
                due = now.plus(fate.delay());
            }
            if (answerLost()) {
                return answer;
            }
            if (now.isBefore(due)) {
                throw new Await(due, () -> false);
            }
            if (refusal != null) {
                throw refusal;
            }
            return answer;
        }

        private void work(Instant now) {
            if (fate.delay().isZero() && !fate.answerLost()) {
                answer = done(now);
                return;
            }
            try {
                answer = done(now);
            } catch (Await await) {
                throw await;
            } catch (RuntimeException thrown) {
                // A refusal comes late, or not at all, as every answer does.
                refusal = AwsError.answering(thrown).orElseThrow(() -> thrown);
            }
        }

        private R done(Instant now) {
            var asked = new Deeds.Request(
                    first.received(),
                    envelope.sent().call().head(),
                    envelope.sent().call().body());
            return deeds.call(operation.name(), asked, now, () -> operation.answer(request, first.at(now), tokens));
        }

        Optional<R> done() {
            return Optional.ofNullable(answer);
        }

        boolean answerLost() {
            return fate != null && fate.answerLost() && (answer != null || refusal != null);
        }
    }
}
