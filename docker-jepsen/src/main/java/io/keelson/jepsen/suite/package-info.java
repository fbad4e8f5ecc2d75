/** Runs that belong together: what a suite tries, and how well a cluster must do in it. */
package io.keelson.jepsen.suite;
