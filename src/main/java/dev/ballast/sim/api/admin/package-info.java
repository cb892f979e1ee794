/**
 * The local cloud's own API behind /_ballast/: what a person or a test suite does to a world from outside it. Also the one reference
 * behind which everything stands that belongs to one world, so that another world can take its place at once.
 */
package dev.ballast.sim.api.admin;
