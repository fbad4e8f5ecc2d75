/** Spec and code are one: whole graphs compared, and every step that anything takes certified. */
package io.keelson.launcher.conformance;
