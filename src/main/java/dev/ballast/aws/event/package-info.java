/** What EventBridge sends, one file a kind of message, each naming its schema. */
package dev.ballast.aws.event;
