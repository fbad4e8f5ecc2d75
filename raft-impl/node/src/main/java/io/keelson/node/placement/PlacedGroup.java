package io.keelson.node.placement;

import java.util.List;

/**
 * A group as the metadata group wants it.
 *
 * @param group its id; never another group's
 * @param name its name
 * @param wanted the members that shall vote in it, ascending
 * @param born whether it has ever been as it was wanted: until then whoever is wanted founds it, later whoever comes is let in by the others
 * @param settled whether its leader has said that it is as it is wanted: nobody else needs to hold it any more
 */
public record PlacedGroup(long group, String name, List<Long> wanted, boolean born, boolean settled) {
    public PlacedGroup {
        wanted = wanted.stream().sorted().toList();
    }
}
