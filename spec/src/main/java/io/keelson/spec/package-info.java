/**
 * Runs TLC over the specification in {@code spec/tla}, and checks the core against it.
 *
 * <p>{@link io.keelson.spec.Models} is the manifest of the models, {@link io.keelson.spec.TlcRunner} runs one of them in a JVM of its own,
 * {@link io.keelson.spec.certify.Certifier} compares the Java handlers with TLC's evaluation of the operators that bear their names.
 */
package io.keelson.spec;
