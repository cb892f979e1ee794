package dev.ballast.sim.api.pricing;

import dev.ballast.model.InstanceCatalogue;
import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.api.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import software.amazon.awssdk.services.pricing.model.AttributeValue;
import software.amazon.awssdk.services.pricing.model.DescribeServicesRequest;
import software.amazon.awssdk.services.pricing.model.DescribeServicesResponse;
import software.amazon.awssdk.services.pricing.model.Filter;
import software.amazon.awssdk.services.pricing.model.GetAttributeValuesRequest;
import software.amazon.awssdk.services.pricing.model.GetAttributeValuesResponse;
import software.amazon.awssdk.services.pricing.model.GetProductsRequest;
import software.amazon.awssdk.services.pricing.model.GetProductsResponse;

/** On-demand prices of EC2's instances, Linux on shared tenancy: the catalogue's, in the price list's form. */
public final class PricingApi implements Api {
    private static final Pages PAGES = Pages.of(Service.PRICING, "MaxResults", 100);
    private static final String EC2 = "AmazonEC2";
    private static final String FORMAT = "aws_v1";

    @Override
    public Service service() {
        return Service.PRICING;
    }

    @Override
    public void register(Operations operations) {
        operations.on("GetProducts", GetProductsRequest::builder, this::products);
        operations.on("DescribeServices", DescribeServicesRequest::builder, this::services);
        operations.on("GetAttributeValues", GetAttributeValuesRequest::builder, this::values);
    }

    /** Only as many regions and types as the filters can mean: all of them are some thousands of products. */
    private static List<Product> matching(List<Filter> filters) {
        var region = equal(filters, "regionCode");
        var location = equal(filters, "location");
        var type = equal(filters, "instanceType");
        var products = new ArrayList<Product>();
        for (var one : region == null ? Regions.ALL : List.of(region)) {
            if (location != null && !location.equals(Regions.location(one))) continue;
            for (var entry : InstanceCatalogue.all()) {
                if (type != null && !type.equals(entry.type().name())) continue;
                var product = Product.of(entry, one);
                if (filters.stream().allMatch(filter -> fits(product, filter))) products.add(product);
            }
        }
        return products;
    }

    /** Null where no such filter is given. */
    private static String equal(List<Filter> filters, String field) {
        return filters.stream()
                .filter(filter -> filter.field().equalsIgnoreCase(field) && isEqual(filter))
                .map(Filter::value)
                .findFirst()
                .orElse(null);
    }

    private static boolean isEqual(Filter filter) {
        return filter.typeAsString().equals("TERM_MATCH")
                || filter.typeAsString().equals("EQUALS");
    }

    private static boolean fits(Product product, Filter filter) {
        var value = product.attributes().entrySet().stream()
                .filter(attribute -> attribute.getKey().equalsIgnoreCase(filter.field()))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        if (value == null)
            return filter.field().equalsIgnoreCase("productFamily") && "Compute Instance".equals(filter.value());
        var wanted = List.of(filter.value().split(","));
        return switch (filter.typeAsString()) {
            case "TERM_MATCH", "EQUALS" -> value.equals(filter.value());
            case "CONTAINS" -> value.contains(filter.value());
            case "ANY_OF" -> wanted.contains(value);
            case "NONE_OF" -> !wanted.contains(value);
            default ->
                throw AwsError.refused(
                        "InvalidParameterException", "Unknown filter type " + filter.typeAsString() + ".");
        };
    }

    private GetProductsResponse products(GetProductsRequest request, CallContext context) {
        if (!request.serviceCode().equals(EC2))
            throw AwsError.refused("NotFoundException", "Service Code " + request.serviceCode() + " is not listed.");
        var page = PAGES.cut(matching(request.filters()), Product::sku, request.nextToken(), request.maxResults());
        return GetProductsResponse.builder()
                .formatVersion(FORMAT)
                .priceList(page.items().stream().map(Product::toJson).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DescribeServicesResponse services(DescribeServicesRequest request, CallContext context) {
        if (request.serviceCode() != null && !request.serviceCode().equals(EC2))
            throw AwsError.refused("NotFoundException", "Service Code " + request.serviceCode() + " is not listed.");
        var sample = Product.of(InstanceCatalogue.all().iterator().next(), Regions.ALL.getFirst());
        return DescribeServicesResponse.builder()
                .formatVersion(FORMAT)
                .services(service -> service.serviceCode(EC2)
                        .attributeNames(List.copyOf(sample.attributes().keySet())))
                .build();
    }

    private GetAttributeValuesResponse values(GetAttributeValuesRequest request, CallContext context) {
        var values = new TreeSet<String>();
        for (var product : matching(List.of())) {
            var value = product.attributes().get(request.attributeName());
            if (value != null) values.add(value);
        }
        if (values.isEmpty())
            throw AwsError.refused("NotFoundException", "Attribute " + request.attributeName() + " is not listed.");
        var page = PAGES.cut(List.copyOf(values), value -> value, request.nextToken(), request.maxResults());
        return GetAttributeValuesResponse.builder()
                .attributeValues(page.items().stream()
                        .map(value -> AttributeValue.builder().value(value).build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }
}
