package io.keelson.server.etcd;

import io.keelson.server.Groups;
import io.keelson.server.Replica;

/**
 * Which store a request is for.
 *
 * @param byDefault the default group's
 * @param groups the others
 */
record Route(Replica byDefault, Groups groups) {
    /** Returns the store of the request that is being handed over on this thread. */
    Replica chosen() {
        String group = RequestHeaders.current().group();
        return group == null ? byDefault : groups.named(group);
    }
}
