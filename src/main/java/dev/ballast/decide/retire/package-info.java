/** Hosts that go by Ballast's own choice: replaced where their place is needed, drained, terminated when empty. */
package dev.ballast.decide.retire;
