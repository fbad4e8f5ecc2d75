/** What the linearizability checker costs, in CPU time of the thread that judges, on histories made from fixed seeds. */
package io.keelson.bench.checker;
