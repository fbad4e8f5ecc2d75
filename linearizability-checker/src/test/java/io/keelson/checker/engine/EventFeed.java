package io.keelson.checker.engine;

import io.keelson.checker.history.Event;
import io.keelson.checker.history.History;

/** A recorded history, told event by event as if it were going on. */
final class EventFeed {
    private EventFeed() {}

    static void feed(History history, OnlineChecker online) {
        for (Event event : history.events()) {
            switch (event.type()) {
                case INVOKE -> online.invoke(event.process(), event.f(), event.key(), event.value());
                case OK -> online.ok(event.process(), event.value());
                case FAIL -> online.fail(event.process());
                default -> online.info(event.process());
            }
        }
    }
}
