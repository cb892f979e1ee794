/** A game day: what a loss does to a cluster, told while it happens, and what it would have done in other hands. */
package dev.ballast.app.gameday;
