package io.keelson.checker.history;

/** Takes the events of a history in their order: {@link History.Builder} keeps them, an online check judges them as they come. */
public interface EventSink {
    /**
     * Takes an event of a client; the parameters are those of {@link Event}.
     *
     * @throws MalformedHistoryException where it cannot follow what came before
     */
    void onClient(long process, EventType type, String f, Object key, Object value, long time, Object error, long order);

    /** Takes an event of a fault injector; the parameters are those of {@link NemesisEvent}. */
    void onNemesis(String process, EventType type, String f, Object value, long time);
}
