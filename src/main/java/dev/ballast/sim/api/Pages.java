package dev.ballast.sim.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * How one operation cuts its list into pages: AWS's limits on the page size, and tokens that name the last item given, so that a
 * list that grows or shrinks between two pages neither repeats nor skips what stayed.
 */
public final class Pages {
    private static final char SEPARATOR = ' ';

    private final Service service;
    private final String sizeName;
    private final int least;
    private final int most;
    private final int unsaid;

    private Pages(Service service, String sizeName, int least, int most, int unsaid) {
        this.service = service;
        this.sizeName = sizeName;
        this.least = least;
        this.most = most;
        this.unsaid = unsaid;
    }

    /** EC2's usual MaxResults: from {@code least} to {@code most}, everything at once where it is unsaid. */
    public static Pages ofEc2(int least, int most) {
        return new Pages(Service.EC2, "maxResults", least, most, Integer.MAX_VALUE);
    }

    /**
     * @param sizeName the page size's member as the service's messages write it, such as maxResults
     * @param most the largest page, and the page where the size is unsaid
     */
    public static Pages of(Service service, String sizeName, int most) {
        return new Pages(service, sizeName, 1, most, most);
    }

    /** The same pages with another size where the request names none. */
    public Pages whereUnsaid(int size) {
        return new Pages(service, sizeName, least, most, size);
    }

    /**
     * The page of {@code all} that the token asks for.
     *
     * @param key tells the items apart
     * @param token from the page before, null for the first
     * @param size null where the request names none
     * @throws AwsError as the service refuses a size out of bounds or a token that it did not give
     */
    public <T> Page<T> cut(List<T> all, Function<? super T, String> key, String token, Integer size) {
        if (size != null && (size < least || size > most)) {
            throw badSize(size);
        }
        int from = token == null || token.isEmpty() ? 0 : after(all, key, token);
        int wanted = size == null ? unsaid : size;
        if (wanted >= all.size() - from) {
            return new Page<>(List.copyOf(all.subList(from, all.size())), null);
        }
        int to = from + wanted;
        return new Page<>(List.copyOf(all.subList(from, to)), token(to, key.apply(all.get(to - 1))));
    }

    private <T> int after(List<T> all, Function<? super T, String> key, String token) {
        int index;
        String last;
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            int split = text.indexOf(SEPARATOR);
            index = Integer.parseInt(text.substring(0, split));
            last = text.substring(split + 1);
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw badToken();
        }
        if (index < 1) {
            throw badToken();
        }
        if (index <= all.size() && key.apply(all.get(index - 1)).equals(last)) {
            return index;
        }
        for (int i = 0; i < all.size(); i++) {
            if (key.apply(all.get(i)).equals(last)) {
                return i + 1;
            }
        }
        return Math.min(index, all.size());
    }

    private static String token(int index, String last) {
        byte[] text = (index + String.valueOf(SEPARATOR) + last).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    private AwsError badSize(int size) {
        String bound = size < least ? "greater than or equal to " + least : "less than or equal to " + most;
        return switch (service) {
            case EC2 ->
                AwsError.refused(
                        "InvalidParameterValue",
                        "Value ( " + size + " ) for parameter " + sizeName + " is invalid. Expecting a value "
                                + (size < least ? "greater than " + least : "less than " + most) + ".");
            case ECS -> AwsError.refused("InvalidParameterException", sizeName + " must be " + bound + ".");
            case SQS ->
                AwsError.refused(
                        "InvalidParameterValue",
                        "Value " + size + " for parameter " + sizeName + " is invalid. Reason: Must be " + bound + ".");
            case ELASTIC_LOAD_BALANCING, IAM, STS -> AwsError.refused("ValidationError", violated(size, bound));
            default -> AwsError.refused("ValidationException", violated(size, bound));
        };
    }

    private String violated(int size, String bound) {
        return "1 validation error detected: Value '" + size + "' at '" + sizeName
                + "' failed to satisfy constraint: Member must have value " + bound;
    }

    private AwsError badToken() {
        String message = "The specified pagination token is not valid or is expired.";
        return switch (service) {
            case EC2 -> AwsError.refused("InvalidPaginationToken", message);
            case ECS -> AwsError.refused("InvalidParameterException", message);
            case SQS -> AwsError.refused("InvalidParameterValue", message);
            case ELASTIC_LOAD_BALANCING, IAM, STS -> AwsError.refused("ValidationError", message);
            case SSM -> AwsError.refused("InvalidNextToken", message);
            case PRICING, SECRETS_MANAGER -> AwsError.refused("InvalidNextTokenException", message);
            case EVENTBRIDGE, FIS -> AwsError.refused("ValidationException", message);
        };
    }
}
