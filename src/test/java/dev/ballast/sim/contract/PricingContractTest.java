package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.pricing.model.Filter;
import software.amazon.awssdk.services.pricing.model.FilterType;
import software.amazon.awssdk.services.pricing.model.NotFoundException;

/** The price list as the AWS SDK sees it. */
class PricingContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final PricingClient pricing = cloud.client(PricingClient.builder());

    @AfterEach
    void close() {
        pricing.close();
        cloud.close();
    }

    private static Filter is(String field, String value) {
        return Filter.builder()
                .type(FilterType.TERM_MATCH)
                .field(field)
                .value(value)
                .build();
    }

    @Test
    void aTypesPriceIsFoundByItsFilters() throws JsonProcessingException {
        var list = pricing.getProducts(request -> request.serviceCode("AmazonEC2")
                        .filters(
                                is("instanceType", "m5.large"),
                                is("regionCode", "us-east-1"),
                                is("operatingSystem", "Linux"),
                                is("preInstalledSw", "NA"),
                                is("tenancy", "Shared"),
                                is("capacitystatus", "Used")))
                .priceList();
        assertThat(list).hasSize(1);
        var json = new ObjectMapper().readTree(list.getFirst());
        assertThat(json.at("/product/attributes/memory").asText()).isEqualTo("8 GiB");
        var term = json.at("/terms/OnDemand").iterator().next();
        var dimension = term.path("priceDimensions").iterator().next();
        assertThat(dimension.path("unit").asText()).isEqualTo("Hrs");
        assertThat(dimension.at("/pricePerUnit/USD").asText()).isEqualTo("0.0960000000");
    }

    @Test
    void whatIsNotListedHasNoProduct() {
        assertThat(pricing.getProducts(request -> request.serviceCode("AmazonEC2")
                                .filters(is("instanceType", "m5.large"), is("operatingSystem", "Windows")))
                        .priceList())
                .isEmpty();
        assertThatThrownBy(() -> pricing.getProducts(request -> request.serviceCode("AmazonS3")))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void theListComesInPages() {
        var first = pricing.getProducts(request -> request.serviceCode("AmazonEC2")
                .filters(is("regionCode", "eu-west-1"))
                .maxResults(10));
        assertThat(first.priceList()).hasSize(10);
        assertThat(pricing.getProducts(request -> request.serviceCode("AmazonEC2")
                                .filters(is("regionCode", "eu-west-1"))
                                .maxResults(10)
                                .nextToken(first.nextToken()))
                        .priceList())
                .doesNotContainAnyElementsOf(first.priceList());
    }

    @Test
    void anAttributesValuesAreListed() {
        assertThat(pricing.getAttributeValues(
                                request -> request.serviceCode("AmazonEC2").attributeName("operatingSystem"))
                        .attributeValues())
                .anySatisfy(value -> assertThat(value.value()).isEqualTo("Linux"));
    }

    @Test
    void theServicesWithAPriceListAreDescribed() {
        assertThat(pricing.describeServices(request -> request.serviceCode("AmazonEC2"))
                        .services())
                .singleElement()
                .satisfies(service -> assertThat(service.attributeNames()).contains("instanceType"));
    }
}
