package io.keelson.kv;

/** What a branch of a transaction may do. */
public sealed interface KvOperation permits RangeRequest, KvCommand.Put, KvCommand.DeleteRange {}
