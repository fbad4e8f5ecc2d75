package io.keelson.core;

import static io.keelson.core.Cluster.ids;

/** Where a walk begins. What is rare on a walk from the first election is near from here: the seeds of the spec's models serve the same end. */
enum Opening {
    /** Member 1 leads members 2 and 3. */
    A_LEADER {
        @Override
        void play(Cluster cluster) {}
    },
    /** Member 2 has lost entries that it and member 1 alone hold, and the repair is on its way to it. */
    A_REPAIR {
        @Override
        void play(Cluster cluster) {
            cluster.propose(1, "a", "b", "c");
            cluster.settleUnder(1, 1, 2);
            cluster.damage(2, 3);
            cluster.heartbeat(1);
            for (int round = 0; round < 5; round++) {
                cluster.deliver(m -> (m.to() == 2 || m.from() == 2) && !(m instanceof Message.AppendEntries append && !append.entries().isEmpty()));
            }
        }
    },
    /** Member 3 needs what the leader no longer has, and the first of three chunks is on its way to it. */
    A_SNAPSHOT {
        @Override
        void play(Cluster cluster) {
            cluster.propose(1, "a", "b", "c");
            cluster.settle(1, 2);
            cluster.compact(1, 3, 3);
            cluster.heartbeat(1);
            for (int round = 0; round < 4; round++) {
                cluster.deliver(m -> (m.to() == 3 || m.from() == 3) && !(m instanceof Message.InstallSnapshot));
            }
        }
    },
    /** Member 1 has led, and has a long log that nobody else has; member 2 leads now, and sends it a snapshot that ends within. */
    A_SNAPSHOT_OVER_A_DIVERGED_LOG {
        @Override
        void play(Cluster cluster) {
            cluster.propose(1, "lost-1", "lost-2", "lost-3", "lost-4");
            cluster.force(1);
            cluster.network.clear();
            cluster.timeout(2);
            cluster.settle(2, 3);
            cluster.settleUnder(2, 2, 3);
            cluster.compact(2, 2, 1);
            cluster.heartbeat(2);
            for (int round = 0; round < 5; round++) {
                cluster.deliver(m -> (m.to() == 1 || m.from() == 1) && !(m instanceof Message.InstallSnapshot));
                cluster.force(1);
            }
        }
    },
    /** Members 4 and 5 have caught up, and a joint configuration that makes them voters in the place of two others is on its way. */
    A_JOINT_CHANGE {
        @Override
        void play(Cluster cluster) {
            cluster.change(1, ids(1, 2, 3), ids(4, 5));
            cluster.settleUnder(1, 1, 2, 3, 4, 5);
            cluster.propose(1, "a");
            cluster.change(1, ids(3, 4, 5), ids());
        }
    };

    abstract void play(Cluster cluster);
}
