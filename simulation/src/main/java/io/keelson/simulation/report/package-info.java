/** What a failed run leaves for people: a recording of it, drawn as a space-time diagram on one page. */
package io.keelson.simulation.report;
