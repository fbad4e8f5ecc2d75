package io.keelson.node.wire;

import io.keelson.node.wire.Frame.Rest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The body of a {@link Frame.Beat}: {@code life:8 number:8 vouches:8 trusts:8 hasList:1}, then {@code count:4} rests of 24 bytes, then {@code count:4} groups. */
final class BeatCodec {
    private static final int REST_BYTES = 3 * Long.BYTES;

    private BeatCodec() {}

    static int size(Frame.Beat beat) {
        return 4 * Long.BYTES + 1 + Integer.BYTES + Math.multiplyExact(REST_BYTES, beat.list().size()) + Integer.BYTES + Long.BYTES * beat.refused().size();
    }

    static void encode(Frame.Beat beat, ByteBuffer out) {
        out.putLong(beat.life()).putLong(beat.number()).putLong(beat.vouches()).putLong(beat.trusts());
        out.put((byte) (beat.hasList() ? 1 : 0)).putInt(beat.list().size());
        for (Rest rest : beat.list()) {
            out.putLong(rest.group()).putLong(rest.term()).putLong(rest.index());
        }
        out.putInt(beat.refused().size());
        beat.refused().forEach(out::putLong);
    }

    static Frame.Beat decode(FrameHeader header, FrameReader in) throws MalformedFrameException {
        long life = in.anyLong("life");
        long number = in.atLeast(1, "the number of a beat");
        long vouches = in.anyLong("vouches");
        long trusts = in.anyLong("trusts");
        boolean hasList = in.flag("hasList");
        int rests = in.count(REST_BYTES, "the number of groups that rest");
        List<Rest> list = new ArrayList<>(rests);
        for (int i = 0; i < rests; i++) {
            list.add(new Rest(in.atLeast(1, "a group"), in.atLeast(0, "a term"), in.atLeast(0, "an index")));
        }
        if (!hasList && rests > 0) {
            throw new MalformedFrameException("a beat without a list names " + rests + " groups");
        }
        int count = in.count(Long.BYTES, "the number of groups refused");
        List<Long> refused = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            refused.add(in.atLeast(1, "a group"));
        }
        return new Frame.Beat(header, life, number, vouches, trusts, hasList, list, refused);
    }
}
