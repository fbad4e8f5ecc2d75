/** Where groups and their leaders belong: pure functions of what is known of them. */
package io.keelson.node.placement;
