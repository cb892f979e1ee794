package dev.ballast.sim.api;

import java.util.List;

/**
 * The AWS services that the local cloud speaks, with the names by which the wire knows each: the signing name of the credential
 * scope, the prefix of X-Amz-Target, the API version of a form and the namespace of an XML answer.
 */
public enum Service {
    EC2("ec2", "", "2016-11-15", "http://ec2.amazonaws.com/doc/2016-11-15/", Protocol.EC2_QUERY),
    ECS("ecs", "AmazonEC2ContainerServiceV20141113", "2014-11-13", "", Protocol.JSON_1_1),
    ELASTIC_LOAD_BALANCING(
            "elasticloadbalancing",
            "",
            "2015-12-01",
            "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
            Protocol.QUERY),
    SQS(
            "sqs",
            "AmazonSQS",
            "2012-11-05",
            "http://queue.amazonaws.com/doc/2012-11-05/",
            Protocol.JSON_1_0,
            Protocol.QUERY),
    EVENTBRIDGE("events", "AWSEvents", "2015-10-07", "", Protocol.JSON_1_1),
    SSM("ssm", "AmazonSSM", "2014-11-06", "", Protocol.JSON_1_1),
    SECRETS_MANAGER("secretsmanager", "secretsmanager", "2017-10-17", "", Protocol.JSON_1_1),
    STS("sts", "", "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/", Protocol.QUERY),
    IAM("iam", "", "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/", Protocol.QUERY),
    PRICING("pricing", "AWSPriceListService", "2017-10-15", "", Protocol.JSON_1_1),
    FIS("fis", "", "2020-12-01", "", Protocol.REST_JSON);

    private final String signingName;
    private final String targetPrefix;
    private final String apiVersion;
    private final String xmlNamespace;
    private final List<Protocol> protocols;

    Service(String signingName, String targetPrefix, String apiVersion, String xmlNamespace, Protocol... protocols) {
        this.signingName = signingName;
        this.targetPrefix = targetPrefix;
        this.apiVersion = apiVersion;
        this.xmlNamespace = xmlNamespace;
        this.protocols = List.of(protocols);
    }

    /** The service part of a signature's credential scope. */
    public String signingName() {
        return signingName;
    }

    /** What stands before the dot in X-Amz-Target; empty where the service speaks no AWS JSON. */
    public String targetPrefix() {
        return targetPrefix;
    }

    public String apiVersion() {
        return apiVersion;
    }

    /** The xmlns of an XML answer; empty where the service never answers in XML. */
    public String xmlNamespace() {
        return xmlNamespace;
    }

    /** The protocols that the service answers in, its own first. */
    public List<Protocol> protocols() {
        return protocols;
    }
}
