/** Real requests through the local cloud's load balancer while AWS takes a whole pool away: {@code ./bench traffic}. */
package dev.ballast.bench.traffic;
