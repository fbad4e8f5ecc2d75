package io.keelson.node;

import io.keelson.core.Configuration;
import io.keelson.core.StepListener;

/**
 * A group that a node hosts.
 *
 * @param group its id, from 1
 * @param initial the configuration a new group begins with, the same on every member; ignored once the log holds one
 * @param machine this member's replica of the state machine, empty; it is rebuilt from the log
 * @param listener sees each step of the member, for checks; null for none
 */
public record GroupSettings(long group, Configuration initial, StateMachine machine, StepListener listener) {
    /** A group whose member nobody watches. */
    public GroupSettings(long group, Configuration initial, StateMachine machine) {
        this(group, initial, machine, null);
    }
}
