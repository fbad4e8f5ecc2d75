package io.keelson.checker.history;

import java.io.IOException;

/** The events of one source, one after the other. */
interface EventReader {
    /**
     * Reads the next event into {@code event}; false at the end.
     *
     * @throws MalformedHistoryException where there is none to be read; the message starts with {@code source:line:column:}
     */
    boolean next(RawEvent event) throws IOException;

    /** The message of {@code problem} with the place of the event before it. */
    default MalformedHistoryException at(RawEvent event, String problem) {
        return new MalformedHistoryException(source() + ":" + event.line + ":" + event.column + ": " + problem);
    }

    /** The name of the source for errors. */
    String source();
}
