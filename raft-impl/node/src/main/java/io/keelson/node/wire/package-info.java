/** The bytes that members exchange, and the parts of them that the durable log shares. */
package io.keelson.node.wire;
