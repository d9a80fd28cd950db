package dev.maestro.app.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting there is. In {@code maestro.properties} it goes by {@link #property}, in the
 * environment by {@link #variable}; the environment wins.
 */
public enum Key {
    DATABASE_URL("", "JDBC URL of PostgreSQL, e.g. jdbc:postgresql://db:5432/maestro; empty: an embedded one under MAESTRO_HOME"),
    DATABASE_USER("maestro", "user for database.url"),
    DATABASE_CREDENTIAL("", "where the password is: env:NAME or file:PATH; empty sends none"),
    MIGRATIONS_FOLDER("migrations", "your own SQL migrations (V0001__what_it_does.sql); relative to MAESTRO_HOME"),
    TEMPORAL_ADDRESS("", "host:port of a running Temporal server; empty: our own"),
    TEMPORAL_NAMESPACE("default", "Temporal namespace; of a running server it must exist"),
    TEMPORAL_API_KEY("", "where the key for temporal.address is: env:NAME or file:PATH; empty sends none"),
    TEMPORAL_TLS("false", "true: temporal.address is called by TLS"),
    TEMPORAL_TLS_AUTHORITY("", "certificates (PEM) that the Temporal server's is checked against; empty: those of the machine"),
    TEMPORAL_TLS_CERTIFICATE("", "our certificate (PEM) for a Temporal server that wants one"),
    TEMPORAL_TLS_KEY("", "its key (PEM, PKCS #8, without a password)"),
    TEMPORAL_TLS_NAME("", "name in the Temporal server's certificate, where it is not the host's"),
    TEMPORAL_UI("", "address of the Temporal UI that belongs to temporal.address, for links"),
    TEMPORAL_BINARY("", "path of a temporal program; empty: found or fetched, in that order"),
    TEMPORAL_PORT("0", "port of our own Temporal server on 127.0.0.1; 0: any free one"),
    TEMPORAL_UI_PORT("0", "port of its UI on 127.0.0.1; 0: any free one"),
    TEMPORAL_RETENTION_DAYS("30", "days that ended queries stay visible in our own Temporal server, 1 to 3650"),
    POLICY_DEFAULT("rules", "policy of a query that names none: rules, remote or local"),
    POLICY_REMOTE_ENDPOINT("", "base URL of the policy's OpenAI-compatible server, e.g. http://127.0.0.1:2361/v1"),
    POLICY_REMOTE_MODEL("", "model name the policy's server expects"),
    POLICY_REMOTE_CREDENTIAL("", "where its key is: env:NAME or file:PATH; empty sends none"),
    POLICY_LOCAL_MODEL("", "folder of a Qwen3 or Qwen3-VL checkpoint that workers hold for policy local; empty: they hold none"),
    POLICY_LOCAL_PROMOTED("true",
            "true: a checkpoint that was promoted (maestro policy promote) is held in place of policy.local.model; false: never"),
    POLICY_LOCAL_WORKERS("1", "how many of the workers of `up` hold it, 0 to 64; a worker started by itself always does"),
    POLICY_LOCAL_DEVICE("auto",
            "where it computes: auto, cpu, cuda, or one of several CUDA devices as cuda:1 (numbered as CUDA_VISIBLE_DEVICES leaves them)"),
    POLICY_LOCAL_DTYPE("auto", "number format it computes in: auto, float32, bfloat16 or float16"),
    POLICY_LOCAL_MEMORY("0", "MB it may take, weights and all; 0: what the device has left"),
    POLICY_LOCAL_CACHE("0", "tokens of all its sequences together whose keys and values are kept; 0: half of the memory that is left"),
    POLICY_LOCAL_THREADS("0", "threads of one operation on a CPU; 0: one per core"),
    POLICY_LOCAL_LIBRARIES("", "torch/lib folder of an installed PyTorch with CUDA; empty: the bundled natives, for CPUs"),
    POLICY_LOCAL_FLAVOR("cpu", "the bridge to those: cu128 for PyTorch with CUDA 12, cpu without"),
    POLICY_LOCAL_CONCURRENT("16", "decisions it works on at once, 1 to 256; further ones wait in the task queue"),
    POLICY_LOCAL_TOKENS("2048", "most tokens of one decision, thoughts included, 1 to 32768"),
    POLICY_LOCAL_CONSTRAINED("true", "true: only valid actions with names of the registry can be written; false: anything"),
    POLICY_LOCAL_TEMPERATURE("0", "0 decides by the best token; above, to 2, draws with the seed"),
    POLICY_LOCAL_SEED("0", "seed of the draws, mixed with the query's id and turn"),
    POLICY_LOCAL_CANDIDATES("8", "pairs of expert and skill recorded with each call beside the chosen one, 0 to 64"),
    PROFILE_DEFAULT("default", "profile of a query that names none: default or reference"),
    LIMITS_TURNS("5", "turns of a query that sets none, 1 to 50"),
    LIMITS_TOKENS("200000", "tokens of a query that sets none"),
    LIMITS_MICROS("1000000", "money of a query that sets none, in micros (1,000,000 are one unit of your currency)"),
    LIMITS_TIMEOUT("30m", "wall time of a query that sets none, e.g. 90s, 30m, 2h"),
    HTTP_HOST("127.0.0.1", "address the HTTP service listens at; one that other machines reach needs http.auth = keys"),
    HTTP_PORT("8321", "port of the HTTP service; 0: any free one"),
    HTTP_AUTH("keys", "who is let in: keys (whoever has an API key), or none (everybody, on this machine only)"),
    HTTP_HOSTS("", "further names by which the HTTP service may be called, separated by commas"),
    HTTP_BODY("64MB", "largest body of a request, e.g. 500KB, 64MB"),
    HTTP_WAIT("570s", "longest wait of a request that waits for an answer, e.g. 30s"),
    HTTP_TEXT_ONLY("refuse", "a question without any image: refuse, or policy (the policy decides what to do with it)"),
    WORKERS("1", "worker processes that `up` keeps running, 1 to 64");

    private final String fallback;
    private final String meaning;

    Key(String fallback, String meaning) {
        this.fallback = fallback;
        this.meaning = meaning;
    }

    /** E.g. {@code temporal.ui.port}. */
    public String property() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** E.g. {@code MAESTRO_TEMPORAL_UI_PORT}. */
    public String variable() {
        return "MAESTRO_" + name();
    }

    /** The value when nobody sets one. */
    public String fallback() {
        return fallback;
    }

    public String meaning() {
        return meaning;
    }

    static Optional<Key> ofProperty(String property) {
        return Arrays.stream(values()).filter(key -> key.property().equals(property)).findFirst();
    }

    static Optional<Key> ofVariable(String variable) {
        return Arrays.stream(values()).filter(key -> key.variable().equals(variable)).findFirst();
    }

    static List<String> properties() {
        return Arrays.stream(values()).map(Key::property).toList();
    }

    static List<String> variables() {
        return Arrays.stream(values()).map(Key::variable).toList();
    }
}
