/**
 * Why a history is not linearizable, in as few operations as it takes. Bounded like a check: the verdict stands before any of this
 * begins.
 */
package io.keelson.checker.explain;
