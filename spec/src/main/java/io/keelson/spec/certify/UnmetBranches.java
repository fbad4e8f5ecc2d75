package io.keelson.spec.certify;

import io.keelson.spec.SpecFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which branches of the spec no step has met, and why not: {@code spec/tla/unmet.txt}. */
public final class UnmetBranches {
    private static final String FILE = "unmet.txt";

    private final SortedMap<String, String> reasons;

    private UnmetBranches(SortedMap<String, String> reasons) {
        this.reasons = reasons;
    }

    /** Reads the reasons that the build carries. */
    public static UnmetBranches load() {
        return parse(SpecFiles.text(FILE));
    }

    /** Reads reasons: a line each, the branch's key and the reason, between them a colon and a space. */
    static UnmetBranches parse(String text) {
        SortedMap<String, String> reasons = new TreeMap<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            int colon = line.lastIndexOf(": ");
            if (colon < 0) {
                throw new IllegalStateException(FILE + ": no reason is given in the line: " + line);
            }
            reasons.put(line.substring(0, colon).strip(), line.substring(colon + 2).strip());
        });
        return new UnmetBranches(reasons);
    }

    /** Why a branch is not met: the reason given, or that it belongs to a broken variant alone; empty if nobody says. */
    public String reason(Branch branch) {
        return branch.isBrokenOnly() ? "only a broken variant does this" : reasons.getOrDefault(branch.key(), "");
    }

    /** What is not as the file says, in sentences: branches without a reason, and reasons without an unmet branch. */
    public List<String> complaints(SortedMap<Branch, Long> branches) {
        List<String> complaints = new ArrayList<>();
        SortedMap<String, String> unused = new TreeMap<>(reasons);
        branches.forEach((branch, steps) -> {
            boolean named = reasons.containsKey(branch.key());
            unused.remove(branch.key());
            if (steps > 0 && named) {
                complaints.add(branch + " is met by " + steps + " steps, so it has no place in " + FILE);
            } else if (steps == 0 && reason(branch).isEmpty()) {
                complaints.add(branch + " is never met: give the reason in " + FILE);
            }
        });
        unused.keySet().forEach(key -> complaints.add(FILE + " names " + key + ", which is no branch of the spec"));
        return complaints;
    }
}
