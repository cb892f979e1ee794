package dev.ballast.sim.api.eventbridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.messaging.EventBridge;
import dev.ballast.sim.world.messaging.EventBuses;
import dev.ballast.sim.world.messaging.EventPattern;
import dev.ballast.sim.world.messaging.Rule;
import java.util.ArrayList;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DeleteEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.EventBus;
import software.amazon.awssdk.services.eventbridge.model.ListEventBusesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListEventBusesResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternRequest;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternResponse;

/** Amazon EventBridge: rules over the events of AWS's services and of one's own, to SQS. */
public final class EventBridgeApi implements Api {
    static final Pages PAGES = Pages.of(Service.EVENTBRIDGE, "limit", 100);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EVENTS_AT_ONCE = 10;

    private final EventBridge bridge;

    public EventBridgeApi(EventBridge bridge) {
        this.bridge = bridge;
    }

    @Override
    public Service service() {
        return Service.EVENTBRIDGE;
    }

    @Override
    public void register(Operations operations) {
        new RuleOperations(bridge).register(operations);
        new TargetOperations(bridge).register(operations);
        operations.on("PutEvents", PutEventsRequest::builder, this::put);
        operations.on("TestEventPattern", TestEventPatternRequest::builder, this::test);
        operations.on("CreateEventBus", CreateEventBusRequest::builder, this::create);
        operations.on("DeleteEventBus", DeleteEventBusRequest::builder, this::delete);
        operations.on("DescribeEventBus", DescribeEventBusRequest::builder, this::describe);
        operations.on("ListEventBuses", ListEventBusesRequest::builder, this::list);
    }

    static String bus(String name) {
        return name == null ? EventBuses.DEFAULT : name;
    }

    static AwsError invalid(String message) {
        return AwsError.refused("ValidationException", message);
    }

    private PutEventsResponse put(PutEventsRequest request, CallContext context) {
        if (request.entries().isEmpty() || request.entries().size() > EVENTS_AT_ONCE)
            throw invalid(
                    "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have"
                            + " length between 1 and " + EVENTS_AT_ONCE);
        var results = new ArrayList<PutEventsResultEntry>();
        for (var entry : request.entries()) results.add(put(entry, context));
        return PutEventsResponse.builder()
                .entries(results)
                .failedEntryCount((int) results.stream()
                        .filter(result -> result.errorCode() != null)
                        .count())
                .build();
    }

    private PutEventsResultEntry put(PutEventsRequestEntry entry, CallContext context) {
        if (entry.source() == null || entry.source().isEmpty())
            return failed("InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument.");
        if (entry.source().startsWith("aws."))
            return failed("NotAuthorizedForSourceException", "Not authorized for the source.");
        if (entry.detailType() == null || entry.detailType().isEmpty())
            return failed(
                    "InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType is a required argument.");
        if (entry.detail() == null || entry.detail().isEmpty())
            return failed("InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument.");
        try {
            var detail = JSON.readTree(entry.detail());
            if (!detail.isObject()) return failed("MalformedDetail", "Detail is malformed.");
            var event = new EventBuses.Entry(entry.source(), entry.detailType(), entry.resources(), detail);
            var time = entry.time() == null ? context.now() : entry.time();
            var id = bridge.region(context.region()).put(bus(entry.eventBusName()), event, time);
            return PutEventsResultEntry.builder().eventId(id).build();
        } catch (JsonProcessingException notJson) {
            return failed("MalformedDetail", "Detail is malformed.");
        }
    }

    private static PutEventsResultEntry failed(String code, String message) {
        return PutEventsResultEntry.builder()
                .errorCode(code)
                .errorMessage(message)
                .build();
    }

    private TestEventPatternResponse test(TestEventPatternRequest request, CallContext context) {
        var pattern = EventPattern.of(request.eventPattern());
        try {
            return TestEventPatternResponse.builder()
                    .result(pattern.matches(JSON.readTree(request.event())))
                    .build();
        } catch (JsonProcessingException notJson) {
            throw invalid("Event is not valid JSON.");
        }
    }

    private CreateEventBusResponse create(CreateEventBusRequest request, CallContext context) {
        var buses = bridge.region(context.region());
        if (!request.name().matches("[/.\\-_A-Za-z0-9]{1,256}")
                || request.name().contains("/")) throw invalid("The event bus name is not valid: " + request.name());
        buses.createBus(request.name());
        return CreateEventBusResponse.builder()
                .eventBusArn(buses.busArn(request.name()))
                .build();
    }

    private DeleteEventBusResponse delete(DeleteEventBusRequest request, CallContext context) {
        bridge.region(context.region()).deleteBus(request.name());
        return DeleteEventBusResponse.builder().build();
    }

    private DescribeEventBusResponse describe(DescribeEventBusRequest request, CallContext context) {
        var buses = bridge.region(context.region());
        var name = bus(request.name()).substring(bus(request.name()).lastIndexOf('/') + 1);
        buses.rules(name);
        return DescribeEventBusResponse.builder()
                .name(name)
                .arn(buses.busArn(name))
                .build();
    }

    private ListEventBusesResponse list(ListEventBusesRequest request, CallContext context) {
        var buses = bridge.region(context.region());
        var prefix = request.namePrefix() == null ? "" : request.namePrefix();
        var wanted =
                buses.buses().stream().filter(name -> name.startsWith(prefix)).toList();
        var page = PAGES.cut(wanted, name -> name, request.nextToken(), request.limit());
        return ListEventBusesResponse.builder()
                .eventBuses(page.items().stream()
                        .map(name -> EventBus.builder()
                                .name(name)
                                .arn(buses.busArn(name))
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    static Rule ruleByArn(EventBuses buses, String arn) {
        return buses.buses().stream()
                .flatMap(bus -> buses.rules(bus).stream())
                .filter(rule -> rule.arn().equals(arn))
                .findFirst()
                .orElseThrow(() -> AwsError.refused("ResourceNotFoundException", "Rule " + arn + " does not exist."));
    }
}
