package dev.ballast.sim.api.pricing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.UsdPerHour;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One line of the price list: an instance type in a region, Linux on shared tenancy.
 *
 * @param attributes by their names in the price list
 */
record Product(String sku, Map<String, String> attributes, UsdPerHour price) {
    private static final String TERM = "JRTCKXETXF";
    private static final String RATE = "6YS6EN2CT7";
    private static final String SKU_DIGITS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private static final int SKU_LENGTH = 16;

    static Product of(InstanceCatalogue.Entry entry, String region) {
        var type = entry.type();
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("servicecode", "AmazonEC2");
        attributes.put("servicename", "Amazon Elastic Compute Cloud");
        attributes.put("location", Regions.location(region));
        attributes.put("locationType", "AWS Region");
        attributes.put("regionCode", region);
        attributes.put("instanceType", type.name());
        attributes.put("instanceFamily", family(type.family()));
        attributes.put("currentGeneration", type.traits().currentGeneration() ? "Yes" : "No");
        attributes.put("vcpu", Integer.toString(type.vcpus()));
        attributes.put("memory", gib(type.memoryMib()) + " GiB");
        attributes.put("storage", entry.localGb() == 0 ? "EBS only" : entry.localGb() + " GB NVMe SSD");
        attributes.put("operatingSystem", "Linux");
        attributes.put("preInstalledSw", "NA");
        attributes.put("tenancy", "Shared");
        attributes.put("capacitystatus", "Used");
        attributes.put("licenseModel", "No License required");
        attributes.put("marketoption", "OnDemand");
        attributes.put("operation", "RunInstances");
        attributes.put("usagetype", "BoxUsage:" + type.name());
        var price = InstanceCatalogue.onDemand(type.name(), region).orElseThrow();
        return new Product(sku(type.name() + "/" + region), attributes, price);
    }

    private static String gib(int mib) {
        return BigDecimal.valueOf(mib)
                .divide(BigDecimal.valueOf(1024), 2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String family(String name) {
        return switch (name.charAt(0)) {
            case 'c' -> "Compute optimized";
            case 'r', 'x', 'z' -> "Memory optimized";
            case 'g', 'p' -> "GPU instance";
            case 'i', 'd' -> "Storage optimized";
            default -> "General purpose";
        };
    }

    /** Sixteen letters and digits that follow from the product. */
    private static String sku(String name) {
        var hash = 0xcbf29ce484222325L;
        for (var i = 0; i < name.length(); i++) hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        var sku = new StringBuilder();
        while (sku.length() < SKU_LENGTH) {
            sku.append(SKU_DIGITS.charAt((int) Math.floorMod(hash, SKU_DIGITS.length())));
            hash = hash * 6364136223846793005L + 1442695040888963407L;
        }
        return sku.toString();
    }

    /** As the price list writes it. */
    String toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        var product = json.putObject("product");
        product.put("productFamily", "Compute Instance");
        var shown = product.putObject("attributes");
        attributes.forEach(shown::put);
        product.put("sku", sku);
        json.put("serviceCode", "AmazonEC2");
        var term = json.putObject("terms").putObject("OnDemand").putObject(sku + "." + TERM);
        var rateCode = sku + "." + TERM + "." + RATE;
        var dimension = term.putObject("priceDimensions").putObject(rateCode);
        dimension.put("unit", "Hrs");
        dimension.put("endRange", "Inf");
        dimension.put(
                "description",
                "$" + price.toBigDecimal().stripTrailingZeros().toPlainString() + " per On Demand Linux "
                        + attributes.get("instanceType") + " Instance Hour");
        dimension.putArray("appliesTo");
        dimension.put("rateCode", rateCode);
        dimension.put("beginRange", "0");
        dimension.putObject("pricePerUnit").put("USD", String.format(Locale.ROOT, "%.10f", price.toBigDecimal()));
        term.put("sku", sku);
        term.put("effectiveDate", "2025-11-01T00:00:00Z");
        term.put("offerTermCode", TERM);
        term.putObject("termAttributes");
        json.put("version", "20251101000000");
        json.put("publicationDate", "2025-11-01T00:00:00Z");
        return json.toString();
    }
}
