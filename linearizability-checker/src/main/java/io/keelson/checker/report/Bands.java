package io.keelson.checker.report;

import io.keelson.checker.history.History;
import io.keelson.checker.history.NemesisEvent;
import io.keelson.checker.history.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How long each fault lasted, from the events of the nemesis. Jepsen's nemeses say twice of each thing that they do it, before and after,
 * and have no word for how long a fault lasts; what ends it is told by its name.
 */
final class Bands {
    /** What ends a fault that is called otherwise. */
    private static final Set<String> ENDS = Set.of("stop", "heal", "restart", "resume", "reset", "recover", "start", "unpartition");

    private final List<Band> bands = new ArrayList<>();

    /**
     * One fault.
     *
     * @param name  what it is, with its value
     * @param first the index of the event that began it
     * @param last  the index of the event that ended it; of the same event where nothing says how long it lasted; {@link Integer#MAX_VALUE}
     *              where it never ended
     */
    record Band(String name, int first, int last) {
    }

    private Bands() {
    }

    static List<Band> of(History history) {
        Bands bands = new Bands();
        List<NemesisEvent> open = new ArrayList<>();
        String endedBy = null;
        for (NemesisEvent event : history.nemesisEvents()) {
            List<NemesisEvent> ended = endedBy(open, event);
            if (!ended.isEmpty()) {
                ended.forEach(begun -> bands.add(begun, event.index()));
                open.removeAll(ended);
                endedBy = event.f();
            } else if (!event.f().equals(endedBy) && !isEnd(event.f()) && !repeats(open, event)) {
                open.add(event);
                endedBy = null;
            }
        }
        open.forEach(begun -> bands.add(begun, isBegin(begun.f()) ? Integer.MAX_VALUE : begun.index()));
        bands.bands.sort(Comparator.comparingInt(Band::first));
        return bands.bands;
    }

    private void add(NemesisEvent event, int last) {
        bands.add(new Band(event.f() + (event.value() == null ? "" : " " + Values.brief(event.value())), event.index(), last));
    }

    /** The open faults that {@code event} ends: those that struck what it names, or, where none did, all of their kind. */
    private static List<NemesisEvent> endedBy(List<NemesisEvent> open, NemesisEvent event) {
        List<NemesisEvent> ofKind = open.stream().filter(begun -> ends(begun.f(), event.f())).toList();
        List<NemesisEvent> same = ofKind.stream().filter(begun -> Objects.equals(begun.value(), event.value())).toList();
        return same.isEmpty() ? ofKind : same;
    }

    /** Whether an open fault says once more that it has begun. */
    private static boolean repeats(List<NemesisEvent> open, NemesisEvent event) {
        return open.stream().anyMatch(begun -> begun.f().equals(event.f())
            && (begun.value() == null || event.value() == null || begun.value().equals(event.value())));
    }

    private static boolean ends(String begin, String end) {
        if (begin.startsWith("start") && end.startsWith("stop") && begin.substring(5).equals(end.substring(4))) {
            return true;
        }
        return switch (begin) {
            case "kill", "crash" -> Set.of("start", "restart", "recover").contains(end);
            case "pause" -> Set.of("resume", "continue").contains(end);
            case "partition", "cut" -> Set.of("heal", "stop-partition", "unpartition", "recover").contains(end);
            default -> end.equals("heal-" + begin) || end.equals("stop-" + begin) || end.equals("end-" + begin) || end.equals(begin + "-end");
        };
    }

    private static boolean isBegin(String f) {
        return f.startsWith("start") || Set.of("kill", "crash", "pause", "partition", "cut").contains(f);
    }

    private static boolean isEnd(String f) {
        return f.startsWith("stop") || f.startsWith("heal") || ENDS.contains(f) && !f.startsWith("start");
    }
}
