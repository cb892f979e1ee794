package dev.ballast.sim.api.sqs;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.messaging.Queue;
import dev.ballast.sim.world.messaging.Queues;
import dev.ballast.sim.world.messaging.Sqs;
import java.util.LinkedHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesResponse;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.PurgeQueueRequest;
import software.amazon.awssdk.services.sqs.model.PurgeQueueResponse;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueResponse;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueResponse;

/** Amazon Simple Queue Service, standard and FIFO queues. */
public final class SqsApi implements Api {
    private static final Pages PAGES = Pages.of(Service.SQS, "MaxResults", 1000);

    private final Sqs sqs;
    private final Supplier<String> endpoint;

    /** @param endpoint where this cloud answers, without a slash at its end: what queue URLs begin with */
    public SqsApi(Sqs sqs, Supplier<String> endpoint) {
        this.sqs = sqs;
        this.endpoint = endpoint;
    }

    @Override
    public Service service() {
        return Service.SQS;
    }

    @Override
    public void register(Operations operations) {
        operations.on("CreateQueue", CreateQueueRequest::builder, SqsErrors.named(this::create));
        operations.on("DeleteQueue", DeleteQueueRequest::builder, SqsErrors.named(this::delete));
        operations.on("GetQueueUrl", GetQueueUrlRequest::builder, SqsErrors.named(this::url));
        operations.on("ListQueues", ListQueuesRequest::builder, SqsErrors.named(this::list));
        operations.on("GetQueueAttributes", GetQueueAttributesRequest::builder, SqsErrors.named(this::attributes));
        operations.on("SetQueueAttributes", SetQueueAttributesRequest::builder, SqsErrors.named(this::change));
        operations.on("PurgeQueue", PurgeQueueRequest::builder, SqsErrors.named(this::purge));
        operations.on("TagQueue", TagQueueRequest::builder, SqsErrors.named(this::tag));
        operations.on("UntagQueue", UntagQueueRequest::builder, SqsErrors.named(this::untag));
        operations.on("ListQueueTags", ListQueueTagsRequest::builder, SqsErrors.named(this::tags));
        operations
                .on(
                        "ListDeadLetterSourceQueues",
                        ListDeadLetterSourceQueuesRequest::builder,
                        SqsErrors.named(this::sources))
                .alwaysWrites("queueUrls");
        new MessageOperations(sqs).register(operations);
        new PermissionOperations(sqs).register(operations);
    }

    private String url(Queue queue, CallContext context) {
        return endpoint.get() + "/" + context.accountId() + "/" + queue.name();
    }

    private Queues queues(CallContext context) {
        return sqs.region(context.region());
    }

    /** Whatever stands before the last slash: a URL of another endpoint names the queue of that name all the same. */
    static Queue queue(Sqs sqs, CallContext context, String url) {
        return sqs.region(context.region()).queue(url.substring(url.lastIndexOf('/') + 1));
    }

    private CreateQueueResponse create(CreateQueueRequest request, CallContext context) {
        var known = queues(context).find(request.queueName());
        var settings = QueueAttributes.read(
                request.attributesAsStrings(), known.map(Queue::settings).orElse(Queue.Settings.DEFAULT));
        QueueAttributes.checkRedrive(
                settings, sqs, request.attributesAsStrings().get("RedrivePolicy"));
        var queue = queues(context).create(request.queueName(), settings, request.tags());
        return CreateQueueResponse.builder().queueUrl(url(queue, context)).build();
    }

    private DeleteQueueResponse delete(DeleteQueueRequest request, CallContext context) {
        queues(context).delete(queue(sqs, context, request.queueUrl()));
        return DeleteQueueResponse.builder().build();
    }

    private GetQueueUrlResponse url(GetQueueUrlRequest request, CallContext context) {
        var owner = request.queueOwnerAWSAccountId();
        if (owner != null && !owner.equals(context.accountId()))
            throw SqsErrors.of("QueueDoesNotExist", "The specified queue does not exist.");
        return GetQueueUrlResponse.builder()
                .queueUrl(url(queues(context).queue(request.queueName()), context))
                .build();
    }

    private ListQueuesResponse list(ListQueuesRequest request, CallContext context) {
        var prefix = request.queueNamePrefix() == null ? "" : request.queueNamePrefix();
        var wanted = queues(context).all().stream()
                .filter(queue -> queue.name().startsWith(prefix))
                .toList();
        var page = PAGES.cut(wanted, Queue::name, request.nextToken(), request.maxResults());
        var answer = ListQueuesResponse.builder();
        if (!page.items().isEmpty())
            answer.queueUrls(
                    page.items().stream().map(queue -> url(queue, context)).toList());
        // Without MaxResults SQS gives no token.
        return answer.nextToken(request.maxResults() == null ? null : page.nextToken())
                .build();
    }

    private GetQueueAttributesResponse attributes(GetQueueAttributesRequest request, CallContext context) {
        var queue = queue(sqs, context, request.queueUrl());
        return GetQueueAttributesResponse.builder()
                .attributesWithStrings(QueueAttributes.write(queue, request.attributeNamesAsStrings()))
                .build();
    }

    private SetQueueAttributesResponse change(SetQueueAttributesRequest request, CallContext context) {
        var queue = queue(sqs, context, request.queueUrl());
        var given = request.attributesAsStrings();
        if (given.containsKey("FifoQueue")) throw SqsErrors.of("InvalidAttributeName", "Unknown Attribute FifoQueue.");
        var settings = QueueAttributes.read(given, queue.settings());
        QueueAttributes.checkRedrive(settings, sqs, given.get("RedrivePolicy"));
        queue.change(settings);
        return SetQueueAttributesResponse.builder().build();
    }

    private PurgeQueueResponse purge(PurgeQueueRequest request, CallContext context) {
        queue(sqs, context, request.queueUrl()).purge();
        return PurgeQueueResponse.builder().build();
    }

    private TagQueueResponse tag(TagQueueRequest request, CallContext context) {
        var queue = queue(sqs, context, request.queueUrl());
        if (request.tags().isEmpty())
            throw SqsErrors.of("MissingParameter", "The request must contain the parameter Tags.");
        var tags = new LinkedHashMap<>(queue.tags());
        tags.putAll(request.tags());
        queue.tags(tags);
        return TagQueueResponse.builder().build();
    }

    private UntagQueueResponse untag(UntagQueueRequest request, CallContext context) {
        var queue = queue(sqs, context, request.queueUrl());
        if (request.tagKeys().isEmpty())
            throw SqsErrors.of("MissingParameter", "The request must contain the parameter TagKeys.");
        var tags = new LinkedHashMap<>(queue.tags());
        request.tagKeys().forEach(tags::remove);
        queue.tags(tags);
        return UntagQueueResponse.builder().build();
    }

    private ListQueueTagsResponse tags(ListQueueTagsRequest request, CallContext context) {
        var queue = queue(sqs, context, request.queueUrl());
        return ListQueueTagsResponse.builder().tags(queue.tags()).build();
    }

    private ListDeadLetterSourceQueuesResponse sources(ListDeadLetterSourceQueuesRequest request, CallContext context) {
        var sources = sqs.sourcesOf(queue(sqs, context, request.queueUrl()));
        var page = PAGES.cut(sources, Queue::name, request.nextToken(), request.maxResults());
        return ListDeadLetterSourceQueuesResponse.builder()
                .queueUrls(
                        page.items().stream().map(queue -> url(queue, context)).toList())
                .nextToken(request.maxResults() == null ? null : page.nextToken())
                .build();
    }
}
