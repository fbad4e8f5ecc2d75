package io.keelson.node.wire;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.LogBase;
import io.keelson.core.Message;
import io.keelson.core.Payload;
import io.keelson.node.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Frames of every kind, near the limits of their fields as well as in the middle. */
final class FrameArbitraries {
    private FrameArbitraries() {}

    static Arbitrary<Frame> frames() {
        Arbitrary<Long> correlations = Arbitraries.longs();
        return headers()
                .flatMap(header -> Arbitraries.oneOf(
                        messages(header).map(message -> new Frame.Protocol(header, message)),
                        chunks(header),
                        beats(header),
                        ofSeveralGroups(header),
                        Arbitraries.just(new Frame.Removed(header)),
                        Combinators.combine(correlations, correlations, bytes())
                                .as((term, c, envelope) -> new Frame.ForwardedCommand(header, term, c, envelope)),
                        Combinators.combine(correlations, outcomes()).as((c, outcome) -> new Frame.ForwardedOutcome(header, c, outcome))));
    }

    private static Arbitrary<Frame> beats(FrameHeader header) {
        Arbitrary<Long> any = Arbitraries.longs();
        Arbitrary<Long> positive = Arbitraries.longs().between(1, Long.MAX_VALUE);
        Arbitrary<List<Frame.Rest>> rests =
                Combinators.combine(positive, positive, positive).as(Frame.Rest::new).list().ofMaxSize(5);
        FrameHeader ofNode = new FrameHeader(FrameHeader.NO_GROUP, header.from(), header.fromIncarnation(), header.to());
        return Combinators.combine(any, positive, any, any, Arbitraries.of(true, false), rests, positive.list().ofMaxSize(5))
                .as((life, number, vouches, trusts, named, list, refused) ->
                        new Frame.Beat(ofNode, life, number, vouches, trusts, named, named ? list : List.of(), refused));
    }

    private static Arbitrary<Frame> ofSeveralGroups(FrameHeader header) {
        FrameHeader ofNode = new FrameHeader(FrameHeader.NO_GROUP, header.from(), header.fromIncarnation(), header.to());
        return Arbitraries.oneOf(
                        heartbeats(header.from(), header.fromIncarnation(), header.to()).list().ofMinSize(1).ofMaxSize(5),
                        answers(header.from(), header.fromIncarnation(), header.to()).list().ofMinSize(1).ofMaxSize(5))
                .map(messages -> new Frame.OfSeveralGroups(ofNode, messages.stream().map(message -> new Frame.OfGroup(1 + message.term() / 2, message)).toList()));
    }

    private static Arbitrary<FrameHeader> headers() {
        Arbitrary<Long> ids = Arbitraries.longs().between(1, Long.MAX_VALUE);
        return Combinators.combine(ids, ids, Arbitraries.longs(), ids).as(FrameHeader::new);
    }

    private static Arbitrary<Message> messages(FrameHeader header) {
        long from = header.from();
        long incarnation = header.fromIncarnation();
        long to = header.to();
        Arbitrary<Long> n = Arbitraries.longs().between(0, Long.MAX_VALUE);
        Arbitrary<Long> directories = Arbitraries.longs().between(1, Long.MAX_VALUE);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        Arbitrary<Long> requests = Arbitraries.longs();
        return Arbitraries.oneOf(
                Combinators.combine(n, n, n).as((t, i, it) -> new Message.PreVote(from, incarnation, to, t, i, it)),
                Combinators.combine(directories, n, flag).as((in, t, g) -> new Message.PreVoteResponse(from, incarnation, to, in, t, g)),
                Combinators.combine(n, n, n, flag).as((t, i, it, tr) -> new Message.RequestVote(from, incarnation, to, t, i, it, tr)),
                Combinators.combine(directories, n, flag).as((in, t, g) -> new Message.RequestVoteResponse(from, incarnation, to, in, t, g)),
                appendEntries(from, incarnation, to),
                answers(from, incarnation, to),
                Combinators.combine(n, n, counts(0)).as((t, i, next) -> new Message.InstallSnapshotResponse(from, incarnation, to, t, i, next)),
                n.map(t -> new Message.TimeoutNow(from, incarnation, to, t)),
                Combinators.combine(n, requests).as((t, r) -> new Message.ReadIndexRequest(from, incarnation, to, t, r)),
                Combinators.combine(n, requests, n).as((t, r, i) -> new Message.ReadIndexResponse(from, incarnation, to, t, r, i)));
    }

    private static Arbitrary<Message> answers(long from, long incarnation, long to) {
        Arbitrary<Long> n = Arbitraries.longs().between(0, Long.MAX_VALUE);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        return Combinators.combine(n, flag, n, n, n, n, flag)
                .as((t, s, i, h, ht, r, l) -> new Message.AppendEntriesResponse(from, incarnation, to, t, s, i, h, ht, r, l));
    }

    private static Arbitrary<Message> heartbeats(long from, long incarnation, long to) {
        Arbitrary<Long> n = Arbitraries.longs().between(0, Long.MAX_VALUE);
        return Combinators.combine(n, n, n, n, n, n)
                .as((in, t, prev, prevTerm, commit, round) -> new Message.AppendEntries(from, incarnation, to, in, t, prev, prevTerm, List.of(), commit, round));
    }

    private static Arbitrary<Integer> counts(int least) {
        return Arbitraries.integers().between(least, Integer.MAX_VALUE);
    }

    /** A chunk of a snapshot: the last one, or any other. */
    private static Arbitrary<Frame> chunks(FrameHeader header) {
        Arbitrary<Long> positive = Arbitraries.longs().between(1, Long.MAX_VALUE);
        Arbitrary<Bytes> contents = Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(300).map(Bytes::wrap);
        return Combinators.combine(
                        positive, positive, payloads().filter(payload -> payload instanceof Configuration), Arbitraries.integers().between(1, 1000), contents, positive,
                        Arbitraries.integers(), Arbitraries.of(true, false))
                .as((index, term, configuration, chunks, content, t, checksum, last) -> {
                    long toIncarnation = t / 2;
                    boolean isLast = last || chunks == 1;
                    int chunkBytes = isLast ? content.length() + 7 : content.length();
                    long bytes = (chunks - 1L) * chunkBytes + (isLast ? content.length() : 1);
                    LogBase base = new LogBase(index, term, (Configuration) configuration, chunks);
                    Message.InstallSnapshot message = new Message.InstallSnapshot(header.from(), header.fromIncarnation(), header.to(), toIncarnation, t, base, isLast ? chunks : chunks - 1);
                    return new Frame.SnapshotChunk(header, message, chunkBytes, bytes, checksum, content);
                });
    }

    private static Arbitrary<Message> appendEntries(long from, long incarnation, long to) {
        Arbitrary<Long> n = Arbitraries.longs().between(0, Long.MAX_VALUE);
        Arbitrary<Long> previous = Arbitraries.longs().between(0, Long.MAX_VALUE - 20);
        Arbitrary<Long> terms = Arbitraries.longs().between(1, Long.MAX_VALUE);
        Arbitrary<List<Payload>> payloads = payloads().list().ofMaxSize(20);
        return Combinators.combine(n, n, previous, n, payloads, terms, n, n)
                .as((in, term, prev, prevTerm, contents, entryTerm, commit, round) -> {
                    List<Entry> entries = new ArrayList<>();
                    for (Payload payload : contents) {
                        entries.add(new Entry(prev + entries.size() + 1, entryTerm, payload));
                    }
                    return new Message.AppendEntries(from, incarnation, to, in, term, prev, prevTerm, entries, commit, round);
                });
    }

    static Arbitrary<Payload> payloads() {
        return Arbitraries.oneOf(
                Arbitraries.just(Payload.NOOP),
                bytes().map(Payload.Command::new),
                Arbitraries.just(Configuration.of(1, 2, 3)),
                Arbitraries.just(new Configuration(List.of(1L, 2L), List.of(2L, 3L), List.of(9L))),
                Arbitraries.just(Configuration.of(1, 2, 3).boundTo(new TreeMap<>(Map.of(1L, 5L, 3L, Long.MAX_VALUE)))));
    }

    private static Arbitrary<Bytes> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(Bytes::wrap);
    }

    private static Arbitrary<Outcome<Bytes>> outcomes() {
        Arbitrary<Long> n = Arbitraries.longs().between(0, Long.MAX_VALUE);
        Arbitrary<String> reasons = Arbitraries.of("", "the session has expired", "zu gro\u00df: \u00fcber 1 MiB", "\ud83d\udea2");
        return Arbitraries.oneOf(
                Combinators.combine(n, bytes()).as((i, value) -> new Outcome.Done<>(i, value)),
                Combinators.combine(reasons, n).as((r, leader) -> new Outcome.NotApplied<>(r, leader)),
                reasons.map(r -> new Outcome.Unknown<>(r)),
                reasons.map(r -> new Outcome.Refused<>(r)));
    }
}
