package io.keelson.launcher.verify;

import java.time.Duration;

/**
 * A phase that has come to its end.
 *
 * @param name the phase
 * @param description what it does
 * @param findings what it found
 * @param duration how long it took
 */
public record PhaseResult(String name, String description, Findings findings, Duration duration) {}
