package dev.maestro.app.wiring;

import dev.maestro.activities.policy.HeldPolicies;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.Problem;
import dev.maestro.core.FolderDigest;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.policy.Policy;
import dev.maestro.policy.checkpoint.HeldPolicy;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Promotion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints in a worker's memory: what is promoted, else what the configuration names. It follows promotions while the worker
 * runs: the new checkpoint is loaded beside the old one and takes over between two decisions; the old one stays until no open query is
 * pinned to it, and comes back for one that was pinned just when it left. Where there is not enough memory for both, the old one leaves first. A checkpoint that cannot be loaded, or is not what
 * was promoted, leaves what serves as it is, and is tried again. Thread-safe.
 */
final class ServedCheckpoints implements HeldPolicies, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServedCheckpoints.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(30);
    /** Earlier checkpoints that a query may still be pinned to. */
    private static final int MOST_KNOWN = 16;
    /** How the library that loads says that memory does not suffice. */
    private static final String NO_MEMORY = "MEMORY_TOO_SMALL";

    private final Optional<Path> configured;
    private final boolean follows;
    private final int concurrent;
    private final TrainingStore promotions;
    private final QueryHistory history;
    private final Function<Path, HeldPolicy> loading;
    private final Thread thread = Thread.ofPlatform().name("promoted-checkpoints").daemon().unstarted(this::look);
    private volatile Optional<CheckpointLease> current = Optional.empty();
    private volatile List<CheckpointLease> retired = List.of();
    /** By version, the youngest last: what has been in memory. */
    private final Map<String, Target> known = new LinkedHashMap<>();
    private volatile boolean closed;
    private IntConsumer decides = _ -> {};
    private Optional<Target> refused = Optional.empty();
    private Instant again = Instant.EPOCH;
    private Instant recallAgain = Instant.EPOCH;

    /**
     * What is to serve.
     *
     * @param digest empty for what the configuration names: it is whatever lies there
     */
    record Target(Path folder, String digest) {}

    /**
     * @param configured what serves while nothing is promoted
     * @param concurrent decisions at once
     */
    ServedCheckpoints(Optional<Path> configured, boolean follows, int concurrent, TrainingStore promotions, QueryHistory history,
            Function<Path, HeldPolicy> loading) {
        this.configured = configured;
        this.follows = follows;
        this.concurrent = concurrent;
        this.promotions = promotions;
        this.history = history;
        this.loading = loading;
    }

    /**
     * Loads what is to serve. A promoted checkpoint that cannot be had is logged, and what the configuration names serves instead.
     *
     * @throws Problem when what the configuration names cannot be used
     */
    static ServedCheckpoints load(Configuration configuration, TrainingStore promotions, QueryHistory history) {
        Configuration.PolicySettings policy = configuration.policy();
        Optional<Configuration.LocalPolicy> how = policy.promoted().or(policy::local);
        ServedCheckpoints served = new ServedCheckpoints(policy.local().map(Configuration.LocalPolicy::model),
                policy.promoted().isPresent() && LocalModels.canHold(), how.map(Configuration.LocalPolicy::concurrent).orElse(0),
                promotions, history, folder -> LocalModels.load(how.orElseThrow().of(folder), configuration.home()));
        served.begin();
        return served;
    }

    void begin() {
        Optional<Target> wanted = wanted();
        if (wanted.filter(target -> !target.digest().isEmpty()).isPresent()) {
            turnTo(wanted);
        }
        if (current.isEmpty()) {
            current = configured.map(folder -> load(new Target(folder, "")));
        }
    }

    /** Decisions that the worker can take at once: 0 while it holds nothing. */
    int concurrent() {
        return current.isPresent() ? concurrent : 0;
    }

    /** Follows promotions from now on. @param changed is told {@link #concurrent} after each change */
    void follow(IntConsumer changed) {
        decides = changed;
        if (follows) {
            thread.start();
        }
    }

    private void look() {
        while (!closed) {
            try {
                turnTo(wanted());
                retire();
                recall();
            } catch (RuntimeException e) { // the database is away, for one; what serves goes on
                LOG.warn("promotions cannot be followed just now: {}", e.getMessage());
            }
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private Optional<Target> wanted() {
        Optional<Promotion> promoted = follows ? promotions.serving() : Optional.empty();
        return promoted.map(p -> new Target(Path.of(p.folder()), p.digest())).or(() -> configured.map(folder -> new Target(folder, "")));
    }

    /** Lets what is wanted serve, if it does not yet. */
    synchronized void turnTo(Optional<Target> wanted) {
        if (closed || wanted.equals(current.map(CheckpointLease::target))
                || wanted.equals(refused) && Instant.now().isBefore(again)) {
            return;
        }
        if (wanted.isEmpty()) {
            leave();
            return;
        }
        try {
            CheckpointLease next = retired.stream().filter(each -> each.target().equals(wanted.get())).findFirst()
                    .orElseGet(() -> loadBesideOrInstead(wanted.get()));
            List<CheckpointLease> earlier = new ArrayList<>(retired);
            current.ifPresent(earlier::add);
            earlier.remove(next);
            retired = List.copyOf(earlier);
            current = Optional.of(next);
            refused = Optional.empty();
            LOG.info("checkpoint serves version={} folder={}", next.policy().version(), wanted.get().folder());
            decides.accept(concurrent);
        } catch (MaestroException e) {
            refused = wanted;
            again = Instant.now().plus(TRY_AGAIN_AFTER);
            LOG.error("a checkpoint does not serve folder={}: {}", wanted.get().folder(), e.getMessage());
        }
    }

    /** Nobody is to ask for what is not there. */
    private void leave() {
        decides.accept(0);
        List<CheckpointLease> all = all();
        current = Optional.empty();
        retired = List.of();
        all.forEach(CheckpointLease::close);
    }

    private CheckpointLease loadBesideOrInstead(Target wanted) {
        try {
            return load(wanted);
        } catch (MaestroException e) {
            if (!e.code().name().equals(NO_MEMORY) || all().isEmpty()) {
                throw e;
            }
            Optional<Target> before = current.map(CheckpointLease::target);
            LOG.info("there is no memory for two checkpoints: the old one leaves first");
            leave();
            try {
                return load(wanted);
            } catch (MaestroException second) {
                current = before.map(this::load);
                decides.accept(concurrent());
                throw second;
            }
        }
    }

    private CheckpointLease load(Target target) {
        if (!target.digest().isEmpty()) {
            requireDigest(target);
        }
        CheckpointLease loaded = new CheckpointLease(target, loading.apply(target.folder()));
        known.remove(loaded.policy().version());
        known.put(loaded.policy().version(), target);
        if (known.size() > MOST_KNOWN) {
            known.remove(known.keySet().iterator().next());
        }
        return loaded;
    }

    private static void requireDigest(Target target) {
        String found;
        try {
            found = FolderDigest.of(target.folder());
        } catch (IOException e) {
            throw Problem.input(PromotionErrors.PROMOTED_CHECKPOINT_MISSING, target.folder() + " cannot be read: " + e.getMessage()
                    + ". Put it where every worker finds it, or roll back: maestro policy rollback");
        }
        if (!found.equals(target.digest())) {
            throw Problem.input(PromotionErrors.PROMOTED_CHECKPOINT_DIFFERS, target.folder() + " has the digest " + found
                    + ", and what was promoted has " + target.digest() + ". Put the promoted one back, or promote this one.");
        }
    }

    private List<CheckpointLease> all() {
        List<CheckpointLease> all = new ArrayList<>(retired);
        current.ifPresent(all::add);
        return all;
    }

    /** Lets go of earlier checkpoints that no query needs any more. */
    synchronized void retire() {
        for (CheckpointLease each : retired) {
            if (!history.isAnyOpenPinnedTo(each.policy().version())) {
                retired = retired.stream().filter(other -> other != each).toList();
                LOG.info("checkpoint leaves version={}", each.policy().version());
                each.close();
            }
        }
    }

    /**
     * A query reads who serves, and is pinned to it a moment later: in between that one may have left, because nobody was pinned to it. Such
     * a query would wait for it until its time is over.
     */
    synchronized void recall() {
        if (closed || current.isEmpty() || Instant.now().isBefore(recallAgain)) {
            return;
        }
        for (Map.Entry<String, Target> each : List.copyOf(known.entrySet())) {
            if (version(each.getKey()).isEmpty() && history.isAnyOpenPinnedTo(each.getKey())) {
                try {
                    List<CheckpointLease> back = new ArrayList<>(retired);
                    back.add(load(each.getValue()));
                    retired = List.copyOf(back);
                    LOG.info("checkpoint is back version={}", each.getKey());
                } catch (MaestroException e) {
                    recallAgain = Instant.now().plus(TRY_AGAIN_AFTER);
                    LOG.warn("a checkpoint that queries wait for does not come back version={}: {}", each.getKey(), e.getMessage());
                }
            }
        }
    }

    @Override
    public Optional<Policy> serving() {
        return current.map(CheckpointLease::policy);
    }

    @Override
    public Optional<Policy> version(String version) {
        return all().stream().map(CheckpointLease::policy).filter(policy -> policy.version().equals(version)).findFirst();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        synchronized (this) {
            all().forEach(CheckpointLease::close);
            current = Optional.empty();
            retired = List.of();
        }
    }
}
