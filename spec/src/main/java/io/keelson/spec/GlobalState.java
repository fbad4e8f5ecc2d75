package io.keelson.spec;

import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Recovered;
import java.util.ArrayList;
import java.util.List;

/**
 * A state of the whole cluster, as {@code Raft} sees it, in the records of the core.
 *
 * @param members of each member, what it knows; in the order of their ids
 * @param disks of each member, what is durable
 * @param network the messages under way, each once; the order means nothing
 * @param history what is remembered to say what must hold
 */
record GlobalState(List<MemberState> members, List<Recovered> disks, List<Message> network, History history) {
    /** The one group that is explored. */
    static final long GROUP = 1;

    /** The spec's {@code Init}: nothing has happened yet. */
    static GlobalState initial(ModelSettings settings) {
        List<MemberState> members = new ArrayList<>();
        List<Recovered> disks = new ArrayList<>();
        for (long id : settings.servers) {
            Recovered disk = settings.firstDisk(id);
            disks.add(disk);
            members.add(MemberState.restarted(identity(id), disk));
        }
        return new GlobalState(members, disks, List.of(), History.empty(settings.maxReads));
    }

    /** A member of the one group that is explored, with its first data directory. */
    static MemberIdentity identity(long member) {
        return new MemberIdentity(GROUP, member, 1);
    }
}
