/**
 * Is what clients saw linearizable? Histories with Jepsen's meaning, models of what a system is meant to be, and engines that decide.
 * Knows no Raft and nothing else of Keelson: it judges any system that leaves a history.
 *
 * <p>{@link io.keelson.checker.LinearizabilityChecker} is the way in. {@code history} records, reads and writes; {@code model} says
 * what is allowed; {@code engine} decides, exactly, within a budget; {@code knossos} asks Jepsen's checker for a second opinion;
 * {@code report} tells people.
 */
package io.keelson.checker;
