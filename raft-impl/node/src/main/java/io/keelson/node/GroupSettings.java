package io.keelson.node;

import io.keelson.core.Configuration;

/**
 * A group that a node hosts.
 *
 * @param group its id, from 1
 * @param initial the configuration a new group begins with, the same on every member; ignored once the log holds one
 * @param machine this member's replica of the state machine, empty; it is rebuilt from the log
 */
public record GroupSettings(long group, Configuration initial, StateMachine machine) {}
