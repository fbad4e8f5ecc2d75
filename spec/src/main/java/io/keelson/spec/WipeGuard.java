package io.keelson.spec;

import io.keelson.core.Configuration;
import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberState;
import java.util.List;
import java.util.function.LongPredicate;

/** When a disk may be wiped: the guard of the spec's {@code Wipe}, which reads all members. */
final class WipeGuard {
    private static final long FIRST = 1;

    private final ModelSettings model;

    WipeGuard(ModelSettings model) {
        this.model = model;
    }

    /** Says whether any disk may ever be wiped. */
    boolean isOpen() {
        return !model.mayWipe.isEmpty();
    }

    /**
     * Says whether a member's disk may be wiped now.
     *
     * @param member whose
     * @param locals all members with their disks, by their ids
     * @param history what was committed
     */
    boolean allows(long member, List<MemberSteps.Local> locals, History history) {
        boolean foundingIsOver = model.voters.stream().allMatch(voter -> isNew(of(voter, locals)) || binds(of(voter, locals)));
        Configuration latest = configuration(history);
        LongPredicate wiped = voter -> voter == member || (isNew(of(voter, locals)) && !isLetIn(of(voter, locals), latest));
        return model.mayWipe.contains(member)
                && !isNew(of(member, locals))
                && foundingIsOver
                && !model.configuration().hasQuorum(wiped);
    }

    private static MemberSteps.Local of(long member, List<MemberSteps.Local> locals) {
        return locals.get((int) member - 1);
    }

    private static boolean isNew(MemberSteps.Local local) {
        return local.state().identity().incarnation() > FIRST;
    }

    /** The spec's {@code Binds}. */
    private static boolean binds(MemberSteps.Local local) {
        Configuration durable = MemberState.restarted(local.state().identity(), local.disk()).configurationUpTo(local.disk().lastIndex());
        return !durable.allVoters().isEmpty() && durable.incarnations().keySet().containsAll(durable.allVoters());
    }

    /** The spec's {@code IsLetIn}. */
    private static boolean isLetIn(MemberSteps.Local local, Configuration latest) {
        MemberIdentity identity = local.state().identity();
        return latest.voters().contains(identity.member()) && latest.boundTo(identity.member()) == identity.incarnation();
    }

    private Configuration configuration(History history) {
        Configuration latest = model.configuration();
        for (History.Chosen entry : history.chosen()) {
            latest = entry.value() instanceof Configuration found ? found : latest;
        }
        return latest;
    }
}
