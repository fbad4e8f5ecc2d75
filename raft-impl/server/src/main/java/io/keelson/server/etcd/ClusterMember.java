package io.keelson.server.etcd;

import java.util.List;

/**
 * A member as the list of members shows it.
 *
 * @param id its member id
 * @param peerUrl where the other members reach it
 * @param clientUrls where clients reach it; empty if this server was not told
 */
public record ClusterMember(long id, String peerUrl, List<String> clientUrls) {
    public ClusterMember {
        clientUrls = List.copyOf(clientUrls);
    }
}
