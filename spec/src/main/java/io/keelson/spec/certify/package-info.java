/**
 * Spec and code are one, step by step: each (state, input) pair that anything meets is evaluated by the spec's operator in TLC and by the core's handler, and the two must agree.
 *
 * <p>A step of Raft reads one member's state and one input, so some hundred thousand pairs stand for many millions of steps of a cluster.
 */
package io.keelson.spec.certify;
