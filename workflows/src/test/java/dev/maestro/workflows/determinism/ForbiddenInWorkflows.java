package dev.maestro.workflows.determinism;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.properties.HasParameterTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What code inside a workflow must not touch, of the JDK and of libraries: it is run again on every recovery and must come to
 * the same commands.
 */
final class ForbiddenInWorkflows {
    private static final Set<String> UNORDERED = Set.of(
            "java.util.Map", "java.util.Set", "java.util.HashMap", "java.util.HashSet", "java.util.IdentityHashMap",
            "java.util.WeakHashMap", "java.util.Hashtable", "java.util.concurrent.ConcurrentHashMap", "java.util.concurrent.ConcurrentMap");
    private static final Set<String> ITERATING = Set.of("entrySet", "keySet", "values", "forEach", "iterator", "spliterator", "stream",
            "parallelStream", "toArray", "replaceAll", "toString");
    private static final Set<String> UNORDERED_COLLECTORS = Set.of("toSet", "toUnmodifiableSet", "toUnmodifiableMap", "toConcurrentMap",
            "groupingByConcurrent");

    /** Whole packages and classes, by how their names begin. */
    private static final Map<String, String> TOUCHED = Map.ofEntries(
            Map.entry("java.time.Clock", "reads a clock"), Map.entry("java.time.InstantSource", "reads a clock"),
            Map.entry("java.util.Random", "draws at random"), Map.entry("java.util.SplittableRandom", "draws at random"),
            Map.entry("java.util.random.", "draws at random"), Map.entry("java.security.SecureRandom", "draws at random"),
            Map.entry("java.lang.Thread", "uses threads"), Map.entry("java.util.Timer", "uses threads"),
            Map.entry("java.lang.ScopedValue", "uses threads"),
            Map.entry("java.util.concurrent.", "uses threads"),
            Map.entry("java.io.", "does I/O"), Map.entry("java.nio.file.", "does I/O"), Map.entry("java.nio.channels.", "does I/O"),
            Map.entry("java.net.", "does I/O"), Map.entry("java.sql.", "does I/O"), Map.entry("javax.sql.", "does I/O"),
            Map.entry("javax.imageio.", "does I/O"), Map.entry("org.slf4j.", "writes a log that replays would write again"),
            Map.entry("java.lang.Runtime", "reads the environment"), Map.entry("java.lang.Process", "reads the environment"),
            Map.entry("java.lang.ClassLoader", "reads the environment"), Map.entry("java.util.ServiceLoader", "reads the environment"),
            Map.entry("java.util.Locale.getDefault", "reads the environment"),
            Map.entry("java.lang.foreign.", "leaves the JVM"), Map.entry("org.drools.", "runs rules"), Map.entry("org.kie.", "runs rules"),
            Map.entry("io.vertx.", "does I/O"), Map.entry("org.postgresql.", "does I/O"), Map.entry("com.zaxxer.", "does I/O"),
            Map.entry("org.flywaydb.", "does I/O"), Map.entry("ai.djl.", "leaves the JVM"), Map.entry("com.github.benmanes.",
                    "keeps what a replay would not have"));

    private static final Set<String> HARMLESS = Set.of(
            "java.util.concurrent.TimeUnit", "java.util.concurrent.Callable", "java.util.concurrent.CancellationException",
            "java.io.Serializable", "java.io.IOException", "java.io.UncheckedIOException", "java.net.URI");

    /** Single methods, by class and name. */
    private static final Map<String, String> CALLED = Map.ofEntries(
            Map.entry("java.lang.Math.random", "draws at random"), Map.entry("java.util.UUID.randomUUID", "draws at random"),
            Map.entry("java.util.Collections.shuffle", "draws at random"),
            Map.entry("java.lang.Object.wait", "uses threads"), Map.entry("java.lang.Object.notify", "uses threads"),
            Map.entry("java.lang.Object.notifyAll", "uses threads"),
            Map.entry("java.lang.System.identityHashCode", "depends on where objects lie"),
            Map.entry("java.lang.Object.hashCode", "depends on where objects lie"),
            Map.entry("java.util.Collection.parallelStream", "uses threads"), Map.entry("java.util.List.parallelStream", "uses threads"),
            Map.entry("java.util.stream.Stream.parallel", "uses threads"), Map.entry("java.util.stream.IntStream.parallel", "uses threads"),
            Map.entry("java.util.TimeZone.getDefault", "reads the environment"),
            Map.entry("java.time.ZoneId.systemDefault", "reads the environment"),
            Map.entry("java.lang.Class.getResourceAsStream", "does I/O"), Map.entry("java.lang.Class.getResource", "does I/O"));

    private ForbiddenInWorkflows() {}

    /** Why a workflow must not do this; empty when it may. */
    static Optional<String> why(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String member = access.getTarget().getName();
        String name = owner + "." + member;
        if (HARMLESS.contains(owner)) {
            return Optional.empty();
        }
        if (owner.startsWith("java.time.") && member.equals("now")) {
            return Optional.of("reads a clock: " + name);
        }
        if (owner.equals("java.lang.System") && !member.equals("arraycopy")) {
            return Optional.of(Set.of("currentTimeMillis", "nanoTime").contains(member)
                    ? "reads a clock: " + name
                    : "reads the environment: " + name);
        }
        String called = CALLED.get(name);
        if (called != null) {
            return Optional.of(called + ": " + name);
        }
        Optional<String> touched = TOUCHED.entrySet().stream().filter(each -> begins(owner, name, each.getKey()))
                .map(each -> each.getValue() + ": " + name).findFirst();
        return touched.isPresent() ? touched : hashOrder(access, owner, member);
    }

    /** A package by its dot; a class with what is nested in it; a method. */
    private static boolean begins(String owner, String name, String prefix) {
        return prefix.endsWith(".")
                ? owner.startsWith(prefix)
                : owner.equals(prefix) || owner.startsWith(prefix + "$") || owner.startsWith(prefix + "Builder") || name.equals(prefix);
    }

    private static Optional<String> hashOrder(JavaAccess<?> access, String owner, String member) {
        int parameters = access.getTarget() instanceof HasParameterTypes target ? target.getRawParameterTypes().size() : 0;
        boolean varargs = access.getTarget() instanceof HasParameterTypes target
                && target.getRawParameterTypes().stream().anyMatch(JavaClass::isArray);
        String what = owner + "." + member;
        if (member.equals("<init>") && UNORDERED.contains(owner)) {
            return Optional.of("makes a collection in hash order: " + owner);
        }
        return switch (what) {
            case "java.util.Map.copyOf", "java.util.Set.copyOf", "java.util.Map.ofEntries" ->
                Optional.of("makes a collection in an order that differs from run to run: " + what);
            case "java.util.Map.of" -> parameters > 2
                    ? Optional.of("makes a collection in an order that differs from run to run: " + what)
                    : Optional.empty();
            case "java.util.Set.of" -> parameters > 1 || varargs
                    ? Optional.of("makes a collection in an order that differs from run to run: " + what)
                    : Optional.empty();
            case "java.util.stream.Collectors.toMap" -> parameters < 4 ? unorderedCollector(what) : Optional.empty();
            case "java.util.stream.Collectors.groupingBy" -> parameters < 3 ? unorderedCollector(what) : Optional.empty();
            default -> owner.equals("java.util.stream.Collectors") && UNORDERED_COLLECTORS.contains(member)
                    ? unorderedCollector(what)
                    : access instanceof JavaCodeUnitAccess<?> && UNORDERED.contains(owner) && ITERATING.contains(member)
                            ? Optional.of("goes through a collection that may be in hash order: " + what)
                            : Optional.empty();
        };
    }

    private static Optional<String> unorderedCollector(String what) {
        return Optional.of("collects in hash order: " + what);
    }

    /** A set that the converter would fill in hash order; maps it fills as they are written. */
    static boolean isUnordered(JavaField field) {
        return List.of("java.util.Set", "java.util.HashSet", "java.util.HashMap").contains(field.getRawType().getName());
    }
}
