/** One observation and one memory, joined by id and asked the same questions by every part of a decision. */
package dev.ballast.decide.facts;
