package dev.ballast.sim.api;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * The filters of one EC2 Describe operation, by name, over what it lists. Filters are joined by AND, the values of one filter by
 * OR; values are case-sensitive texts in which * stands for any characters, ? for one or none, and \ takes either literally.
 */
public final class Filters<T> {
    private static final String TAG_PREFIX = "tag:";
    /** EC2's bound on the values of one call. */
    private static final int VALUES_MAX = 200;

    private final Map<String, Function<? super T, ? extends Collection<String>>> byName = new LinkedHashMap<>();
    private Function<? super T, Map<String, String>> tags;

    /** A filter on one text; null matches nothing. Numbers and booleans are written as the API writes them. */
    public Filters<T> on(String name, Function<? super T, String> value) {
        return onAny(name, item -> {
            String text = value.apply(item);
            return text == null ? List.of() : List.of(text);
        });
    }

    /** A filter that one of several texts may satisfy, such as group-id. */
    public Filters<T> onAny(String name, Function<? super T, ? extends Collection<String>> values) {
        byName.put(name, values);
        return this;
    }

    /** Filters that the service documents and that nothing in this cloud can satisfy. */
    public Filters<T> nobodyHas(String... names) {
        for (String name : names) on(name, item -> null);
        return this;
    }

    /** The three filters on tags: tag:KEY, tag-key and tag-value. */
    public Filters<T> onTags(Function<? super T, Map<String, String>> tagsOf) {
        tags = tagsOf;
        onAny("tag-key", item -> tagsOf.apply(item).keySet());
        onAny("tag-value", item -> tagsOf.apply(item).values());
        return this;
    }

    /**
     * Those that satisfy every filter, in their order.
     *
     * @throws AwsError InvalidParameterValue for a filter that the operation has not, FilterLimitExceeded over 200 values
     */
    public List<T> keep(Collection<T> all, List<Filter> filters) {
        Predicate<T> wanted = item -> true;
        int values = 0;
        for (Filter filter : filters) {
            values += filter.values().size();
            wanted = wanted.and(predicate(filter));
        }
        if (values > VALUES_MAX) {
            throw AwsError.refused(
                    "FilterLimitExceeded",
                    "The maximum number of filter values specified on a single call (" + VALUES_MAX
                            + ") has been exceeded");
        }
        return all.stream().filter(wanted).toList();
    }

    private Predicate<T> predicate(Filter filter) {
        Function<? super T, ? extends Collection<String>> texts = texts(filter.name());
        List<Wildcard> patterns = filter.values().stream().map(Wildcard::of).toList();
        return item -> texts.apply(item).stream()
                .anyMatch(text -> patterns.stream().anyMatch(pattern -> pattern.matches(text)));
    }

    private Function<? super T, ? extends Collection<String>> texts(String name) {
        if (name != null && tags != null && name.startsWith(TAG_PREFIX)) {
            String key = name.substring(TAG_PREFIX.length());
            return item -> {
                String value = tags.apply(item).get(key);
                return value == null ? List.of() : List.of(value);
            };
        }
        Function<? super T, ? extends Collection<String>> texts = name == null ? null : byName.get(name);
        if (texts == null) {
            throw AwsError.refused("InvalidParameterValue", "The filter '" + name + "' is invalid");
        }
        return texts;
    }
}
