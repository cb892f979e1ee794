package dev.ballast.app.session;

import dev.ballast.model.Decision;
import dev.ballast.model.PoolChoice;
import java.util.List;

/**
 * What would be done now.
 *
 * @param decisions one, or two where the first only makes the launch template
 * @param pools what the last one makes of each pool
 */
public record Foresight(List<Decision> decisions, List<PoolChoice> pools) {}
