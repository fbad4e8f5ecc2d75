package io.keelson.checker.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.Arrays;

/**
 * The bytes of a UTF-8 text, read from a stream, with a place. What lies between {@code position} and {@code limit} is there to be
 * looked at; a zero, which no text has outside strings, follows it, so that a scan stops without asking for the limit.
 */
final class Bytes {
    private final InputStream in;
    private final String source;
    byte[] buffer;
    int position;
    int limit;
    private boolean ended;
    /** The line of {@code position}, from 1. */
    int line = 1;
    /** Up to where in the buffer the columns of that line are counted, and how many there are until there. */
    private int mark;
    private int unitsBefore;

    Bytes(InputStream in, String source, int size) {
        this.in = in;
        this.source = source;
        this.buffer = new byte[size];
    }

    /**
     * Reads on, keeping what lies from {@code position} on, which may move in the buffer.
     *
     * @return false at the end of the stream
     */
    boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (limit + 1 >= buffer.length) {
            makeRoom();
        }
        int count = in.read(buffer, limit, buffer.length - 1 - limit);
        if (count < 0) {
            ended = true;
            return false;
        }
        limit += count;
        buffer[limit] = 0;
        return true;
    }

    private void makeRoom() {
        if (position > buffer.length / 2) {
            column();
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            mark = 0;
            position = 0;
        } else {
            buffer = Arrays.copyOf(buffer, Math.multiplyExact(buffer.length, 2));
        }
        buffer[limit] = 0;
    }

    /** The byte at the position, without taking it; -1 at the end. */
    int peek() throws IOException {
        return position < limit || fill() ? buffer[position] & 0xff : -1;
    }

    /** Skips white space, commas, comments, a byte order mark; tells the next byte without taking it, or -1 at the end. */
    int skipBlank() throws IOException {
        int c = peek();
        while (true) {
            if (c == '\n') {
                position++;
                line++;
                mark = position;
                unitsBefore = 0;
            } else if (c == ' ' || c == ',' || c >= '\t' && c <= '\r' || c >= 28 && c <= 31) {
                position++;
            } else if (c == ';') {
                skipLine();
            } else if (c == 0xef && isMark()) {
                position += 3;
            } else {
                return c;
            }
            c = peek();
        }
    }

    private boolean isMark() throws IOException {
        while (limit - position < 3 && fill()) {
            continue;
        }
        return limit - position >= 3 && buffer[position + 1] == (byte) 0xbb && buffer[position + 2] == (byte) 0xbf;
    }

    private void skipLine() throws IOException {
        while (peek() >= 0 && buffer[position] != '\n') {
            position++;
        }
    }

    /** Takes what lies before {@code newPosition}: so many line feeds, behind the last of which a line begins. */
    void take(int newPosition, int lines, int lineStart) {
        position = newPosition;
        if (lines > 0) {
            line += lines;
            mark = lineStart;
            unitsBefore = 0;
        }
    }

    /** The column of the position, from 1. */
    int column() {
        unitsBefore += units(mark, position);
        mark = position;
        return 1 + unitsBefore;
    }

    /** UTF-16 units in a stretch of the buffer: every byte that begins a character is one, that of four bytes two. */
    private int units(int from, int to) {
        int units = 0;
        for (int i = from; i < to; i++) {
            int b = buffer[i] & 0xff;
            units += b < 0x80 || b >= 0xc0 && b < 0xf0 ? 1 : b >= 0xf0 ? 2 : 0;
        }
        return units;
    }

    MalformedHistoryException malformed(String problem) {
        return malformed(line, column(), problem);
    }

    MalformedHistoryException malformed(int atLine, int atColumn, String problem) {
        return new MalformedHistoryException(source + ":" + atLine + ":" + atColumn + ": " + problem);
    }

    String source() {
        return source;
    }

    /** Has another read from the position; the position follows it. */
    interface Action<T> {
        T run(PlacedReader reader) throws IOException;
    }

    /** Lets {@code action} read characters from here on, one by one; afterwards the position is behind what it kept. */
    <T> T withCharacters(Action<T> action) throws IOException {
        Characters characters = new Characters();
        PlacedReader reader = new PlacedReader(characters, line, column());
        try {
            return action.run(reader);
        } finally {
            line = reader.line();
            position -= reader.pushedBack() > 0 ? characters.lastLength : 0;
            unitsBefore = reader.column() - 1;
            mark = position;
        }
    }

    /** Decodes strictly. A character of two units is handed out as two. */
    private final class Characters extends Reader {
        private int lastLength;
        private int low = -1;

        @Override
        public int read() throws IOException {
            if (low >= 0) {
                int unit = low;
                low = -1;
                return unit;
            }
            int first = peek();
            if (first < 0) {
                lastLength = 0;
                return -1;
            }
            if (first < 0x80) {
                position++;
                lastLength = 1;
                return first;
            }
            int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
            int code = decode(first, length);
            position += length;
            lastLength = length;
            if (code < 0x10000) {
                return code;
            }
            low = Character.lowSurrogate(code);
            return Character.highSurrogate(code);
        }

        private int decode(int first, int length) throws IOException {
            while (limit - position < length && fill()) {
                continue;
            }
            boolean right = first >= 0xc2 && first <= 0xf4 && limit - position >= length;
            int code = first & 0xff >> length + 1;
            for (int i = 1; right && i < length; i++) {
                int next = buffer[position + i];
                right = (next & 0xc0) == 0x80;
                code = code << 6 | next & 0x3f;
            }
            boolean shortest = length == 2 || length == 3 && code >= 0x800 && (code < 0xd800 || code > 0xdfff) || length == 4 && code >= 0x10000 && code <= 0x10ffff;
            if (!right || !shortest) {
                throw new MalformedHistoryException("UTF-8");
            }
            return code;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            int c = length == 0 ? 0 : read();
            if (c >= 0 && length > 0) {
                target[offset] = (char) c;
            }
            return c < 0 ? -1 : Math.min(length, 1);
        }

        @Override
        public void close() {
            // The stream belongs to whoever opened it.
        }
    }
}
