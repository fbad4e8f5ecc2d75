package io.keelson.core;

/**
 * Which member of which group this is. The three numbers travel in every frame, record, handshake and directory.
 *
 * @param group the group, from 1
 * @param member the member, from 1, unique in the cluster
 * @param incarnation drawn when the member's data directory was made: a wiped disk comes back as somebody else
 */
public record MemberIdentity(long group, long member, long incarnation) {
    public MemberIdentity {
        if (group < 1 || member < 1) {
            throw new IllegalArgumentException("group and member ids count from 1: group " + group + ", member " + member);
        }
    }
}
