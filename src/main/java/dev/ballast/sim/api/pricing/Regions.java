package dev.ballast.sim.api.pricing;

import java.util.List;

/** The regions of the price list and how it names them. */
final class Regions {
    static final List<String> ALL = List.of(
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
            "ca-central-1",
            "sa-east-1",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "eu-central-1",
            "eu-north-1",
            "eu-south-1",
            "af-south-1",
            "ap-south-1",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3");

    private Regions() {}

    static String location(String region) {
        return switch (region) {
            case "us-east-1" -> "US East (N. Virginia)";
            case "us-east-2" -> "US East (Ohio)";
            case "us-west-1" -> "US West (N. California)";
            case "us-west-2" -> "US West (Oregon)";
            case "ca-central-1" -> "Canada (Central)";
            case "sa-east-1" -> "South America (Sao Paulo)";
            case "eu-west-1" -> "EU (Ireland)";
            case "eu-west-2" -> "EU (London)";
            case "eu-west-3" -> "EU (Paris)";
            case "eu-central-1" -> "EU (Frankfurt)";
            case "eu-north-1" -> "EU (Stockholm)";
            case "eu-south-1" -> "EU (Milan)";
            case "af-south-1" -> "Africa (Cape Town)";
            case "ap-south-1" -> "Asia Pacific (Mumbai)";
            case "ap-southeast-1" -> "Asia Pacific (Singapore)";
            case "ap-southeast-2" -> "Asia Pacific (Sydney)";
            case "ap-northeast-1" -> "Asia Pacific (Tokyo)";
            case "ap-northeast-2" -> "Asia Pacific (Seoul)";
            case "ap-northeast-3" -> "Asia Pacific (Osaka)";
            default -> region;
        };
    }
}
