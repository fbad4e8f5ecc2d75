package io.keelson.node.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class IntroductionCodecTest {
    @Test
    void whatIsWrittenIsRead() throws Exception {
        for (Introduction introduction : new Introduction[] {new Introduction("", 1), new Introduction("host.example", 2380), new Introduction("::1", 0xffff)}) {
            assertEquals(introduction, IntroductionCodec.decode(IntroductionCodec.encode(introduction)));
        }
    }

    @Test
    void neitherAHelloNorAFrameIsTakenForOne() {
        assertTrue(IntroductionCodec.isOne(IntroductionCodec.encode(new Introduction("", 1))));
        assertFalse(IntroductionCodec.isOne(HelloCodec.encode(Hello.of(1, 2, 3))));
        assertFalse(IntroductionCodec.isOne(ByteBuffer.allocate(5)));
    }

    /** It stands in lines of logs. */
    @Test
    void aHostThatCannotBeOneIsRefused() {
        for (String host : new String[] {"two\nlines", "two words", "\u0085"}) {
            assertThrows(MalformedFrameException.class, () -> IntroductionCodec.decode(IntroductionCodec.encode(new Introduction(host, 1))), host);
        }
        assertThrows(IllegalArgumentException.class, () -> IntroductionCodec.encode(new Introduction("h".repeat(Introduction.MAX_HOST + 1), 1)));
        assertThrows(IllegalArgumentException.class, () -> new Introduction("h", 0));
    }
}
