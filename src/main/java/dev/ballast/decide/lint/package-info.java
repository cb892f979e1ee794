/** What cannot survive the two minutes of a notice, why, and which setting would change that: told before it happens. */
package dev.ballast.decide.lint;
