package io.keelson.node.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Cuts the stream into frames: {@code length:4}, then as many bytes. A length out of bounds is refused as soon as it is read, whatever follows.
 * Each frame is copied out into a buffer of its own.
 */
final class FrameDecoder extends ByteToMessageDecoder {
    /** How TLS opens: a handshake record, version 3. */
    private static final int TLS_HANDSHAKE = 0x1603;

    private int maxFrameBytes;

    FrameDecoder(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    /** Changes the limit from the next frame on; called from the handler that received the last one. */
    void limit(int newMaxFrameBytes) {
        maxFrameBytes = newMaxFrameBytes;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < Integer.BYTES) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 1 || length > maxFrameBytes) {
            in.skipBytes(in.readableBytes());
            if (length >>> Short.SIZE == TLS_HANDSHAKE) {
                throw new CorruptedFrameException("it speaks TLS, and this node does not: give certificates to both or to neither");
            }
            throw new CorruptedFrameException("it announces a frame of " + Integer.toUnsignedString(length) + " bytes, allowed are 1 to "
                    + maxFrameBytes);
        }
        if (in.readableBytes() < Integer.BYTES + length) {
            return;
        }
        in.skipBytes(Integer.BYTES);
        ByteBuffer frame = ByteBuffer.allocate(length);
        in.readBytes(frame);
        out.add(frame.flip());
    }
}
