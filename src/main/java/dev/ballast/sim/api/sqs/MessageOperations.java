package dev.ballast.sim.api.sqs;

import dev.ballast.sim.api.Await;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.messaging.Fifo;
import dev.ballast.sim.world.messaging.Message;
import dev.ballast.sim.world.messaging.Post;
import dev.ballast.sim.world.messaging.Queue;
import dev.ballast.sim.world.messaging.Sqs;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Messages: send, receive, delete, hide, alone and in batches. */
final class MessageOperations {
    private static final int BATCH_BYTES = 1 << 20;
    private static final int LONGEST_WAIT_SECONDS = 20;
    private static final int LONGEST_DELAY_SECONDS = 900;
    private static final String TRACE_HEADER = "AWSTraceHeader";
    private static final Pattern TOKEN =
            Pattern.compile("[A-Za-z0-9!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~]{1,128}");
    private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,256}");
    private static final Pattern ENTRY_ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private final Sqs sqs;

    MessageOperations(Sqs sqs) {
        this.sqs = sqs;
    }

    void register(Operations operations) {
        operations.on("SendMessage", SendMessageRequest::builder, SqsErrors.named(this::send));
        operations
                .on("SendMessageBatch", SendMessageBatchRequest::builder, SqsErrors.named(this::sendBatch))
                .alwaysWrites("successful");
        operations.on("ReceiveMessage", ReceiveMessageRequest::builder, SqsErrors.named(this::receive));
        operations.on("DeleteMessage", DeleteMessageRequest::builder, SqsErrors.named(this::delete));
        operations
                .on("DeleteMessageBatch", DeleteMessageBatchRequest::builder, SqsErrors.named(this::deleteBatch))
                .alwaysWrites("successful");
        operations.on("ChangeMessageVisibility", ChangeMessageVisibilityRequest::builder, SqsErrors.named(this::hide));
        operations
                .on(
                        "ChangeMessageVisibilityBatch",
                        ChangeMessageVisibilityBatchRequest::builder,
                        SqsErrors.named(this::hideBatch))
                .alwaysWrites("successful");
    }

    // ---- sending

    private SendMessageResponse send(SendMessageRequest request, CallContext context) {
        var queue = SqsApi.queue(sqs, context, request.queueUrl());
        var sent = send(
                queue,
                new Sent(
                        request.messageBody(),
                        request.messageAttributes(),
                        request.messageSystemAttributesAsStrings(),
                        request.delaySeconds(),
                        request.messageGroupId(),
                        request.messageDeduplicationId()));
        return SendMessageResponse.builder()
                .messageId(sent.id())
                .md5OfMessageBody(Digests.of(sent.body()))
                .md5OfMessageAttributes(Digests.of(sent.attributes()))
                .md5OfMessageSystemAttributes(Digests.of(system(sent)))
                .sequenceNumber(queue.settings().fifo().isPresent() ? sent.sequenceNumber() : null)
                .build();
    }

    /** What SendMessage and an entry of its batch say alike. */
    private record Sent(
            String body,
            Map<String, MessageAttributeValue> attributes,
            Map<String, MessageSystemAttributeValue> systemAttributes,
            Integer delaySeconds,
            String group,
            String deduplicationId) {}

    private static Message send(Queue queue, Sent sent) {
        var body = sent.body();
        if (body == null || body.isEmpty())
            throw SqsErrors.of("MissingParameter", "The request must contain the parameter MessageBody.");
        var attributes = attributes(sent.attributes());
        var bytes = bytes(body, attributes);
        if (bytes > queue.settings().maximumBytes())
            throw SqsErrors.of(
                    "InvalidParameterValue",
                    "One or more parameters are invalid. Reason: Message must be shorter than "
                            + queue.settings().maximumBytes() + " bytes.");
        if (body.chars().anyMatch(MessageOperations::isForbidden))
            throw SqsErrors.of("InvalidMessageContents", "Invalid characters found in the message body.");
        var fifo = queue.settings().fifo();
        checkDelay(sent.delaySeconds(), fifo.isPresent());
        checkToken(sent.group(), "MessageGroupId");
        checkToken(sent.deduplicationId(), "MessageDeduplicationId");
        if (fifo.isEmpty() && sent.deduplicationId() != null)
            throw wrongKind(sent.deduplicationId(), "MessageDeduplicationId");
        return queue.send(new Post(
                body,
                attributes,
                fifo.isPresent()
                        ? Optional.empty()
                        : Optional.ofNullable(sent.delaySeconds()).map(Duration::ofSeconds),
                Optional.ofNullable(sent.group()),
                Optional.ofNullable(sent.deduplicationId())
                        .or(() -> fifo.filter(one -> one.identity() == Fifo.Identity.OF_BODY)
                                .map(one -> Digests.deduplicationId(body))),
                traceHeader(sent.systemAttributes())));
    }

    private static void checkDelay(Integer seconds, boolean fifo) {
        if (seconds == null) return;
        if (seconds < 0 || seconds > LONGEST_DELAY_SECONDS)
            throw SqsErrors.invalidValue(
                    seconds, "DelaySeconds", "DelaySeconds must be >= 0 and <= " + LONGEST_DELAY_SECONDS + ".");
        // Of a FIFO queue only the queue itself has a delay.
        if (fifo && seconds > 0) throw wrongKind(seconds, "DelaySeconds");
    }

    private static AwsError wrongKind(Object value, String parameter) {
        return SqsErrors.invalidValue(
                value, parameter, "The request include parameter that is not valid for this queue type.");
    }

    private static void checkToken(String value, String name) {
        if (value != null && !TOKEN.matcher(value).matches())
            throw SqsErrors.invalidValue(
                    value,
                    name,
                    name + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
    }

    private static Optional<Message.Attribute> traceHeader(Map<String, MessageSystemAttributeValue> given) {
        for (var name : given.keySet())
            if (!name.equals(TRACE_HEADER))
                throw SqsErrors.of(
                        "InvalidParameterValue",
                        "Message system attribute name '" + name + "' is invalid. The only supported one is "
                                + TRACE_HEADER + ".");
        return Optional.ofNullable(given.get(TRACE_HEADER)).map(value -> {
            if (!"String".equals(value.dataType())
                    || value.stringValue() == null
                    || value.stringValue().isEmpty())
                throw SqsErrors.of(
                        "InvalidParameterValue",
                        "The message system attribute '" + TRACE_HEADER + "' must contain a non-empty String.");
            return new Message.Attribute(value.dataType(), value.stringValue());
        });
    }

    private static Map<String, Message.Attribute> system(Message message) {
        return message.post()
                .traceHeader()
                .map(header -> Map.of(TRACE_HEADER, header))
                .orElse(Map.of());
    }

    private static boolean isForbidden(int character) {
        return character < 0x20 && character != '\t' && character != '\n' && character != '\r' || character >= 0xFFFE;
    }

    private static int bytes(String body, Map<String, Message.Attribute> attributes) {
        var bytes = body.getBytes(StandardCharsets.UTF_8).length;
        for (var attribute : attributes.entrySet())
            bytes += attribute.getKey().length()
                    + attribute.getValue().dataType().length()
                    + attribute.getValue().value().getBytes(StandardCharsets.UTF_8).length;
        return bytes;
    }

    private static Map<String, Message.Attribute> attributes(Map<String, MessageAttributeValue> given) {
        var attributes = new TreeMap<String, Message.Attribute>();
        given.forEach((name, value) -> {
            checkName(name);
            var type = value.dataType() == null ? "" : value.dataType();
            if (!type.matches("(String|Number|Binary)(\\..+)?"))
                throw SqsErrors.of(
                        "InvalidParameterValue",
                        "The type of message (user) attribute '" + name
                                + "' is invalid. You must use only the following supported type prefixes: Binary, Number,"
                                + " String.");
            var text = type.startsWith("Binary")
                    ? value.binaryValue() == null
                            ? null
                            : Base64.getEncoder()
                                    .encodeToString(value.binaryValue().asByteArrayUnsafe())
                    : value.stringValue();
            if (text == null || text.isEmpty())
                throw SqsErrors.of(
                        "InvalidParameterValue",
                        "The message (user) attribute '" + name + "' must contain a non-empty value of its type.");
            if (type.startsWith("Number") && !isNumber(text))
                throw SqsErrors.of(
                        "InvalidParameterValue",
                        "Can't cast the value of message (user) attribute '" + name + "' to a number.");
            attributes.put(name, new Message.Attribute(type, text));
        });
        return attributes;
    }

    private static void checkName(String name) {
        if (!ATTRIBUTE_NAME.matcher(name).matches()
                || name.startsWith(".")
                || name.endsWith(".")
                || name.contains(".."))
            throw SqsErrors.of(
                    "InvalidParameterValue",
                    "The message (user) attribute name '" + name
                            + "' is invalid. It can contain only A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.).");
        if (name.regionMatches(true, 0, "AWS.", 0, 4) || name.regionMatches(true, 0, "Amazon.", 0, 7))
            throw SqsErrors.of(
                    "InvalidParameterValue",
                    "You can't use message attribute names beginning with 'AWS.' or 'Amazon.': " + name + ".");
    }

    private static boolean isNumber(String text) {
        try {
            new BigDecimal(text.strip());
            return true;
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }

    private SendMessageBatchResponse sendBatch(SendMessageBatchRequest request, CallContext context) {
        var queue = SqsApi.queue(sqs, context, request.queueUrl());
        checkIds(request.entries().stream().map(entry -> entry.id()).toList());
        var total = request.entries().stream()
                .mapToInt(entry -> entry.messageBody() == null ? 0 : bytes(entry.messageBody(), Map.of()))
                .sum();
        if (total > BATCH_BYTES)
            throw SqsErrors.of(
                    "BatchRequestTooLong",
                    "Batch requests cannot be longer than " + BATCH_BYTES + " bytes. You have sent " + total
                            + " bytes.");
        var done = new ArrayList<SendMessageBatchResultEntry>();
        var failed = new ArrayList<BatchResultErrorEntry>();
        for (var entry : request.entries())
            attempt(entry.id(), failed, () -> {
                var sent = send(
                        queue,
                        new Sent(
                                entry.messageBody(),
                                entry.messageAttributes(),
                                entry.messageSystemAttributesAsStrings(),
                                entry.delaySeconds(),
                                entry.messageGroupId(),
                                entry.messageDeduplicationId()));
                done.add(SendMessageBatchResultEntry.builder()
                        .id(entry.id())
                        .messageId(sent.id())
                        .md5OfMessageBody(Digests.of(sent.body()))
                        .md5OfMessageAttributes(Digests.of(sent.attributes()))
                        .md5OfMessageSystemAttributes(Digests.of(system(sent)))
                        .sequenceNumber(queue.settings().fifo().isPresent() ? sent.sequenceNumber() : null)
                        .build());
            });
        var answer = SendMessageBatchResponse.builder().successful(done);
        return failed.isEmpty() ? answer.build() : answer.failed(failed).build();
    }

    private static void checkIds(List<String> ids) {
        if (ids.isEmpty())
            throw SqsErrors.of("EmptyBatchRequest", "There should be at least one entry in the request.");
        if (ids.size() > Queue.BATCH)
            throw SqsErrors.of(
                    "TooManyEntriesInBatchRequest",
                    "Maximum number of entries per request are " + Queue.BATCH + ". You have sent " + ids.size() + ".");
        var seen = new LinkedHashSet<String>();
        for (var id : ids) {
            if (id == null || !ENTRY_ID.matcher(id).matches())
                throw SqsErrors.of(
                        "InvalidBatchEntryId",
                        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at"
                                + " most 80 letters long.");
            if (!seen.add(id)) throw SqsErrors.of("BatchEntryIdsNotDistinct", "Id " + id + " repeated.");
        }
    }

    private static void attempt(String id, List<BatchResultErrorEntry> failed, Runnable work) {
        try {
            work.run();
        } catch (Refused refused) {
            failed.add(failure(id, SqsErrors.of(refused.code(), refused.getMessage())));
        } catch (AwsError error) {
            failed.add(failure(id, error));
        }
    }

    private static BatchResultErrorEntry failure(String id, AwsError error) {
        return BatchResultErrorEntry.builder()
                .id(id)
                .senderFault(true)
                .code(error.code())
                .message(error.getMessage())
                .build();
    }

    // ---- receiving

    private ReceiveMessageResponse receive(ReceiveMessageRequest request, CallContext context) {
        var queue = SqsApi.queue(sqs, context, request.queueUrl());
        var most = request.maxNumberOfMessages() == null ? 1 : request.maxNumberOfMessages();
        if (most < 1 || most > Queue.BATCH)
            throw SqsErrors.invalidValue(most, "MaxNumberOfMessages", "Must be between 1 and 10, if provided.");
        var wait = request.waitTimeSeconds();
        if (wait != null && (wait < 0 || wait > LONGEST_WAIT_SECONDS))
            throw SqsErrors.invalidValue(wait, "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided.");
        var until = context.received().plus(wait == null ? queue.settings().patience() : Duration.ofSeconds(wait));
        var received = queue.receive(
                most, Optional.ofNullable(request.visibilityTimeout()).map(this::visibility));
        if (received.isEmpty() && context.now().isBefore(until)) throw new Await(until, queue::hasVisible);
        var answer = ReceiveMessageResponse.builder();
        if (!received.isEmpty())
            answer.messages(received.stream()
                    .map(message -> toSdk(queue, message, request))
                    .toList());
        return answer.build();
    }

    private Duration visibility(int seconds) {
        if (seconds < 0 || seconds > 43_200)
            throw SqsErrors.invalidValue(seconds, "VisibilityTimeout", "Must be >= 0 and <= 43200, if provided.");
        return Duration.ofSeconds(seconds);
    }

    private static software.amazon.awssdk.services.sqs.model.Message toSdk(
            Queue queue, Message message, ReceiveMessageRequest request) {
        var sdk = software.amazon.awssdk.services.sqs.model.Message.builder()
                .messageId(message.id())
                .receiptHandle(message.receiptHandle())
                .md5OfBody(Digests.of(message.body()))
                .body(message.body());
        var system = systemAttributes(queue, message, request);
        if (!system.isEmpty()) sdk.attributesWithStrings(system);
        var shown = new TreeMap<String, Message.Attribute>();
        message.attributes().forEach((name, value) -> {
            if (isAsked(name, request.messageAttributeNames())) shown.put(name, value);
        });
        if (!shown.isEmpty()) {
            var values = new LinkedHashMap<String, MessageAttributeValue>();
            shown.forEach((name, value) -> values.put(name, toSdk(value)));
            sdk.messageAttributes(values).md5OfMessageAttributes(Digests.of(shown));
        }
        return sdk.build();
    }

    private static MessageAttributeValue toSdk(Message.Attribute attribute) {
        var sdk = MessageAttributeValue.builder().dataType(attribute.dataType());
        return attribute.dataType().startsWith("Binary")
                ? sdk.binaryValue(SdkBytes.fromByteArray(Base64.getDecoder().decode(attribute.value())))
                        .build()
                : sdk.stringValue(attribute.value()).build();
    }

    private static boolean isAsked(String name, List<String> asked) {
        for (var one : asked) {
            if (one.equals("All") || one.equals(".*") || one.equals(name)) return true;
            if (one.endsWith(".*") && name.startsWith(one.substring(0, one.length() - 1))) return true;
        }
        return false;
    }

    private static Map<String, String> systemAttributes(Queue queue, Message message, ReceiveMessageRequest request) {
        var asked = new ArrayList<>(request.messageSystemAttributeNamesAsStrings());
        asked.addAll(request.attributeNamesAsStrings());
        var all = new LinkedHashMap<String, String>();
        all.put("SenderId", "AIDAJQABLZS4A3QDU576Q");
        all.put(
                "ApproximateFirstReceiveTimestamp",
                Long.toString(message.firstReceivedAt().orElseThrow().toEpochMilli()));
        all.put("ApproximateReceiveCount", Integer.toString(message.receiveCount()));
        all.put("SentTimestamp", Long.toString(message.sentAt().toEpochMilli()));
        message.post().group().ifPresent(group -> all.put("MessageGroupId", group));
        if (queue.settings().fifo().isPresent()) {
            message.post().deduplicationId().ifPresent(id -> all.put("MessageDeduplicationId", id));
            all.put("SequenceNumber", message.sequenceNumber());
        }
        message.post().traceHeader().ifPresent(header -> all.put(TRACE_HEADER, header.value()));
        message.deadLetterSource().ifPresent(arn -> all.put("DeadLetterQueueSourceArn", arn));
        if (!asked.contains("All")) all.keySet().retainAll(asked);
        return all;
    }

    // ---- what is received

    private DeleteMessageResponse delete(DeleteMessageRequest request, CallContext context) {
        SqsApi.queue(sqs, context, request.queueUrl()).delete(request.receiptHandle());
        return DeleteMessageResponse.builder().build();
    }

    private DeleteMessageBatchResponse deleteBatch(DeleteMessageBatchRequest request, CallContext context) {
        var queue = SqsApi.queue(sqs, context, request.queueUrl());
        checkIds(request.entries().stream().map(entry -> entry.id()).toList());
        var done = new ArrayList<DeleteMessageBatchResultEntry>();
        var failed = new ArrayList<BatchResultErrorEntry>();
        for (var entry : request.entries())
            attempt(entry.id(), failed, () -> {
                queue.delete(entry.receiptHandle());
                done.add(DeleteMessageBatchResultEntry.builder().id(entry.id()).build());
            });
        var answer = DeleteMessageBatchResponse.builder().successful(done);
        return failed.isEmpty() ? answer.build() : answer.failed(failed).build();
    }

    private ChangeMessageVisibilityResponse hide(ChangeMessageVisibilityRequest request, CallContext context) {
        SqsApi.queue(sqs, context, request.queueUrl())
                .changeVisibility(request.receiptHandle(), Duration.ofSeconds(request.visibilityTimeout()));
        return ChangeMessageVisibilityResponse.builder().build();
    }

    private ChangeMessageVisibilityBatchResponse hideBatch(
            ChangeMessageVisibilityBatchRequest request, CallContext context) {
        var queue = SqsApi.queue(sqs, context, request.queueUrl());
        checkIds(request.entries().stream().map(entry -> entry.id()).toList());
        var done = new ArrayList<ChangeMessageVisibilityBatchResultEntry>();
        var failed = new ArrayList<BatchResultErrorEntry>();
        for (var entry : request.entries())
            attempt(entry.id(), failed, () -> {
                var seconds = entry.visibilityTimeout() == null ? 0 : entry.visibilityTimeout();
                queue.changeVisibility(entry.receiptHandle(), Duration.ofSeconds(seconds));
                done.add(ChangeMessageVisibilityBatchResultEntry.builder()
                        .id(entry.id())
                        .build());
            });
        var answer = ChangeMessageVisibilityBatchResponse.builder().successful(done);
        return failed.isEmpty() ? answer.build() : answer.failed(failed).build();
    }
}
