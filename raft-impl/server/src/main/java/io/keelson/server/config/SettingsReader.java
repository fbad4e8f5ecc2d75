package io.keelson.server.config;

import io.keelson.core.MemberSettings;
import io.keelson.node.tls.ReloadingTls;
import io.keelson.node.tls.TlsException;
import io.keelson.node.tls.TlsFiles;
import io.keelson.server.config.ServerSettings.StoreKind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gathers settings from flags, environment and file, and finds everything that is wrong with them at once. */
public final class SettingsReader {
    /** The smallest log segment: room for the largest record and then some. */
    private static final int LEAST_SEGMENTS_PER_REQUEST = 2;

    private static final long LARGEST_SEGMENT = 1L << 30;

    /** A request must fit into one frame between members, beside other entries. */
    private static final long LARGEST_REQUEST = 8L << 20;

    private static final Map<String, Long> TIME_UNITS = Map.of("ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L);
    private static final Map<String, Long> SIZE_UNITS = Map.of("", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]+) *([A-Za-z]*)");

    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,2})(?:\\.([0-9]))?%");

    private final List<String> problems = new ArrayList<>();
    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final Map<Setting, String> sources = new EnumMap<>(Setting.class);

    private SettingsReader() {}

    /**
     * Reads the settings.
     *
     * @param flags what the command line says
     * @param environment the environment's variables; those with other names are ignored
     * @param file the configuration file, null for none
     * @return the settings
     * @throws SettingsException with every problem, if there is any
     */
    public static ServerSettings read(Map<Setting, String> flags, Map<String, String> environment, Path file)
            throws SettingsException {
        SettingsReader reader = new SettingsReader();
        reader.gather(flags, environment, file);
        ServerSettings settings = reader.convert();
        if (!reader.problems.isEmpty()) {
            throw new SettingsException(reader.problems);
        }
        return settings;
    }

    private void gather(Map<Setting, String> flags, Map<String, String> environment, Path file) {
        Map<Setting, SettingsFile.Entry> entries = file == null ? Map.of() : SettingsFile.read(file, problems);
        for (Setting setting : Setting.values()) {
            if (flags.containsKey(setting)) {
                put(setting, flags.get(setting), setting.flag());
            } else if (environment.containsKey(setting.variable())) {
                put(setting, environment.get(setting.variable()), setting.variable());
            } else if (entries.containsKey(setting)) {
                SettingsFile.Entry entry = entries.get(setting);
                put(setting, entry.value(), file + " line " + entry.line() + ", " + setting.key());
            } else {
                put(setting, setting.defaultText(), setting.flag());
            }
        }
    }

    private void put(Setting setting, String value, String source) {
        values.put(setting, value.strip());
        sources.put(setting, source);
    }

    private ServerSettings convert() {
        long memberId = convert(Setting.MEMBER_ID, SettingsReader::id, 1L);
        SortedMap<Long, Address> peers = convert(Setting.INITIAL_CLUSTER, SettingsReader::addresses, new TreeMap<>());
        if (!peers.isEmpty() && !peers.containsKey(memberId)) {
            problem(Setting.INITIAL_CLUSTER, "does not name this member, " + memberId + "; add " + memberId + "=HOST:PORT");
        }
        Address own = peers.getOrDefault(memberId, new Address("127.0.0.1", 0));
        Address peerListen = convert(Setting.PEER_LISTEN, text -> text.isEmpty() ? own : Address.parse(text), own);
        long heartbeat = convert(Setting.HEARTBEAT, SettingsReader::nanos, 1L);
        long election = convert(Setting.ELECTION_TIMEOUT, SettingsReader::nanos, Long.MAX_VALUE);
        if (election < 2 * heartbeat) {
            problem(Setting.ELECTION_TIMEOUT, "must be at least 2 heartbeats, and the heartbeat is "
                    + values.get(Setting.HEARTBEAT));
        }
        int maxRequest = convert(Setting.MAX_REQUEST_BYTES, SettingsReader::requestSize, 0);
        int segment = convert(Setting.SEGMENT_BYTES, SettingsReader::segmentSize, Integer.MAX_VALUE);
        if (segment / LEAST_SEGMENTS_PER_REQUEST < maxRequest) {
            problem(Setting.SEGMENT_BYTES, "must be at least twice " + Setting.MAX_REQUEST_BYTES.key() + ", which is "
                    + values.get(Setting.MAX_REQUEST_BYTES));
        }
        ServerSettings settings = new ServerSettings(
                memberId,
                convert(Setting.CLUSTER_ID, SettingsReader::id, 1L),
                convert(Setting.DATA_DIR, SettingsReader::directory, Path.of("")),
                peers,
                peerListen,
                convert(Setting.CLIENT_LISTEN, Address::parse, own),
                convert(Setting.ADMIN_LISTEN, Address::parse, own),
                convert(Setting.CLIENT_URLS, SettingsReader::urls, new TreeMap<>()),
                election,
                heartbeat,
                convert(Setting.LEASE_CLOCK_DRIFT, SettingsReader::drift, MemberSettings.LEASES_OFF),
                convert(Setting.REQUEST_TIMEOUT, SettingsReader::nanos, 1L),
                maxRequest,
                segment,
                convert(Setting.STORE, SettingsReader::store, StoreKind.HEAP),
                convert(Setting.QUOTA_BYTES, SettingsReader::bytes, 0L),
                convert(Setting.INITIAL_CLUSTER_STATE, SettingsReader::joins, false),
                convert(Setting.SNAPSHOT_COUNT, SettingsReader::id, 1L),
                convert(Setting.SNAPSHOT_CATCHUP_ENTRIES, SettingsReader::count, 0L),
                convert(Setting.SNAPSHOT_RATE_BYTES, SettingsReader::bytes, 1L),
                tls(Setting.PEER_CERT_FILE, Setting.PEER_KEY_FILE, Setting.PEER_TRUSTED_CA_FILE, Setting.PEER_ALLOWED_NAMES),
                tls(Setting.CLIENT_CERT_FILE, Setting.CLIENT_KEY_FILE, Setting.CLIENT_TRUSTED_CA_FILE, Setting.CLIENT_ALLOWED_NAMES),
                tls(Setting.ADMIN_CERT_FILE, Setting.ADMIN_KEY_FILE, Setting.ADMIN_TRUSTED_CA_FILE, null),
                convert(Setting.UNSAFE_CONTROL, text -> text.isEmpty() ? null : Path.of(text), null));
        refuseSharedAddresses(settings);
        return settings;
    }

    /** The certificates of one listener, tried at once: a server whose certificates can't be used must not begin anything. */
    private TlsFiles tls(Setting certificate, Setting key, Setting trustedCa, Setting allowedNames) {
        boolean wanted = isGiven(certificate) || isGiven(key) || isGiven(trustedCa) || allowedNames != null && isGiven(allowedNames);
        if (!wanted) {
            return null;
        }
        boolean complete = true;
        for (Setting needed : certificate == Setting.PEER_CERT_FILE ? List.of(certificate, key, trustedCa) : List.of(certificate, key)) {
            if (!isGiven(needed)) {
                problems.add(needed.flag() + ": is missing, and its fellows are given; name the file, or leave all of them away");
                complete = false;
            }
        }
        if (!complete) {
            return null;
        }
        List<String> names = allowedNames == null || !isGiven(allowedNames) ? List.of() : List.of(values.get(allowedNames).split(" *, *"));
        TlsFiles files = new TlsFiles(
                Path.of(values.get(certificate)), Path.of(values.get(key)), isGiven(trustedCa) ? Path.of(values.get(trustedCa)) : null, names);
        try {
            ReloadingTls.open(files);
        } catch (TlsException unusable) {
            problems.add(sources.get(certificate) + ": " + unusable.getMessage());
        }
        return files;
    }

    private boolean isGiven(Setting setting) {
        return !values.get(setting).isEmpty();
    }

    private void refuseSharedAddresses(ServerSettings settings) {
        if (!problems.isEmpty()) {
            return;
        }
        Map<Address, Setting> taken = new LinkedHashMap<>();
        taken.put(settings.peerListen(), Setting.PEER_LISTEN);
        refuseTaken(taken, Setting.CLIENT_LISTEN, settings.clientListen());
        refuseTaken(taken, Setting.ADMIN_LISTEN, settings.adminListen());
    }

    private void refuseTaken(Map<Address, Setting> taken, Setting setting, Address address) {
        Setting other = address.port() == 0 ? null : taken.put(address, setting);
        if (other != null) {
            problem(setting, "is the address of " + other.key() + " too; choose another port");
        }
    }

    /** Converts a value, or notes what is wrong with it and goes on with a stand-in, so that the other values are checked too. */
    private <T> T convert(Setting setting, Function<String, T> conversion, T standIn) {
        try {
            return conversion.apply(values.get(setting));
        } catch (IllegalArgumentException wrong) {
            problem(setting, wrong.getMessage());
            return standIn;
        }
    }

    private void problem(Setting setting, String what) {
        problems.add(sources.get(setting) + ": '" + values.get(setting) + "' " + what);
    }

    private static long id(String text) {
        try {
            long id = Long.parseLong(text);
            if (id >= 1) {
                return id;
            }
        } catch (NumberFormatException notANumber) {
            // Told below.
        }
        throw new IllegalArgumentException("is not a whole number from 1");
    }

    private static long count(String text) {
        return text.equals("0") ? 0 : id(text);
    }

    private static boolean joins(String text) {
        if (!text.equals("new") && !text.equals("existing")) {
            throw new IllegalArgumentException("is neither new nor existing");
        }
        return text.equals("existing");
    }

    private static SortedMap<Long, Address> addresses(String text) {
        return byId(text, Address::parse, "1=127.0.0.1:2380,2=127.0.0.1:2382");
    }

    private static SortedMap<Long, String> urls(String text) {
        return text.isEmpty() ? new TreeMap<>() : byId(text, SettingsReader::url, "1=http://127.0.0.1:2379");
    }

    private static String url(String text) {
        if (!text.matches("https?://\\S+")) {
            throw new IllegalArgumentException("holds " + text + ", which does not begin with http:// or https://");
        }
        return text;
    }

    private static <T> SortedMap<Long, T> byId(String text, Function<String, T> conversion, String example) {
        SortedMap<Long, T> found = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("is not a list like " + example);
            }
            long id = id(part.substring(0, equals).strip());
            if (found.put(id, conversion.apply(part.substring(equals + 1).strip())) != null) {
                throw new IllegalArgumentException("names member " + id + " twice");
            }
        }
        return found;
    }

    private static Path directory(String text) {
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException impossible) {
            // Told below.
        }
        throw new IllegalArgumentException("is not a directory's path");
    }

    private static long nanos(String text) {
        return scaled(text, TIME_UNITS, "is not a time above zero, as in 300ms or 5s");
    }

    private static long bytes(String text) {
        return scaled(text, SIZE_UNITS, "is not a size above zero, as in 1536KiB or 64MiB");
    }

    private static int drift(String text) {
        if (text.equals("off")) {
            return MemberSettings.LEASES_OFF;
        }
        Matcher percent = PERCENT.matcher(text);
        if (percent.matches()) {
            return 10 * Integer.parseInt(percent.group(1)) + (percent.group(2) == null ? 0 : Integer.parseInt(percent.group(2)));
        }
        throw new IllegalArgumentException("is neither off nor a percentage below 100, as in 1% or 0.5%");
    }

    private static int requestSize(String text) {
        return (int) atMost(LARGEST_REQUEST, "8MiB", bytes(text));
    }

    private static int segmentSize(String text) {
        return (int) atMost(LARGEST_SEGMENT, "1GiB", bytes(text));
    }

    private static long atMost(long limit, String limitText, long value) {
        if (value > limit) {
            throw new IllegalArgumentException("is more than " + limitText);
        }
        return value;
    }

    private static long scaled(String text, Map<String, Long> units, String complaint) {
        Matcher parts = NUMBER_AND_UNIT.matcher(text);
        if (parts.matches() && units.containsKey(parts.group(2))) {
            try {
                long value = Math.multiplyExact(Long.parseLong(parts.group(1)), units.get(parts.group(2)));
                if (value > 0) {
                    return value;
                }
            } catch (ArithmeticException | NumberFormatException tooLarge) {
                // Told below.
            }
        }
        throw new IllegalArgumentException(complaint);
    }

    private static StoreKind store(String text) {
        for (StoreKind kind : StoreKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("is neither chronicle nor heap");
    }
}
