package io.keelson.node.placement;

/**
 * A group that there shall be, as one node sees it.
 *
 * @param placed what is wanted
 * @param hosted whether this node holds it
 * @param leader who leads it, as far as this node knows; 0 if it does not
 * @param preferred who shall lead it
 * @param note for a person: whether all is as it should be, and if not, why not yet
 */
public record KeptGroup(PlacedGroup placed, boolean hosted, long leader, long preferred, String note) {}
