package dev.ballast.sim.api.fis;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.fis.Experiment;
import dev.ballast.sim.world.fis.Fis;
import dev.ballast.sim.world.fis.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.fis.model.CreateExperimentTemplateRequest;
import software.amazon.awssdk.services.fis.model.CreateExperimentTemplateResponse;
import software.amazon.awssdk.services.fis.model.DeleteExperimentTemplateRequest;
import software.amazon.awssdk.services.fis.model.DeleteExperimentTemplateResponse;
import software.amazon.awssdk.services.fis.model.ExperimentAction;
import software.amazon.awssdk.services.fis.model.ExperimentSummary;
import software.amazon.awssdk.services.fis.model.ExperimentTemplate;
import software.amazon.awssdk.services.fis.model.ExperimentTemplateSummary;
import software.amazon.awssdk.services.fis.model.GetExperimentRequest;
import software.amazon.awssdk.services.fis.model.GetExperimentResponse;
import software.amazon.awssdk.services.fis.model.GetExperimentTemplateRequest;
import software.amazon.awssdk.services.fis.model.GetExperimentTemplateResponse;
import software.amazon.awssdk.services.fis.model.ListExperimentTemplatesRequest;
import software.amazon.awssdk.services.fis.model.ListExperimentTemplatesResponse;
import software.amazon.awssdk.services.fis.model.ListExperimentsRequest;
import software.amazon.awssdk.services.fis.model.ListExperimentsResponse;
import software.amazon.awssdk.services.fis.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.fis.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.fis.model.StartExperimentRequest;
import software.amazon.awssdk.services.fis.model.StartExperimentResponse;
import software.amazon.awssdk.services.fis.model.StopExperimentRequest;
import software.amazon.awssdk.services.fis.model.StopExperimentResponse;
import software.amazon.awssdk.services.fis.model.TagResourceRequest;
import software.amazon.awssdk.services.fis.model.TagResourceResponse;
import software.amazon.awssdk.services.fis.model.UntagResourceRequest;
import software.amazon.awssdk.services.fis.model.UntagResourceResponse;

/** Fault Injection Service: aws:ec2:send-spot-instance-interruptions and aws:ec2:terminate-instances. */
public final class FisApi implements Api {
    private static final Pages PAGES = Pages.of(Service.FIS, "maxResults", 100);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    /** The tags of one resource, and how to change them. */
    private record Tagged(Map<String, String> tags, Consumer<Map<String, String>> change) {}

    private final Fis fis;

    public FisApi(Fis fis) {
        this.fis = fis;
    }

    @Override
    public Service service() {
        return Service.FIS;
    }

    @Override
    public void register(Operations operations) {
        var conflict = AwsError.withStatus(
                CONFLICT, "ConflictException", "The client token was used before with other parameters.");
        operations
                .on("CreateExperimentTemplate", CreateExperimentTemplateRequest::builder, this::create)
                .at("POST", "/experimentTemplates")
                .idempotent(CreateExperimentTemplateRequest::clientToken, conflict);
        operations
                .on("GetExperimentTemplate", GetExperimentTemplateRequest::builder, this::get)
                .at("GET", "/experimentTemplates/{id}");
        operations
                .on("ListExperimentTemplates", ListExperimentTemplatesRequest::builder, this::list)
                .at("GET", "/experimentTemplates");
        operations
                .on("DeleteExperimentTemplate", DeleteExperimentTemplateRequest::builder, this::delete)
                .at("DELETE", "/experimentTemplates/{id}");
        operations
                .on("StartExperiment", StartExperimentRequest::builder, this::start)
                .at("POST", "/experiments")
                .idempotent(StartExperimentRequest::clientToken, conflict);
        operations
                .on("GetExperiment", GetExperimentRequest::builder, this::getExperiment)
                .at("GET", "/experiments/{id}");
        operations
                .on("ListExperiments", ListExperimentsRequest::builder, this::listExperiments)
                .at("GET", "/experiments");
        operations
                .on("StopExperiment", StopExperimentRequest::builder, this::stop)
                .at("DELETE", "/experiments/{id}");
        operations.on("TagResource", TagResourceRequest::builder, this::tag).at("POST", "/tags/{resourceArn}");
        operations
                .on("UntagResource", UntagResourceRequest::builder, this::untag)
                .at("DELETE", "/tags/{resourceArn}");
        operations
                .on("ListTagsForResource", ListTagsForResourceRequest::builder, this::tags)
                .at("GET", "/tags/{resourceArn}");
    }

    private static AwsError missing(String what, String id) {
        return AwsError.withStatus(NOT_FOUND, "ResourceNotFoundException", what + " " + id + " not found.");
    }

    private Fis.Region region(CallContext context) {
        return fis.region(context.region());
    }

    private Template template(String id, CallContext context) {
        return region(context).template(id).orElseThrow(() -> missing("Experiment template", id));
    }

    private Experiment experiment(String id, CallContext context) {
        return region(context).experiment(id).orElseThrow(() -> missing("Experiment", id));
    }

    private static String arn(Template template, CallContext context) {
        return context.arn("experiment-template/" + template.id());
    }

    private static String arn(Experiment experiment, CallContext context) {
        return context.arn("experiment/" + experiment.id());
    }

    // ---- templates

    private CreateExperimentTemplateResponse create(CreateExperimentTemplateRequest request, CallContext context) {
        var template = region(context).create(TemplateReader.read(request), request.tags());
        return CreateExperimentTemplateResponse.builder()
                .experimentTemplate(toSdk(template, context))
                .build();
    }

    private static ExperimentTemplate toSdk(Template template, CallContext context) {
        return Document.into(ExperimentTemplate.builder(), template.spec().asGiven())
                .id(template.id())
                .arn(arn(template, context))
                .creationTime(template.createdAt())
                .lastUpdateTime(template.createdAt())
                .tags(template.tags())
                .build();
    }

    private GetExperimentTemplateResponse get(GetExperimentTemplateRequest request, CallContext context) {
        return GetExperimentTemplateResponse.builder()
                .experimentTemplate(toSdk(template(request.id(), context), context))
                .build();
    }

    private ListExperimentTemplatesResponse list(ListExperimentTemplatesRequest request, CallContext context) {
        var page = PAGES.cut(
                List.copyOf(region(context).templates()), Template::id, request.nextToken(), request.maxResults());
        return ListExperimentTemplatesResponse.builder()
                .experimentTemplates(page.items().stream()
                        .map(one -> ExperimentTemplateSummary.builder()
                                .id(one.id())
                                .arn(arn(one, context))
                                .description((String) one.spec().asGiven().get("description"))
                                .creationTime(one.createdAt())
                                .lastUpdateTime(one.createdAt())
                                .tags(one.tags())
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DeleteExperimentTemplateResponse delete(DeleteExperimentTemplateRequest request, CallContext context) {
        var template = template(request.id(), context);
        region(context).delete(template);
        return DeleteExperimentTemplateResponse.builder()
                .experimentTemplate(toSdk(template, context))
                .build();
    }

    // ---- experiments

    private StartExperimentResponse start(StartExperimentRequest request, CallContext context) {
        var template = template(request.experimentTemplateId(), context);
        var experiment = region(context).start(template, request.tags());
        return StartExperimentResponse.builder()
                .experiment(toSdk(experiment, context))
                .build();
    }

    private static software.amazon.awssdk.services.fis.model.Experiment toSdk(
            Experiment experiment, CallContext context) {
        var given = new LinkedHashMap<>(experiment.template().spec().asGiven());
        given.remove("actions");
        given.remove("description");
        var sdk = Document.into(software.amazon.awssdk.services.fis.model.Experiment.builder(), given);
        var shown = ExperimentTemplate.builder();
        Document.into(shown, experiment.template().spec().asGiven());
        var actions = new LinkedHashMap<String, ExperimentAction>();
        shown.build()
                .actions()
                .forEach((name, action) -> actions.put(
                        name,
                        Document.into(ExperimentAction.builder(), Document.of(action))
                                .state(state -> state.status(experiment.status().fisName())
                                        .reason(experiment.reason()))
                                .startTime(experiment.createdAt())
                                .endTime(experiment.endedAt().orElse(null))
                                .build()));
        return sdk.id(experiment.id())
                .arn(arn(experiment, context))
                .experimentTemplateId(experiment.template().id())
                .state(state -> state.status(experiment.status().fisName()).reason(experiment.reason()))
                .actions(actions)
                .creationTime(experiment.createdAt())
                .startTime(experiment.createdAt())
                .endTime(experiment.endedAt().orElse(null))
                .tags(experiment.tags())
                .build();
    }

    private GetExperimentResponse getExperiment(GetExperimentRequest request, CallContext context) {
        return GetExperimentResponse.builder()
                .experiment(toSdk(experiment(request.id(), context), context))
                .build();
    }

    private ListExperimentsResponse listExperiments(ListExperimentsRequest request, CallContext context) {
        var wanted = region(context).experiments().stream()
                .filter(one -> request.experimentTemplateId() == null
                        || one.template().id().equals(request.experimentTemplateId()))
                .toList();
        var page = PAGES.cut(wanted, Experiment::id, request.nextToken(), request.maxResults());
        return ListExperimentsResponse.builder()
                .experiments(page.items().stream()
                        .map(one -> ExperimentSummary.builder()
                                .id(one.id())
                                .arn(arn(one, context))
                                .experimentTemplateId(one.template().id())
                                .state(state ->
                                        state.status(one.status().fisName()).reason(one.reason()))
                                .creationTime(one.createdAt())
                                .tags(one.tags())
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private StopExperimentResponse stop(StopExperimentRequest request, CallContext context) {
        var experiment = experiment(request.id(), context);
        region(context).stop(experiment);
        return StopExperimentResponse.builder()
                .experiment(toSdk(experiment, context))
                .build();
    }

    // ---- tags

    private Tagged tagged(String arn, CallContext context) {
        var id = arn.substring(arn.lastIndexOf('/') + 1);
        if (arn.contains(":experiment-template/")) {
            var template = template(id, context);
            return new Tagged(template.tags(), template::tags);
        }
        var experiment = experiment(id, context);
        return new Tagged(experiment.tags(), experiment::tags);
    }

    private TagResourceResponse tag(TagResourceRequest request, CallContext context) {
        var found = tagged(request.resourceArn(), context);
        var tags = new LinkedHashMap<>(found.tags());
        tags.putAll(request.tags());
        found.change().accept(tags);
        return TagResourceResponse.builder().build();
    }

    private UntagResourceResponse untag(UntagResourceRequest request, CallContext context) {
        var found = tagged(request.resourceArn(), context);
        var tags = new LinkedHashMap<>(found.tags());
        request.tagKeys().forEach(tags::remove);
        found.change().accept(tags);
        return UntagResourceResponse.builder().build();
    }

    private ListTagsForResourceResponse tags(ListTagsForResourceRequest request, CallContext context) {
        return ListTagsForResourceResponse.builder()
                .tags(tagged(request.resourceArn(), context).tags())
                .build();
    }
}
