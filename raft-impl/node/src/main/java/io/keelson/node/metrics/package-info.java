/** What a running node tells Micrometer. The registry is the embedder's. */
package io.keelson.node.metrics;
