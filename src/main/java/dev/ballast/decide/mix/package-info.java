/**
 * The mix: how many hosts of which pools hold a load at least cost, also after the loss of any one group of them. A linear relaxation says
 * what it costs at least, rounding makes whole hosts of it, and stowing proves that every task has its place.
 */
package dev.ballast.decide.mix;
