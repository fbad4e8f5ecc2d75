package io.keelson.checker.history;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;

/** Characters with their places: the line and the column, from 1, of the character to be read next; columns count UTF-16 units. */
final class PlacedReader extends PushbackReader {
    private int line;
    private int column;
    /** The column after the last character of the line before, for stepping back over a line feed. */
    private int columnBefore;
    private int pushedBack;

    PlacedReader(Reader in, int line, int column) {
        super(in, 2);
        this.line = line;
        this.column = column;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    /** How many characters have been taken from below and pushed back: 0 or 1 between two forms. */
    int pushedBack() {
        return pushedBack;
    }

    @Override
    public int read() throws IOException {
        int c = super.read();
        if (pushedBack > 0) {
            pushedBack--;
        }
        if (c == '\n') {
            columnBefore = column;
            line++;
            column = 1;
        } else if (c >= 0) {
            column++;
        }
        return c;
    }

    @Override
    public void unread(int c) throws IOException {
        super.unread(c);
        pushedBack++;
        if (c == '\n') {
            line--;
            column = columnBefore;
        } else {
            column--;
        }
    }
}
