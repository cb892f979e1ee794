package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Architecture;
import dev.ballast.model.UsdPerHour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnDemandPricesTest {
    @Test
    void theHourlyPriceIsReadFromTheTerms() {
        var product = """
                {"product": {"sku": "ABC", "attributes": {"instanceType": "m5.large"}},
                 "terms": {"OnDemand": {"ABC.JRTCKXETXF": {"priceDimensions": {"ABC.JRTCKXETXF.6YS6EN2CT7":
                   {"unit": "Hrs", "pricePerUnit": {"USD": "0.1070000000"}}}}},
                  "Reserved": {"ABC.38NPMPTW36": {"priceDimensions": {"x": {"unit": "Hrs", "pricePerUnit": {"USD": "0.02"}}}}}}}
                """;
        assertThat(OnDemandPrices.hourly(product)).contains(UsdPerHour.of("0.107"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "{}",
                "{\"terms\":{\"OnDemand\":{\"a\":{\"priceDimensions\":{\"b\":{\"unit\":\"Hrs\",\"pricePerUnit\":{\"USD\":\"0.0000000000\"}}}}}}}",
                "{\"terms\":{\"OnDemand\":{\"a\":{\"priceDimensions\":{\"b\":{\"unit\":\"Hrs\",\"pricePerUnit\":{\"CNY\":\"0.5\"}}}}}}}",
                "{\"terms\":{\"OnDemand\":{\"a\":{\"priceDimensions\":{\"b\":{\"unit\":\"Quantity\",\"pricePerUnit\":{\"USD\":\"9\"}}}}}}}"
            })
    void whatIsNoHourlyPriceInDollarsIsNone(String product) {
        assertThat(OnDemandPrices.hourly(product)).isEmpty();
    }

    @Test
    void theImageParameterDependsOnTheArchitecture() {
        assertThat(AwsMarketReader.parameter(Architecture.X86_64))
                .isEqualTo("/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id");
        assertThat(AwsMarketReader.parameter(Architecture.ARM64))
                .isEqualTo("/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id");
    }
}
