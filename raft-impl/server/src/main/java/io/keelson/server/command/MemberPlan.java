package io.keelson.server.command;

import io.keelson.server.config.Address;
import io.keelson.server.config.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One member of a cluster on this machine.
 *
 * @param id its member id
 * @param client where it serves clients
 * @param peer where it listens to the others
 * @param admin where it serves the admin pages
 * @param dataDir its directory
 */
record MemberPlan(long id, Address client, Address peer, Address admin, Path dataDir) {
    /** The flags that make a server this member of the cluster. */
    List<String> flags(List<MemberPlan> cluster) {
        return List.of(
                flag(Setting.MEMBER_ID, id),
                flag(Setting.DATA_DIR, dataDir),
                flag(Setting.CLIENT_LISTEN, client),
                flag(Setting.PEER_LISTEN, peer),
                flag(Setting.ADMIN_LISTEN, admin),
                flag(
                        Setting.INITIAL_CLUSTER,
                        cluster.stream().map(member -> member.id + "=" + member.peer).collect(Collectors.joining(","))),
                flag(
                        Setting.CLIENT_URLS,
                        cluster.stream()
                                .map(member -> member.id + "=http://" + member.client)
                                .collect(Collectors.joining(","))));
    }

    private static String flag(Setting setting, Object value) {
        return setting.flag() + "=" + value;
    }
}
