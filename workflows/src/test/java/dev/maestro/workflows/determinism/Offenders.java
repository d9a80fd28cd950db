package dev.maestro.workflows.determinism;

import io.temporal.activity.ActivityInterface;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Workflows that each do, some rooms away from where they begin, one thing that no workflow may do; and some that do nothing wrong. */
final class Offenders {
    private Offenders() {}

    @WorkflowInterface
    interface Run {
        @WorkflowMethod
        String run(String input);
    }

    /** Behind it everything is allowed. */
    @ActivityInterface
    interface Effects {
        Effect effect(Effect before);
    }

    record Effect(String text) {}

    static final class EffectsByClock implements Effects {
        @Override
        public Effect effect(Effect before) {
            return new Effect(Instant.now().toString());
        }
    }

    static final class ReadsTheClock implements Run {
        @Override
        public String run(String input) {
            return Deep.stamp(input);
        }

        private static final class Deep {
            static String stamp(String input) {
                return input + Instant.now();
            }
        }
    }

    static final class ReadsTheClockInALambda implements Run {
        @Override
        public String run(String input) {
            Supplier<Long> time = () -> System.currentTimeMillis();
            return input + time.get();
        }
    }

    static final class ReadsTheClockByReference implements Run {
        @Override
        public String run(String input) {
            Supplier<Long> time = System::nanoTime;
            return input + time.get();
        }
    }

    static final class HoldsAClock implements Run {
        private final Clock clock = Clock.systemUTC();

        @Override
        public String run(String input) {
            return input + clock;
        }
    }

    static final class DrawsAtRandom implements Run {
        private static final Random RANDOM = new Random();

        @Override
        public String run(String input) {
            return input + RANDOM.nextInt();
        }
    }

    static final class MakesAnId implements Run {
        @Override
        public String run(String input) {
            return Optional.of(input).map(each -> each + UUID.randomUUID()).orElseThrow();
        }
    }

    interface Shape {
        String name();
    }

    record Square(int side) implements Shape {
        @Override
        public String name() {
            return "square " + Math.random();
        }
    }

    static final class DrawsAtRandomBehindAnInterface implements Run {
        @Override
        public String run(String input) {
            List<Shape> shapes = List.of(new Square(1));
            return shapes.getFirst().name();
        }
    }

    record Moody(int number) implements Comparable<Moody> {
        @Override
        public int compareTo(Moody other) {
            return new Random(7).nextInt();
        }
    }

    static final class SortsByAMood implements Run {
        @Override
        public String run(String input) {
            List<Moody> all = new ArrayList<>(List.of(new Moody(1), new Moody(2)));
            all.sort(Comparator.naturalOrder());
            return all.getFirst().number() + input;
        }
    }

    static final class StartsAThread implements Run {
        @Override
        public String run(String input) {
            Thread.ofVirtual().start(() -> {});
            return input;
        }
    }

    static final class HandsWorkToAPool implements Run {
        @Override
        public String run(String input) {
            return CompletableFuture.supplyAsync(() -> input).join();
        }
    }

    static final class Locks implements Run {
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public String run(String input) {
            lock.lock();
            return input;
        }
    }

    static final class IsSynchronized implements Run {
        @Override
        public synchronized String run(String input) {
            return input;
        }
    }

    static final class CountsBesideTheHistory implements Run {
        private static final AtomicLong COUNT = new AtomicLong();

        @Override
        public String run(String input) {
            return input + COUNT.incrementAndGet();
        }
    }

    static final class ReadsAFile implements Run {
        @Override
        public String run(String input) {
            try {
                return Files.readString(Path.of(input));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static final class ReadsTheEnvironment implements Run {
        @Override
        public String run(String input) {
            return input + System.getenv("HOME");
        }
    }

    static final class ReadsAProperty implements Run {
        private static final String HOME = System.getProperty("user.home");

        @Override
        public String run(String input) {
            return input + HOME;
        }
    }

    static final class ReadsTheLanguage implements Run {
        @Override
        public String run(String input) {
            return input.toLowerCase(Locale.getDefault());
        }
    }

    static final class Logs implements Run {
        @Override
        public String run(String input) {
            LoggerFactory.getLogger("workflow").info("again and again");
            return input;
        }
    }

    static final class GoesThroughAMap implements Run {
        @Override
        public String run(String input) {
            return Rooms.first(new LinkedHashMap<>(Map.of("a", input)));
        }

        private static final class Rooms {
            static String first(Map<String, String> rooms) {
                for (Map.Entry<String, String> room : rooms.entrySet()) {
                    return room.getKey();
                }
                return "";
            }
        }
    }

    static final class GoesThroughASet implements Run {
        @Override
        public String run(String input) {
            return join(Set.of(input));
        }

        private static String join(Set<String> words) {
            StringBuilder all = new StringBuilder();
            for (String word : words) {
                all.append(word);
            }
            return all.toString();
        }
    }

    static final class MakesASetOfTwo implements Run {
        @Override
        public String run(String input) {
            return List.copyOf(Set.of(input, "b")).getFirst();
        }
    }

    static final class MakesAHashMap implements Run {
        @Override
        public String run(String input) {
            Map<String, String> map = new HashMap<>();
            map.put(input, input);
            return map.toString();
        }
    }

    static final class CopiesASet implements Run {
        @Override
        public String run(String input) {
            return Set.copyOf(List.of(input, "b")) + input;
        }
    }

    static final class CollectsToASet implements Run {
        @Override
        public String run(String input) {
            return List.copyOf(Stream.of(input, "b").collect(Collectors.toCollection(HashSet::new))).getFirst();
        }
    }

    static final class GroupsInHashOrder implements Run {
        @Override
        public String run(String input) {
            return "" + Stream.of(input, "b").collect(Collectors.groupingBy(String::length));
        }
    }

    static final class IndexesInHashOrder implements Run {
        @Override
        public String run(String input) {
            return "" + Stream.of(input, "b").collect(Collectors.toMap(String::length, String::trim));
        }
    }

    @WorkflowInterface
    interface TakesASet {
        @WorkflowMethod
        String run(Ballot ballot);
    }

    record Ballot(List<Vote> votes) {}

    record Vote(Set<String> names) {}

    static final class ExchangesASet implements TakesASet {
        @Override
        public String run(Ballot ballot) {
            return "" + ballot.votes().size();
        }
    }

    @WorkflowInterface
    interface TakesAStamp {
        @WorkflowMethod
        String run(Stamped stamped);
    }

    record Stamped(String text, long at) {
        Stamped {
            at = at == 0 ? System.currentTimeMillis() : at;
        }
    }

    /** Never makes one itself: the converter does, on every replay. */
    static final class ExchangesAStamp implements TakesAStamp {
        @Override
        public String run(Stamped stamped) {
            return stamped.text();
        }
    }

    /** In order, and by activities alone. */
    static final class DoesNothingWrong implements Run {
        private final Effects effects;

        DoesNothingWrong(Effects effects) {
            this.effects = effects;
        }

        @Override
        public String run(String input) {
            LinkedHashMap<String, Integer> lengths = Stream.of(input, "b")
                    .collect(Collectors.toMap(word -> word, String::length, Integer::sum, LinkedHashMap::new));
            StringBuilder all = new StringBuilder();
            lengths.sequencedEntrySet().forEach(entry -> all.append(entry.getKey()).append(entry.getValue()));
            Map<String, String> looked = Map.of("a", input);
            return effects.effect(new Effect(all + looked.get("a"))).text();
        }
    }
}
