package io.keelson.server.admin;

import io.keelson.core.Configuration;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.NodeStatus;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The member's status as JSON. {@code unbound} are the voters whose data directories the group does not know yet: until there are none, no disk may be wiped. 64-bit hashes and incarnations are texts, since JSON's readers keep only 53 bits of a number. */
final class StatusPage {
    /** The part that the state machine tells. */
    record StoreStatus(long revision, long historyHash, long usedBytes, long quotaBytes) {
        static StoreStatus of(KvStateMachine machine) {
            return new StoreStatus(
                    machine.revision(), machine.historyHash(), machine.quota().used(), machine.quota().capacity());
        }
    }

    private StatusPage() {}

    static String json(long clusterId, String version, NodeStatus node, StoreStatus store) {
        NodeStatus.GroupStatus group = node.groups().getFirst();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("member", node.memberId());
        fields.put("cluster", clusterId);
        fields.put("incarnation", Long.toHexString(node.incarnation()));
        fields.put("stranger", group.stranger());
        fields.put("unbound", group.configuration().allVoters().stream().filter(member -> group.configuration().boundTo(member) == Configuration.UNBOUND).toList());
        fields.put("role", group.role().name().toLowerCase(Locale.ROOT));
        fields.put("term", group.term());
        fields.put("leader", group.leader());
        fields.put("commit", group.commitIndex());
        fields.put("applied", group.lastApplied());
        fields.put("durable", group.durableIndex());
        fields.put("last", group.lastIndex());
        fields.put("revision", store.revision());
        fields.put("hash", Long.toHexString(store.historyHash()));
        fields.put("used_bytes", store.usedBytes());
        fields.put("quota_bytes", store.quotaBytes());
        fields.put("stopped", node.stopped());
        fields.put("storage_healthy", node.storageHealthy());
        fields.put("version", version);
        StringBuilder json = new StringBuilder("{");
        fields.forEach((name, value) -> json.append(json.length() > 1 ? ", " : "")
                .append('"')
                .append(name)
                .append("\": ")
                .append(value instanceof String text ? '"' + text + '"' : value.toString()));
        return json.append("}\n").toString();
    }
}
