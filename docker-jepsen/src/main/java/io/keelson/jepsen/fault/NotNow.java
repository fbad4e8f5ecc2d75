package io.keelson.jepsen.fault;

import java.io.IOException;

/** The cluster refused what an operator asked of it, and nothing has been done. It had a reason, such as another change under way. */
final class NotNow extends IOException {
    private static final long serialVersionUID = 1;

    NotNow(String reason) {
        super(reason);
    }
}
