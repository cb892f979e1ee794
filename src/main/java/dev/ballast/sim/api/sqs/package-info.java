/** Amazon SQS's operations on the world's queues, in the words of both of its protocols. */
package dev.ballast.sim.api.sqs;
