package io.keelson.server.etcd;

import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.keelson.core.Configuration;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.MemberInfo;
import io.keelson.node.MembershipChange;
import io.keelson.node.Outcome;
import io.keelson.server.Membership;
import io.keelson.server.Replica;
import io.keelson.server.config.Address;
import io.keelson.server.proto.Member;
import io.keelson.server.proto.MemberAddRequest;
import io.keelson.server.proto.MemberAddResponse;
import io.keelson.server.proto.MemberListRequest;
import io.keelson.server.proto.MemberListResponse;
import io.keelson.server.proto.MemberPromoteRequest;
import io.keelson.server.proto.MemberPromoteResponse;
import io.keelson.server.proto.MemberRemoveRequest;
import io.keelson.server.proto.MemberRemoveResponse;
import io.keelson.server.proto.MemberUpdateRequest;
import io.keelson.server.proto.MemberUpdateResponse;
import io.keelson.server.proto.ResponseHeader;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The service etcdserverpb.Cluster. Any member serves any request. Addresses are replicated by the group itself, beside its configuration: a member's is committed before the
 * configuration that lets it in.
 */
final class ClusterService {
    private final Replica replica;
    private final Responses responses;
    /** What this server was configured with, for members of which the group knows nothing. */
    private final SortedMap<Long, ClusterMember> configured = new TreeMap<>();

    /** The list of members and the header of an answer. */
    private record Listed(ResponseHeader header, List<Member> members) {
        /** The same with a member that this one may not have heard of yet. */
        Listed with(Member newcomer) {
            boolean known = members.stream().anyMatch(member -> member.getID() == newcomer.getID());
            return known ? this : new Listed(header, Stream.concat(members.stream(), Stream.of(newcomer)).toList());
        }
    }

    ClusterService(Replica replica, Responses responses, List<ClusterMember> members) {
        this.replica = replica;
        this.responses = responses;
        members.forEach(member -> configured.put(member.id(), member));
    }

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(EtcdMethods.CLUSTER)
                .addMethod(EtcdMethods.MEMBER_LIST, ServerCalls.asyncUnaryCall(this::memberList))
                .addMethod(EtcdMethods.MEMBER_ADD, ServerCalls.asyncUnaryCall(this::memberAdd))
                .addMethod(EtcdMethods.MEMBER_REMOVE, ServerCalls.asyncUnaryCall(this::memberRemove))
                .addMethod(EtcdMethods.MEMBER_UPDATE, ServerCalls.asyncUnaryCall(this::memberUpdate))
                .addMethod(EtcdMethods.MEMBER_PROMOTE, ServerCalls.asyncUnaryCall(this::memberPromote))
                .build();
    }

    private void memberList(MemberListRequest request, StreamObserver<MemberListResponse> client) {
        Reply<MemberListResponse> reply = new Reply<>(client, ended -> {});
        reply.answerWith(listed(), listed -> MemberListResponse.newBuilder().setHeader(listed.header).addAllMembers(listed.members).build());
    }

    private void memberAdd(MemberAddRequest request, StreamObserver<MemberAddResponse> client) {
        Reply<MemberAddResponse> reply = new Reply<>(client, ended -> {});
        reply.attempt(() -> {
            String address = peerAddress(request.getPeerURLsList());
            if (!request.getIsLearner()) {
                throw Failure.precondition("a new member is a learner first, so that the group does not count on it before it has caught up: member add --learner, then "
                        + "member promote");
            }
            MemberInfo info = new MemberInfo("", address, List.of());
            CompletableFuture<Long> added = replica.membership().thenCompose(now -> add(nextId(now), info));
            reply.answerWith(added.thenCompose(id -> listedAfterwards().thenApply(listed -> added(member(id, info, true), listed))), response -> response);
        });
    }

    private static MemberAddResponse added(Member newcomer, Listed listed) {
        return MemberAddResponse.newBuilder().setHeader(listed.header).setMember(newcomer).addAllMembers(listed.with(newcomer).members).build();
    }

    /** An id that nobody has and nobody had, as far as this member knows; the group itself sees to it that it is given away once. */
    private long nextId(Membership now) {
        long largest = Math.max(now.lastId(), configured.isEmpty() ? 0 : configured.lastKey());
        for (long member : now.configuration().members()) {
            largest = Math.max(largest, member);
        }
        return largest + 1;
    }

    private CompletableFuture<Long> add(long id, MemberInfo info) {
        return replica.rememberMember(id, info, true).thenCompose(remembered -> {
            done(remembered);
            return replica.changeMembership(new MembershipChange(MembershipChange.Kind.ADD_LEARNER, id));
        }).thenCompose(outcome -> outcome instanceof Outcome.Refused<Long> || outcome instanceof Outcome.NotApplied<Long>
                ? replica.forgetMember(id).thenApply(forgotten -> done(outcome))
                : CompletableFuture.completedFuture(done(outcome)))
                .thenApply(index -> id);
    }

    private void memberRemove(MemberRemoveRequest request, StreamObserver<MemberRemoveResponse> client) {
        Reply<MemberRemoveResponse> reply = new Reply<>(client, ended -> {});
        reply.attempt(() -> {
            long id = known(request.getID());
            CompletableFuture<Listed> removed = replica.changeMembership(new MembershipChange(MembershipChange.Kind.REMOVE, id))
                    .thenCompose(outcome -> {
                        done(outcome);
                        // Whatever becomes of this: it is removed. One that was not forgotten is not told that it was removed, and nothing else.
                        return replica.forgetMember(id);
                    })
                    .thenCompose(forgotten -> listedAfterwards());
            reply.answerWith(removed, listed -> MemberRemoveResponse.newBuilder().setHeader(listed.header).addAllMembers(listed.members).build());
        });
    }

    /** No member has another id than one from 1 on. */
    private static long known(long id) {
        if (id < 1) {
            throw Failure.precondition("member " + Long.toHexString(id) + " does not belong to the group");
        }
        return id;
    }

    private void memberUpdate(MemberUpdateRequest request, StreamObserver<MemberUpdateResponse> client) {
        Reply<MemberUpdateResponse> reply = new Reply<>(client, ended -> {});
        reply.attempt(() -> {
            String address = peerAddress(request.getPeerURLsList());
            long id = request.getID();
            CompletableFuture<Listed> updated = replica.membership().thenCompose(now -> {
                if (!now.configuration().members().contains(id)) {
                    throw Failure.precondition("member " + Long.toHexString(id) + " does not belong to the group");
                }
                MemberInfo info = info(now, id);
                return replica.rememberMember(id, new MemberInfo(info.name(), address, info.clientUrls()), false);
            }).thenCompose(outcome -> {
                done(outcome);
                return listedAfterwards();
            });
            reply.answerWith(updated, listed -> MemberUpdateResponse.newBuilder().setHeader(listed.header).addAllMembers(listed.members).build());
        });
    }

    private void memberPromote(MemberPromoteRequest request, StreamObserver<MemberPromoteResponse> client) {
        Reply<MemberPromoteResponse> reply = new Reply<>(client, ended -> {});
        reply.attempt(() -> {
            CompletableFuture<Listed> promoted = replica.changeMembership(new MembershipChange(MembershipChange.Kind.PROMOTE, known(request.getID())))
                    .thenCompose(outcome -> {
                        done(outcome);
                        return listedAfterwards();
                    });
            reply.answerWith(promoted, listed -> MemberPromoteResponse.newBuilder().setHeader(listed.header).addAllMembers(listed.members).build());
        });
    }

    private static long done(Outcome<Long> outcome) {
        return switch (outcome) {
            case Outcome.Done<Long> done -> done.value();
            case Outcome.NotApplied<Long> notApplied -> throw Failure.of(notApplied);
            case Outcome.Unknown<Long> unknown -> throw Failure.of(unknown);
            case Outcome.Refused<Long> refused -> throw Failure.of(refused);
        };
    }

    private static String peerAddress(List<String> urls) {
        if (urls.size() != 1 || !urls.getFirst().matches("https?://[^/\\s]+")) {
            throw Failure.invalid("a member has one peer URL, as in http://10.0.0.4:2380, not " + urls);
        }
        String address = urls.getFirst().substring(urls.getFirst().indexOf("//") + 2);
        try {
            Address.parse(address);
        } catch (IllegalArgumentException wrong) {
            throw Failure.invalid("the peer URL " + urls.getFirst() + " " + wrong.getMessage());
        }
        return address;
    }

    private CompletableFuture<Listed> listed() {
        return replica.membership().thenCombine(replica.readLocal(KvStateMachine::revision), this::list);
    }

    /** After a change, which is done at the leader and may not have come here yet. The change stands, so where nobody can say more in time the list is what is known here. */
    private CompletableFuture<Listed> listedAfterwards() {
        return replica.read(KvStateMachine::revision).handle((read, failed) -> read).thenCompose(read -> listed());
    }

    private Listed list(Membership now, long revision) {
        Configuration configuration = now.configuration();
        // One who has just joined knows nobody yet.
        List<Long> ids = configuration.members().isEmpty() ? List.copyOf(configured.keySet()) : configuration.members();
        List<Member> members = ids.stream().map(id -> member(id, info(now, id), configuration.learners().contains(id))).toList();
        return new Listed(responses.header(revision), members);
    }

    /** What the group knows of a member, or this server's configuration if it knows nothing. */
    private MemberInfo info(Membership now, long id) {
        MemberInfo known = now.known().get(id);
        ClusterMember here = configured.get(id);
        if (known != null) {
            return known.clientUrls().isEmpty() && here != null ? new MemberInfo(known.name(), known.peerAddress(), here.clientUrls()) : known;
        }
        return here == null ? new MemberInfo("", "", List.of()) : new MemberInfo("", here.peerUrl().substring(here.peerUrl().indexOf("//") + 2), here.clientUrls());
    }

    private Member member(long id, MemberInfo info, boolean learner) {
        String scheme = configured.values().stream().anyMatch(member -> member.peerUrl().startsWith("https:")) ? "https://" : "http://";
        return Member.newBuilder()
                .setID(id)
                .setName(info.name().isEmpty() ? "member-" + id : info.name())
                .addPeerURLs(scheme + info.peerAddress())
                .addAllClientURLs(info.clientUrls())
                .setIsLearner(learner)
                .build();
    }
}
