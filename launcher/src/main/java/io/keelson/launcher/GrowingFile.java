package io.keelson.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A file that something else still writes: a read at its end waits for more. */
final class GrowingFile extends InputStream {
    private final InputStream in;
    private final BooleanSupplier waits;

    /**
     * Opens a file.
     *
     * @param waits waits a while; false where the file grows no more, which is its end
     */
    GrowingFile(Path file, BooleanSupplier waits) throws IOException {
        this.in = Files.newInputStream(file);
        this.waits = waits;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (true) {
            int count = in.read(target, offset, length);
            if (count >= 0 || !waits.getAsBoolean()) {
                return count;
            }
        }
    }

    /** What is there; a reader that fills its buffer must not wait for more than it needs. */
    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
