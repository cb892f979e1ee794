/** A load generator of our own: recorded requests, sent again by a process that leaves the machine to the server. */
package dev.ballast.bench.load;
