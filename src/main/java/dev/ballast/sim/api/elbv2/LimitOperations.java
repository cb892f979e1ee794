package dev.ballast.sim.api.elbv2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Cipher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Limit;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SslPolicy;

/** The account's limits, which this world does not enforce, and the predefined security policies of its time. */
final class LimitOperations {
    /** AWS's default quotas. */
    private static final Map<String, Integer> LIMITS = limits();

    private static final List<String> TLS_1_3_CIPHERS =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> TLS_1_2_CIPHERS = List.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384");

    /** By name, with the protocols that each allows; the three that AWS recommends or takes by default. */
    private static final Map<String, List<String>> POLICIES = policies();

    private static Map<String, Integer> limits() {
        var limits = new LinkedHashMap<String, Integer>();
        limits.put("application-load-balancers", 50);
        limits.put("listeners-per-application-load-balancer", 50);
        limits.put("rules-per-application-load-balancer", 100);
        limits.put("network-load-balancers", 50);
        limits.put("listeners-per-network-load-balancer", 50);
        limits.put("target-groups", 3000);
        limits.put("target-groups-per-application-load-balancer", 100);
        limits.put("targets-per-application-load-balancer", 1000);
        limits.put("targets-per-network-load-balancer", 3000);
        limits.put("targets-per-availability-zone-per-network-load-balancer", 500);
        limits.put("certificates-per-application-load-balancer", 25);
        return limits;
    }

    private static Map<String, List<String>> policies() {
        var policies = new LinkedHashMap<String, List<String>>();
        policies.put("ELBSecurityPolicy-2016-08", List.of("TLSv1", "TLSv1.1", "TLSv1.2"));
        policies.put("ELBSecurityPolicy-TLS13-1-2-2021-06", List.of("TLSv1.2", "TLSv1.3"));
        policies.put("ELBSecurityPolicy-TLS13-1-3-2021-06", List.of("TLSv1.3"));
        return policies;
    }

    void register(Operations operations) {
        operations.on("DescribeAccountLimits", DescribeAccountLimitsRequest::builder, LimitOperations::describe);
        operations.on("DescribeSSLPolicies", DescribeSslPoliciesRequest::builder, LimitOperations::describePolicies);
    }

    private static DescribeAccountLimitsResponse describe(DescribeAccountLimitsRequest request, CallContext context) {
        var page = Given.PAGES.cut(List.copyOf(LIMITS.keySet()), name -> name, request.marker(), request.pageSize());
        return DescribeAccountLimitsResponse.builder()
                .limits(page.items().stream()
                        .map(name -> Limit.builder()
                                .name(name)
                                .max(Integer.toString(LIMITS.get(name)))
                                .build())
                        .toList())
                .nextMarker(page.nextToken())
                .build();
    }

    private static DescribeSslPoliciesResponse describePolicies(
            DescribeSslPoliciesRequest request, CallContext context) {
        for (var name : request.names())
            if (!POLICIES.containsKey(name))
                throw AwsError.refused("SSLPolicyNotFound", "One or more SSL policies not found");
        var names = request.names().isEmpty() ? List.copyOf(POLICIES.keySet()) : request.names();
        var page = Given.PAGES.cut(names, name -> name, request.marker(), request.pageSize());
        return DescribeSslPoliciesResponse.builder()
                .sslPolicies(page.items().stream().map(LimitOperations::policy).toList())
                .nextMarker(page.nextToken())
                .build();
    }

    private static SslPolicy policy(String name) {
        var protocols = POLICIES.get(name);
        var ciphers = new java.util.ArrayList<String>();
        if (protocols.contains("TLSv1.3")) ciphers.addAll(TLS_1_3_CIPHERS);
        if (protocols.contains("TLSv1.2")) ciphers.addAll(TLS_1_2_CIPHERS);
        var ranked = new java.util.ArrayList<Cipher>();
        for (var cipher : ciphers)
            ranked.add(Cipher.builder().name(cipher).priority(ranked.size() + 1).build());
        return SslPolicy.builder()
                .name(name)
                .sslProtocols(protocols)
                .ciphers(ranked)
                .supportedLoadBalancerTypes("application", "network")
                .build();
    }
}
