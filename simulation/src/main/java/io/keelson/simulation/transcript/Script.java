package io.keelson.simulation.transcript;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.Message;
import io.keelson.core.MemberState;
import io.keelson.core.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The commands of both kinds of stage: who is connected to whom, and what there is to see. Each kind adds its own. */
abstract class Script {
    /** What a command does with the rest of its line. */
    interface Command {
        void run(Words words);
    }

    private final TreeMap<String, Command> commands = new TreeMap<>();
    private final Stage stage;

    Script(Stage stage) {
        this.stage = stage;
        add("partition", this::partition);
        add("links", this::links);
        add("cut", this::cut);
        add("heal", words -> stage.links.heal());
        add("state", words -> each(words, this::standing));
        add("log", words -> each(words, this::log));
        add("disks", words -> each(words, this::disk));
        add("progress", this::progress);
    }

    final void add(String name, Command command) {
        commands.put(name, command);
    }

    /**
     * Does what a line says.
     *
     * @return what it printed
     * @throws IllegalArgumentException if the line is not understood
     */
    final List<String> run(String line) {
        Words words = new Words(line);
        String name = words.next("a command");
        Command command = commands.get(name);
        if (command == null) {
            throw new IllegalArgumentException("there is no command " + name + "; there are " + String.join(", ", commands.keySet()));
        }
        command.run(words);
        words.end();
        return stage.takeTold();
    }

    /** Takes a member from the line: its number, or {@code leader}. */
    final long member(Words words) {
        if (words.accept("leader")) {
            return stage.leader();
        }
        return member(words.next("a member"));
    }

    private long member(String word) {
        long id = Words.parse(word, "a member");
        if (!stage.members().contains(id)) {
            throw new IllegalArgumentException("there is no member " + id);
        }
        return id;
    }

    /** The members on the line, all of them if it names none. */
    final List<Long> members(Words words) {
        List<Long> named = new ArrayList<>();
        while (!words.isEmpty()) {
            named.add(member(words));
        }
        return named.isEmpty() ? stage.members() : named;
    }

    private interface View {
        String of(long id);
    }

    private void each(Words words, View view) {
        members(words).forEach(id -> stage.tell(id + ": " + view.of(id)));
    }

    private void partition(Words words) {
        List<List<Long>> groups = new ArrayList<>();
        for (String group : String.join("", words.rest()).split("\\|")) {
            if (!group.matches("\\{[\\d,]+}")) {
                throw new IllegalArgumentException("expected groups like {1} | {2,3}, found " + group);
            }
            groups.add(List.of(group.substring(1, group.length() - 1).split(",")).stream().map(this::member).toList());
        }
        stage.links.partition(groups);
    }

    private void links(Words words) {
        stage.links.only(words.rest().stream().map(pair -> ends(pair, "-")).toList());
    }

    private void cut(Words words) {
        for (String link : words.rest()) {
            boolean oneWay = link.contains("->");
            List<Long> ends = ends(link, oneWay ? "->" : "-");
            stage.links.cut(ends.get(0), ends.get(1));
            if (!oneWay) {
                stage.links.cut(ends.get(1), ends.get(0));
            }
        }
    }

    private List<Long> ends(String link, String between) {
        String[] ends = link.split(between, -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException("expected two members like 1" + between + "2, found " + link);
        }
        return List.of(member(ends[0]), member(ends[1]));
    }

    private String standing(long id) {
        MemberState state = stage.state(id);
        return Narrator.standing(state) + (state.hardState().votedFor() == Configuration.NOBODY ? "" : ", voted for " + state.hardState().votedFor())
                + ", commit " + state.commitIndex();
    }

    private String log(long id) {
        MemberState state = stage.state(id);
        return Speech.log(state.base(), state.entries()) + "; commit " + state.commitIndex() + ", durable " + state.durableIndex();
    }

    private String disk(long id) {
        return Speech.disk(stage.disks.get(id).durable());
    }

    private void progress(Words words) {
        long id = member(words);
        stage.state(id).progress().forEach((other, progress) -> stage.tell(id + ": " + other + " has " + progress.matchIndex()
                + ", next " + progress.nextIndex() + ", " + Speech.state(progress.state())));
    }

    /** Who shall belong to the group: {@code voters 1 2 3 [learners 4]}. */
    static List<List<Long>> membership(Words words) {
        if (!words.accept("voters")) {
            throw new IllegalArgumentException("expected `voters 1 2 3 [learners 4]`");
        }
        List<Long> voters = words.numbers();
        return List.of(voters, words.accept("learners") ? words.numbers() : List.of());
    }

    /** Commands of clients: what is left of the line. */
    static List<Payload.Command> payloads(Words words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("expected what to propose");
        }
        return words.rest().stream().map(text -> new Payload.Command(Bytes.utf8(text))).toList();
    }

    /** A read's number, written {@code r7}. */
    static long request(Words words) {
        String word = words.next("a read like r1");
        if (!word.startsWith("r")) {
            throw new IllegalArgumentException("expected a read like r1, found " + word);
        }
        return Words.parse(word.substring(1), "a read like r1");
    }

    /** A log as it stands in a command: of each entry its term, or term and command as in {@code 2:x}. */
    static List<Entry> entries(Words words) {
        List<Entry> entries = new ArrayList<>();
        for (String word : words.rest()) {
            String[] parts = word.split(":", 2);
            Payload payload = parts.length == 1 ? Payload.NOOP : new Payload.Command(Bytes.utf8(parts[1]));
            entries.add(new Entry(entries.size() + 1, Words.parse(parts[0], "the term of an entry"), payload));
        }
        return entries;
    }

    /** Messages as they stand in a list of what is under way. */
    static String line(Message message) {
        return Speech.link(message) + " " + Speech.message(message);
    }
}
