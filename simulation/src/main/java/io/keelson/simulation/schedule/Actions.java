package io.keelson.simulation.schedule;

import java.util.List;

/** Questions about faults that more than one part asks. */
public final class Actions {
    private Actions() {}

    /** Says whether a fault takes what a disk held durably. */
    public static boolean damages(FaultAction action) {
        return action instanceof FaultAction.Rot || action instanceof FaultAction.Misdirect
                || action instanceof FaultAction.LoseBlock || action instanceof FaultAction.Wipe;
    }

    /** Says whether a cluster may need all of its members after this, or an operator, to be whole again. */
    public static boolean needsAll(FaultAction action) {
        return damages(action) || changesMembers(action);
    }

    /** Says whether members may come and go by this. */
    public static boolean changesMembers(FaultAction action) {
        return action instanceof FaultAction.Member || keepsGroups(action);
    }

    /** Says whether a fault is an operator's wish about groups that the first group keeps. */
    public static boolean keepsGroups(FaultAction action) {
        return action instanceof FaultAction.CreateGroup
                || action instanceof FaultAction.DeleteGroup
                || action instanceof FaultAction.MoveReplica
                || action instanceof FaultAction.BalanceReplicas
                || action instanceof FaultAction.SpreadLeaders;
    }

    /** Returns the nodes that a fault names. */
    public static List<Long> nodes(FaultAction action) {
        return switch (action) {
            case FaultAction.Crash a -> List.of(a.node());
            case FaultAction.Pause a -> List.of(a.node());
            case FaultAction.SlowDisk a -> List.of(a.node());
            case FaultAction.StallDisk a -> List.of(a.node());
            case FaultAction.Transfer a -> List.of(a.node());
            case FaultAction.FullDisk a -> List.of(a.node());
            case FaultAction.FailForce a -> List.of(a.node());
            case FaultAction.WallClock a -> List.of(a.node());
            case FaultAction.OneWay a -> List.of(a.from(), a.to());
            case FaultAction.Partition a -> a.groups().stream().flatMap(List::stream).toList();
            case FaultAction.CrashAt a -> List.of(a.node());
            case FaultAction.Drop a -> List.of(a.node());
            case FaultAction.Flap a -> List.of(a.node());
            case FaultAction.ClockRate a -> List.of(a.node());
            case FaultAction.Strobe a -> List.of(a.node());
            case FaultAction.SlowLink a -> List.of(a.from(), a.to());
            case FaultAction.Reset a -> List.of(a.from(), a.to());
            case FaultAction.Only a -> a.groups().stream().flatMap(List::stream).toList();
            case FaultAction.Queue a -> List.of();
            case FaultAction.Damage a -> List.of();
            case FaultAction.Quiet a -> List.of();
            case FaultAction.Think a -> List.of();
            case FaultAction.Member a -> List.of(a.node());
            case FaultAction.Compact a -> List.of(a.node());
            case FaultAction.Restore a -> List.of(a.node());
            case FaultAction.Rot a -> List.of(a.node());
            case FaultAction.Misdirect a -> List.of(a.node());
            case FaultAction.LoseBlock a -> List.of(a.node());
            case FaultAction.Wipe a -> List.of(a.node());
            case FaultAction.ReadError a -> List.of(a.node());
            case FaultAction.ShortWrite a -> List.of(a.node());
            case FaultAction.Loss a -> List.of();
            case FaultAction.Delay a -> List.of();
            case FaultAction.Duplicate a -> List.of();
            case FaultAction.Reorder a -> List.of();
            case FaultAction.CreateGroup a -> List.of();
            case FaultAction.DeleteGroup a -> List.of();
            case FaultAction.MoveReplica a -> List.of(a.from(), a.to());
            case FaultAction.BalanceReplicas a -> List.of();
            case FaultAction.SpreadLeaders a -> List.of(a.node());
        };
    }
}
