package io.keelson.jepsen.link;

import java.io.Closeable;
import java.io.IOException;

/** Closing what nobody needs any more. */
final class Quietly {
    private Quietly() {}

    static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException gone) {
            // It is closed all the same.
        }
    }
}
