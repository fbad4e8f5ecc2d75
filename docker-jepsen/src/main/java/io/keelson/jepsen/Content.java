package io.keelson.jepsen;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * All that a node holds at a revision.
 *
 * @param keys how many keys
 * @param digest of all keys, values, versions and revisions, in the order of the keys
 */
record Content(long keys, String digest) {
    private static final ByteString FIRST = ByteString.copyFrom(new byte[1]);
    /** As an end it means that there is none. */
    private static final ByteString NO_END = FIRST;
    private static final int PAGE = 500;
    private static final int DIGITS = 16;

    /** The revision that a node has come to. */
    static long revision(KVGrpc.KVBlockingStub node) {
        return node.range(RangeRequest.newBuilder().setKey(FIRST).setLimit(1).build()).getHeader().getRevision();
    }

    /** Reads all of it, page by page. */
    static Content at(KVGrpc.KVBlockingStub node, long revision) {
        MessageDigest digest = sha256();
        long keys = 0;
        ByteString next = FIRST;
        RangeResponse page;
        do {
            page = node.range(RangeRequest.newBuilder().setKey(next).setRangeEnd(NO_END).setRevision(revision).setLimit(PAGE).build());
            for (KeyValue found : page.getKvsList()) {
                digest.update(found.toByteArray());
                next = found.getKey().concat(FIRST);
                keys++;
            }
        } while (page.getMore());
        return new Content(keys, HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
