/** What came of earlier steps, folded into memory before anything new is decided. */
package dev.ballast.decide.answers;
