package io.keelson.bench.peers;

import io.microraft.RaftEndpoint;

/** A member by its number, from 1. */
record Endpoint(int number) implements RaftEndpoint {
    @Override
    public Object getId() {
        return number;
    }
}
