/**
 * Reads what people write into model values: ballast.yaml, spot fleet JSON, the environment. Whatever is wrong is told all
 * at once, each with file, line, key and what was expected ({@link dev.ballast.config.BadInput}).
 */
package dev.ballast.config;
