package io.keelson.core;

/** What a leader does about another member's log (thesis 10.2.1). */
public enum ProgressState {
    /** Looks for the last index at which the logs agree, with AppendEntries that carry nothing. */
    PROBE,
    /** Sends entries ahead of acknowledgements, up to a window. */
    REPLICATE,
    /** What the member lacks is gone here: sends the snapshot that stands for it, chunk by chunk. */
    SNAPSHOT
}
