package dev.ballast.config;

import dev.ballast.model.Settings;
import java.util.List;

/**
 * What {@code ballast init} made of a spot fleet request.
 *
 * @param settings equal to what reading {@code yaml} gives; the region is empty where nothing tells it
 * @param yaml a commented ballast.yaml
 * @param findings in the order of the request's lines
 * @param secretCommand creates the secret that instance.registry-auth names, with a placeholder for the password; empty
 *     where the request has no registry credentials
 */
public record Imported(Settings settings, String yaml, List<Finding> findings, String secretCommand) {
    public Imported {
        findings = List.copyOf(findings);
    }
}
