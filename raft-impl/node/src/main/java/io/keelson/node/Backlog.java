package io.keelson.node;

import io.keelson.node.session.CommandEnvelope;

/** What a node has accepted from clients and not yet answered: bounded in number and bytes, whatever disks and followers do. */
final class Backlog {
    private final NodeSettings settings;
    private int commands;
    private long commandBytes;
    private int reads;

    Backlog(NodeSettings settings) {
        this.settings = settings;
    }

    /** Says whether the command must be tried again later. */
    boolean isFullFor(CommandEnvelope envelope) {
        return commands >= settings.maxPendingCommands()
                || commands > 0 && commandBytes + envelope.command().length() > settings.maxPendingBytes();
    }

    boolean isFullOfReads() {
        return reads >= settings.maxPendingCommands();
    }

    void accepted(CommandEnvelope envelope) {
        commands++;
        commandBytes += envelope.command().length();
    }

    void settled(CommandEnvelope envelope) {
        commands--;
        commandBytes -= envelope.command().length();
    }

    void readAccepted() {
        reads++;
    }

    void readSettled() {
        reads--;
    }
}
