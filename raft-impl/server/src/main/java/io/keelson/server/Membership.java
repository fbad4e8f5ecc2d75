package io.keelson.server;

import io.keelson.core.Configuration;
import io.keelson.node.MemberInfo;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who belongs to the group and what is known of them, as far as this member has applied.
 *
 * @param configuration who votes and who learns
 * @param known what the group knows of members, by id
 * @param lastId the largest id that the group has ever known something of
 */
public record Membership(Configuration configuration, SortedMap<Long, MemberInfo> known, long lastId) {
    public Membership {
        known = Collections.unmodifiableSortedMap(new TreeMap<>(known));
    }
}
