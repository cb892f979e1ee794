package dev.ballast.model;

/**
 * One action of a decision with its reason.
 *
 * @param token the idempotency token: the same decision sent twice, also by a restarted process, happens once
 */
public record Step(String token, Action action, Reason reason) {}
