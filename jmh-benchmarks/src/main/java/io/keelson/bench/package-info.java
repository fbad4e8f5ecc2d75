/** What the parts of Keelson cost, measured with JMH: the benchmarks, and how they are run and told. */
package io.keelson.bench;
