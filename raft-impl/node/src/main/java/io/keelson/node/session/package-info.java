/** Client sessions: commands that take effect exactly once (thesis 6.3). The table is part of the replicated state. */
package io.keelson.node.session;
