package dev.ballast.sim.host.tasks;

import dev.ballast.sim.world.elb.Listener;
import dev.ballast.sim.world.elb.LoadBalancer;
import dev.ballast.sim.world.elb.LoadBalancers;
import dev.ballast.sim.world.elb.Target;
import dev.ballast.sim.world.elb.TargetGroup;
import dev.ballast.sim.world.elb.TargetHealth;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads a region's listeners as they are at this moment. */
final class Routes {
    private static final String IDLE_TIMEOUT = "idle_timeout.timeout_seconds";

    /** Where a target really listens on this machine; empty where nothing is behind it. */
    interface Places {
        OptionalInt port(Target target);
    }

    private final LoadBalancers region;
    private final Places places;

    private Routes(LoadBalancers region, Places places) {
        this.region = region;
        this.places = places;
    }

    static List<Route> of(LoadBalancers region, Places places) {
        var routes = new Routes(region, places);
        return region.listeners().stream().map(routes::route).toList();
    }

    private Route route(Listener listener) {
        var balancer = listener.loadBalancer();
        var protocol = text(listener.asGiven().get("Protocol"));
        return new Route(
                listener.arn(),
                balancer.name(),
                balancer.spec().type() == LoadBalancer.Type.APPLICATION
                        ? protocol
                        : balancer.spec().type() + " " + protocol,
                listener.port(),
                Duration.ofSeconds(Long.parseLong(balancer.attributes().getOrDefault(IDLE_TIMEOUT, "60"))),
                listener.rules().stream().map(this::rule).toList());
    }

    private Route.Rule rule(Listener.Rule rule) {
        return new Route.Rule(
                maps(rule.asGiven().get("Conditions")).stream()
                        .map(Routes::condition)
                        .toList(),
                action(rule));
    }

    /** Sign-ins come before the last action; whoever needs one is not let through. */
    private Route.Action action(Listener.Rule rule) {
        var actions = new ArrayList<>(maps(rule.asGiven().get("Actions")));
        actions.sort(Comparator.comparingInt(action -> number(action.get("Order"), 0)));
        if (actions.isEmpty()) return new Route.Action.Unserved("none");
        var first = actions.getFirst();
        return switch (text(first.get("Type"))) {
            case "forward" -> new Route.Action.Forward(forward(first));
            case "fixed-response" -> {
                var fixed = map(first.get("FixedResponseConfig"));
                yield new Route.Action.Fixed(
                        Integer.parseInt(text(fixed.get("StatusCode"))),
                        text(fixed.get("ContentType")),
                        text(fixed.get("MessageBody")));
            }
            case "redirect" -> {
                var redirect = map(first.get("RedirectConfig"));
                var to = new LinkedHashMap<String, String>();
                redirect.forEach((name, value) -> to.put(text(name), text(value)));
                yield new Route.Action.Redirect("HTTP_301".equals(text(redirect.get("StatusCode"))) ? 301 : 302, to);
            }
            default -> new Route.Action.Unserved(text(first.get("Type")));
        };
    }

    private List<Route.Weighted> forward(Map<?, ?> action) {
        var weighted = new ArrayList<Route.Weighted>();
        for (var one : maps(map(action.get("ForwardConfig")).get("TargetGroups")))
            group(text(one.get("TargetGroupArn")))
                    .ifPresent(group -> weighted.add(new Route.Weighted(group, number(one.get("Weight"), 1))));
        if (weighted.isEmpty())
            group(text(action.get("TargetGroupArn"))).ifPresent(group -> weighted.add(new Route.Weighted(group, 1)));
        return weighted;
    }

    private Optional<Route.Group> group(String arn) {
        return region.findGroup(arn)
                .map(group -> new Route.Group(
                        arn, places(group, TargetHealth.HEALTHY), places(group, TargetHealth.UNHEALTHY)));
    }

    private List<URI> places(TargetGroup group, TargetHealth health) {
        return group.targets().stream()
                .filter(target -> target.health() == health)
                .map(places::port)
                .flatMap(port -> port.stream().boxed())
                .map(Routes::place)
                .toList();
    }

    static URI place(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static Condition condition(Map<?, ?> given) {
        return switch (text(given.get("Field"))) {
            case "path-pattern" -> new Condition.Path(patterns(values(given, "PathPatternConfig"), 0));
            case "host-header" ->
                new Condition.Header("Host", patterns(values(given, "HostHeaderConfig"), Pattern.CASE_INSENSITIVE));
            case "http-request-method" -> new Condition.Method(values(given, "HttpRequestMethodConfig"));
            case "http-header" ->
                new Condition.Header(
                        text(map(given.get("HttpHeaderConfig")).get("HttpHeaderName")),
                        patterns(values(given, "HttpHeaderConfig"), Pattern.CASE_INSENSITIVE));
            case "query-string" ->
                new Condition.Query(maps(map(given.get("QueryStringConfig")).get("Values")).stream()
                        .map(pair -> Map.entry(
                                text(pair.get("Key")),
                                Condition.pattern(text(pair.get("Value")), Pattern.CASE_INSENSITIVE)))
                        .toList());
            default -> new Condition.Never();
        };
    }

    private static List<String> values(Map<?, ?> condition, String config) {
        var values = map(condition.get(config)).get("Values");
        if (values == null) values = condition.get("Values");
        return values instanceof List<?> list ? list.stream().map(Routes::text).toList() : List.of();
    }

    private static List<Pattern> patterns(List<String> wildcards, int flags) {
        return wildcards.stream().map(one -> Condition.pattern(one, flags)).toList();
    }

    private static List<Map<?, ?>> maps(Object given) {
        var maps = new ArrayList<Map<?, ?>>();
        if (given instanceof List<?> list) for (var one : list) if (one instanceof Map<?, ?> map) maps.add(map);
        return maps;
    }

    private static Map<?, ?> map(Object given) {
        return given instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Object given) {
        return given == null ? "" : given.toString();
    }

    private static int number(Object given, int otherwise) {
        return given instanceof Integer number ? number : otherwise;
    }
}
