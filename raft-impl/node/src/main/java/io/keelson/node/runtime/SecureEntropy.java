package io.keelson.node.runtime;

import io.keelson.node.port.Entropy;
import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Randomness from a seed that nobody can guess: two nodes must not draw the same election timeouts or incarnations. */
final class SecureEntropy implements Entropy {
    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

    @Override
    public long nextLong() {
        return random.nextLong();
    }
}
