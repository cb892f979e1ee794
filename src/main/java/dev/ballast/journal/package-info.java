/** Remembers: an append-only record of decisions and outcomes. */
package dev.ballast.journal;
