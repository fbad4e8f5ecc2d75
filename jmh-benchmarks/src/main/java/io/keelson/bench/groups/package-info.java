/** What groups cost that have nothing to do. */
package io.keelson.bench.groups;
