/** A decision under construction: its steps with their tokens, its notes, the memory it will leave, and when to wake. */
package dev.ballast.decide.draft;
