/** Hosts that AWS takes away: one timeline each, from the notice to the deadline. */
package dev.ballast.decide.interrupt;
