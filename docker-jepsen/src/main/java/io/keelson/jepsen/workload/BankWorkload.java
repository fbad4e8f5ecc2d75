package io.keelson.jepsen.workload;

import io.keelson.checker.history.History;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Moves money between accounts; there is never more or less of it. */
public final class BankWorkload implements Workload {
    /** The name on the command line. */
    public static final String NAME = "bank";

    private static final int ACCOUNTS = 5;
    private static final long BALANCE = 20;
    private static final int MOST = 5;
    private static final List<String> KEYS = IntStream.range(0, ACCOUNTS).mapToObj(account -> "bank/" + account).toList();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Model model() {
        return new BankModel(Values.vector(Collections.nCopies(ACCOUNTS, BALANCE).toArray()));
    }

    @Override
    public List<String> functions() {
        return List.of("transfer", "read");
    }

    @Override
    public void setUp(EtcdClient client) {
        for (String key : KEYS) {
            client.put(key, Long.toString(BALANCE));
        }
    }

    @Override
    public Operation next(RandomGenerator random) {
        if (random.nextInt(3) == 0) {
            return Operation.read(null);
        }
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        return Operation.change("transfer", null, Values.vector(from, to, 1 + random.nextInt(MOST)));
    }

    @Override
    public Reply carryOut(EtcdClient client, Operation operation) {
        if (operation.f().equals("read")) {
            Map<String, EtcdClient.Found> all = client.getAll(KEYS);
            return new Reply.Ok(Values.vector(KEYS.stream().map(key -> balance(all.get(key))).toArray()), 0);
        }
        List<?> transfer = (List<?>) operation.argument();
        String from = KEYS.get(((Long) transfer.get(0)).intValue());
        String to = KEYS.get(((Long) transfer.get(1)).intValue());
        long amount = (Long) transfer.get(2);
        Map<String, EtcdClient.Found> both = client.getAll(List.of(from, to));
        long left = balance(both.get(from)) - amount;
        if (left < 0) {
            return new Reply.Failed("too-little");
        }
        boolean done = client.putIfUnchanged(both, Map.of(from, Long.toString(left), to, Long.toString(balance(both.get(to)) + amount)));
        return done ? new Reply.Ok(transfer, 0) : new Reply.Failed("conflict");
    }

    private static long balance(EtcdClient.Found account) {
        return account == null ? 0 : Long.parseLong(account.value());
    }

    @Override
    public List<Operation> lastReads() {
        return List.of(Operation.read(null));
    }

    /** Which transfer is missing can't be told from balances: the model does, and the total. */
    @Override
    public LostWrites count(History history, int nodes, List<FinalRead> reads) {
        long acknowledged = history.operations().stream().filter(operation -> operation.f().equals("transfer") && operation.isOk()).count();
        long disagreeing = reads.stream().map(FinalRead::value).distinct().count() > 1 ? 1 : 0;
        return new LostWrites(acknowledged, 0, 0, 0, disagreeing, reads.size() < nodes ? 1 : 0);
    }

    @Override
    public List<String> violations(History history, List<FinalRead> reads) {
        List<String> lines = new ArrayList<>();
        history.operations().stream()
                .filter(operation -> operation.f().equals("read") && operation.isOk() && total((List<?>) operation.output()) != ACCOUNTS * BALANCE)
                .forEach(operation -> lines.add("a read saw " + total((List<?>) operation.output()) + " in all accounts, and there is " + ACCOUNTS * BALANCE));
        return lines.size() > 1 ? List.of(lines.getFirst() + ", and " + (lines.size() - 1) + " more such reads") : lines;
    }

    private static long total(List<?> balances) {
        return balances.stream().mapToLong(balance -> (Long) balance).sum();
    }
}
