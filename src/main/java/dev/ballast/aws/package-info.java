/**
 * The ports on AWS SDK for Java 2. AWS's codes, paging and eventual consistency stop here: what leaves this room is a value
 * of the model or one {@link dev.ballast.observe.CloudUnreachable} sentence.
 */
package dev.ballast.aws;
