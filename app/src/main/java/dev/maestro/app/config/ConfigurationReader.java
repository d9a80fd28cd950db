package dev.maestro.app.config;

import dev.maestro.app.program.Problem;
import dev.maestro.app.temporal.TemporalAccess;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.text.ByteOrderMark;
import dev.maestro.core.text.NearestNames;
import dev.maestro.core.text.ShownAddress;
import dev.maestro.policy.checkpoint.CheckpointLoading;
import dev.maestro.policy.checkpoint.NativesSettings;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.service.http.ServiceSettings;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code MAESTRO_HOME/maestro.properties} and the environment. Collects everything that is wrong
 * and says it at once; an unknown key is refused with the nearest valid one.
 */
public final class ConfigurationReader {
    /** Read by the launcher or by this class itself; not settings of the file. */
    private static final Set<String> OTHER_VARIABLES = Set.of("MAESTRO_HOME", "MAESTRO_JAVA_OPTIONS", "MAESTRO_JVM_FOLDER",
            "MAESTRO_LOG_TERMINAL", "MAESTRO_SLIM");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,7})(KB|MB)");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private final Map<String, String> environment;
    private final List<String> wrong = new ArrayList<>();
    private final Map<Key, String> values = new EnumMap<>(Key.class);
    private final Map<Key, String> sources = new EnumMap<>(Key.class);

    private ConfigurationReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * @throws Problem {@code CONFIGURATION_INVALID} that lists every wrong setting, where it stands and what is valid
     */
    public static Configuration read(Map<String, String> environment, Path userHome) {
        return new ConfigurationReader(environment).configuration(userHome);
    }

    private Configuration configuration(Path userHome) {
        String homeVariable = environment.getOrDefault("MAESTRO_HOME", "");
        Path home = homeVariable.isBlank() ? userHome.resolve(".maestro") : Path.of(homeVariable).toAbsolutePath().normalize();
        readFile(home.resolve("maestro.properties"));
        readEnvironment();

        Configuration configuration = new Configuration(
                home, database(), home.resolve(text(Key.MIGRATIONS_FOLDER)), temporal(), policy(),
                profile(), limits(), (int) number(Key.WORKERS, 1, 64), http());
        if (!wrong.isEmpty()) {
            throw Problem.input(ConfigurationErrors.CONFIGURATION_INVALID, String.join(System.lineSeparator() + "  ", wrong));
        }
        return configuration;
    }

    /** The first of them stands in for one that is refused. */
    private Profile profile() {
        String written = oneOf(Key.PROFILE_DEFAULT, Arrays.stream(Profile.values()).map(Profile::wire).toList());
        return Arrays.stream(Profile.values()).filter(profile -> profile.wire().equals(written)).findFirst().orElse(Profile.DEFAULT);
    }

    private void readFile(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(ByteOrderMark.removed(Files.readString(file))));
        } catch (IOException | IllegalArgumentException e) {
            wrong.add("cannot read " + file + ": " + e.getMessage());
            return;
        }
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            Key.ofProperty(name).ifPresentOrElse(
                    key -> set(key, properties.getProperty(name).strip(), file + ", " + name),
                    () -> wrong.add("unknown key \"" + name + "\" in " + file + "." + NearestNames.sentence(name, Key.properties())));
        }
    }

    private void readEnvironment() {
        for (String name : new TreeSet<>(environment.keySet())) {
            if (!name.startsWith("MAESTRO_") || OTHER_VARIABLES.contains(name)) {
                continue;
            }
            Key.ofVariable(name).ifPresentOrElse(
                    key -> set(key, environment.getOrDefault(name, "").strip(), "environment variable " + name),
                    () -> wrong.add("unknown environment variable " + name + "." + NearestNames.sentence(name, Key.variables())));
        }
    }

    private void set(Key key, String value, String source) {
        values.put(key, value);
        sources.put(key, source);
    }

    private Optional<Configuration.ExternalDatabase> database() {
        Optional<String> url = optional(Key.DATABASE_URL);
        if (url.isPresent() && !url.get().startsWith("jdbc:postgresql:")) {
            refuse(Key.DATABASE_URL, "must begin with jdbc:postgresql:");
        } else if (url.isPresent() && url.get().replaceFirst("\\?.*", "").contains("@")) {
            refuse(Key.DATABASE_URL, "must not hold a user or a password: they go into database.user and database.credential");
        }
        return url.map(u -> new Configuration.ExternalDatabase(u, text(Key.DATABASE_USER), credential(Key.DATABASE_CREDENTIAL)));
    }

    private Configuration.Temporal temporal() {
        Optional<String> address = optional(Key.TEMPORAL_ADDRESS);
        if (address.isPresent() && !address.get().matches("[^\\s:/]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}")) {
            refuse(Key.TEMPORAL_ADDRESS, "must be host:port, e.g. 127.0.0.1:7233");
        }
        return new Configuration.Temporal(
                address, tls(address.isPresent()), credential(Key.TEMPORAL_API_KEY), text(Key.TEMPORAL_NAMESPACE), url(Key.TEMPORAL_UI),
                optional(Key.TEMPORAL_BINARY).map(Path::of),
                (int) number(Key.TEMPORAL_PORT, 0, 65_535), (int) number(Key.TEMPORAL_UI_PORT, 0, 65_535),
                (int) number(Key.TEMPORAL_RETENTION_DAYS, 1, 3_650));
    }

    private Optional<TemporalAccess.Tls> tls(boolean external) {
        boolean on = oneOf(Key.TEMPORAL_TLS, List.of("true", "false")).equals("true");
        TemporalAccess.Tls tls = new TemporalAccess.Tls(optional(Key.TEMPORAL_TLS_AUTHORITY).map(Path::of),
                optional(Key.TEMPORAL_TLS_CERTIFICATE).map(Path::of), optional(Key.TEMPORAL_TLS_KEY).map(Path::of),
                optional(Key.TEMPORAL_TLS_NAME));
        boolean given = tls.authority().isPresent() || tls.certificate().isPresent() || tls.key().isPresent() || tls.name().isPresent();
        if (given && !on) {
            refuse(Key.TEMPORAL_TLS, "must be true where another setting of temporal.tls is set");
        }
        if ((on || optional(Key.TEMPORAL_API_KEY).isPresent()) && !external) {
            refuse(Key.TEMPORAL_ADDRESS, "must be set where temporal.tls or temporal.api.key is: our own server has neither");
        }
        if (tls.certificate().isPresent() != tls.key().isPresent()) {
            refuse(Key.TEMPORAL_TLS_KEY, "must be set together with temporal.tls.certificate");
        }
        return Optional.of(tls).filter(_ -> on);
    }

    private Configuration.PolicySettings policy() {
        String name = oneOf(Key.POLICY_DEFAULT, List.of("rules", "remote", "local"));
        Optional<URI> endpoint = url(Key.POLICY_REMOTE_ENDPOINT);
        if (endpoint.isPresent() && text(Key.POLICY_REMOTE_MODEL).isEmpty()) {
            refuse(Key.POLICY_REMOTE_MODEL, "must be set where policy.remote.endpoint is");
        }
        if (name.equals("remote") && endpoint.isEmpty()) {
            refuse(Key.POLICY_REMOTE_ENDPOINT, "must be set when policy.default is remote");
        }
        Configuration.LocalPolicy local = local();
        boolean follows = oneOf(Key.POLICY_LOCAL_PROMOTED, List.of("true", "false")).equals("true");
        return new Configuration.PolicySettings(
                name,
                endpoint.map(
                        e -> new Configuration.RemotePolicy(e, text(Key.POLICY_REMOTE_MODEL), credential(Key.POLICY_REMOTE_CREDENTIAL))),
                optional(Key.POLICY_LOCAL_MODEL).map(_ -> local), Optional.of(local).filter(_ -> follows));
    }

    private Configuration.LocalPolicy local() {
        return new Configuration.LocalPolicy(
                Path.of(text(Key.POLICY_LOCAL_MODEL)), (int) number(Key.POLICY_LOCAL_WORKERS, 0, 64),
                device(), oneOf(Key.POLICY_LOCAL_DTYPE, List.of("auto", "float32", "bfloat16", "float16")),
                number(Key.POLICY_LOCAL_MEMORY, 0, 10_000_000), number(Key.POLICY_LOCAL_CACHE, 0, 100_000_000),
                (int) number(Key.POLICY_LOCAL_THREADS, 0, 1_024),
                optional(Key.POLICY_LOCAL_LIBRARIES).map(Path::of), oneOf(Key.POLICY_LOCAL_FLAVOR, NativesSettings.FLAVORS),
                (int) number(Key.POLICY_LOCAL_CONCURRENT, 1, 256),
                (int) number(Key.POLICY_LOCAL_TOKENS, 1, 32_768),
                oneOf(Key.POLICY_LOCAL_CONSTRAINED, List.of("true", "false")).equals("true"), temperature(),
                number(Key.POLICY_LOCAL_SEED, 0, Long.MAX_VALUE), (int) number(Key.POLICY_LOCAL_CANDIDATES, 0, 64));
    }

    private String device() {
        String rule = "must be auto, cpu, cuda, or one CUDA device of several such as cuda:1";
        return read(Key.POLICY_LOCAL_DEVICE, rule, value -> {
            if (!CheckpointLoading.DEVICE.matcher(value).matches()) {
                throw new IllegalArgumentException(rule);
            }
            return value;
        }).orElse(CheckpointLoading.AUTO);
    }

    private double temperature() {
        String rule = "must be a number from 0 to 2";
        return read(Key.POLICY_LOCAL_TEMPERATURE, rule, value -> {
            double number = Double.parseDouble(value);
            if (!(number >= 0 && number <= 2)) {
                throw new IllegalArgumentException(rule);
            }
            return number;
        }).orElse(0.0);
    }

    private ServiceSettings http() {
        String host = text(Key.HTTP_HOST);
        boolean open = oneOf(Key.HTTP_AUTH, List.of("keys", "none")).equals("none");
        if (open && !isLoopback(host)) {
            refuse(Key.HTTP_AUTH, "lets everybody in, and http.host " + host
                    + " is reached by other machines; set it to keys, or http.host to 127.0.0.1");
        }
        Set<String> hosts = new TreeSet<>();
        for (String name : text(Key.HTTP_HOSTS).toLowerCase(Locale.ROOT).split(",")) {
            if (!name.isBlank()) {
                hosts.add(name.strip());
            }
        }
        if (!hosts.stream().allMatch(name -> name.matches("[a-z0-9.-]+"))) {
            refuse(Key.HTTP_HOSTS, "must be names separated by commas, e.g. maestro.example.org");
        }
        Duration wait = read(Key.HTTP_WAIT, "must be a time such as 30s or 570s", ConfigurationReader::duration).orElse(Duration.ZERO);
        return new ServiceSettings(host, (int) number(Key.HTTP_PORT, 0, 65_535), open, hosts, bytes(), wait,
                oneOf(Key.HTTP_TEXT_ONLY, List.of("refuse", "policy")).equals("policy"));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private long bytes() {
        String rule = "must be a size from 1KB to 2000MB such as 500KB or 64MB";
        return read(Key.HTTP_BODY, rule, value -> {
            Matcher matcher = SIZE.matcher(value.strip().toUpperCase(Locale.ROOT));
            if (!matcher.matches()) {
                throw new IllegalArgumentException(rule);
            }
            long size = Long.parseLong(matcher.group(1)) * (matcher.group(2).equals("KB") ? 1_000 : 1_000_000);
            if (size < 1_000 || size > 2_000_000_000L) {
                throw new IllegalArgumentException(rule);
            }
            return size;
        }).orElse(0L);
    }

    private Limits limits() {
        return new Limits(
                (int) number(Key.LIMITS_TURNS, 1, 50), number(Key.LIMITS_TOKENS, 1, Long.MAX_VALUE),
                number(Key.LIMITS_MICROS, 0, Long.MAX_VALUE),
                read(Key.LIMITS_TIMEOUT, "must be a time such as 90s, 30m or 2h", ConfigurationReader::duration).map(Duration::toMillis)
                        .orElse(0L));
    }

    /**
     * A time such as {@code 500ms}, {@code 90s}, {@code 30m}, {@code 2h}, {@code 1d}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a time: \"" + text + "\"; expected a number and ms, s, m, h or d, e.g. 90s");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private String text(Key key) {
        return values.getOrDefault(key, key.fallback());
    }

    private Optional<String> optional(Key key) {
        return Optional.of(text(key)).filter(value -> !value.isEmpty());
    }

    private long number(Key key, long least, long most) {
        String rule = most == Long.MAX_VALUE
                ? "must be a whole number, at least " + least
                : "must be a whole number from " + least + " to " + most;
        return read(key, rule, value -> {
            long number = Long.parseLong(value.replace("_", ""));
            if (number < least || number > most) {
                throw new IllegalArgumentException(rule);
            }
            return number;
        }).orElse(least);
    }

    private String oneOf(Key key, List<String> valid) {
        if (!valid.contains(text(key))) {
            refuse(key, "is none of those valid." + NearestNames.sentence(text(key), valid));
        }
        return text(key);
    }

    private Optional<URI> url(Key key) {
        return optional(key).flatMap(value -> read(key, "must be an http or https address, without user and password", text -> {
            URI uri = URI.create(text);
            if (uri.getRawUserInfo() != null || uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
                throw new IllegalArgumentException("not an address");
            }
            return uri;
        }));
    }

    private Optional<Credential> credential(Key key) {
        return optional(key).flatMap(value -> {
            try {
                return Optional.of(new Credential(value));
            } catch (Problem e) {
                wrong.add(key.property() + " (" + sources.getOrDefault(key, "built-in value") + "): " + e.getMessage());
                return Optional.empty();
            }
        });
    }

    private <T> Optional<T> read(Key key, String rule, Function<String, T> reading) {
        try {
            return Optional.of(reading.apply(text(key)));
        } catch (IllegalArgumentException e) {
            refuse(key, rule);
            return Optional.empty();
        }
    }

    private void refuse(Key key, String rule) {
        wrong.add(
                key.property() + " = \"" + ShownAddress.of(text(key)) + "\" (" + sources.getOrDefault(key, "built-in value") + ") " + rule);
    }
}
