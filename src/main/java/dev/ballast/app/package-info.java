/** Draws for a person and wires the rooms together by constructors; decides nothing. */
package dev.ballast.app;
