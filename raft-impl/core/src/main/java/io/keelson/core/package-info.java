/**
 * The protocol as a function: {@code step(state, event) -> effects}.
 *
 * <p>Nothing in here reads a clock, starts a thread, draws a random number or touches a file. A {@link
 * io.keelson.core.RaftMember} is one member of one Raft group; its host hands it {@link io.keelson.core.Event events} and
 * carries out the {@link io.keelson.core.Effects effects}. The handlers bear the names of the actions in {@code spec/tla}.
 */
package io.keelson.core;
