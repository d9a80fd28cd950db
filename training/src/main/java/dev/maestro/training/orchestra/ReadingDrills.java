package dev.maestro.training.orchestra;

import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.text.ActionText;
import dev.maestro.orchestra.world.Level;
import dev.maestro.orchestra.world.Operation;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.PriceClass;
import dev.maestro.orchestra.world.PriceWeight;
import dev.maestro.orchestra.world.SeededDraws;
import dev.maestro.orchestra.world.SimulatedExpert;
import dev.maestro.orchestra.world.SimulatedSkill;
import dev.maestro.orchestra.world.Subject;
import dev.maestro.orchestra.world.TaskOptions;
import dev.maestro.orchestra.world.TaskPanel;
import dev.maestro.training.orchestra.ReadingLevel.Kind;
import dev.maestro.training.torch.SftBatch;
import dev.maestro.training.torch.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Draws questions of the reading drills: a panel as a prompt, then words, and the name they belong to among those that are
 * offered. Everything is of split {@code train}; no held-out wording, description or pair is ever written.
 */
final class ReadingDrills {
    /** Questions to a panel. */
    static final int QUESTIONS = 8;
    /** Words of training's questions only. */
    private static final List<String> FILLERS = List.of("please", "tell me", "say", "give me", "the", "of the", "in this", "on the", "are",
            "what is", "which", "in which");
    private static final double ABOUT_EXPERTS = 0.55;
    private static final double LAID_OUT = 0.8;
    /** Of laid-out questions, those that are pieces of questions rather than words. */
    private static final double PIECES = 0.8;
    private static final double ABOUT_PRICE = 0.08;
    /** Of laid-out questions, those behind calls after which the last value that was heard is to be answered. */
    private static final double ABOUT_ANSWER = 0.15;
    private static final double ABOUT_TIGHT_PRICE = 0.08;
    /** Of laid-out questions about experts of the last level, those whose price is tight: the cheap ones that know the subject are right. */
    private static final double TIGHT = 0.3;
    private static final double FOURTH_ORDER = 0.25;
    private static final double MIXED_DESCRIPTION = 0.4;

    private final OrchestraWorld world;
    private final Tokens tokens;

    ReadingDrills(OrchestraWorld world, Tokens tokens) {
        this.world = world;
        this.tokens = tokens;
    }

    /**
     * The batch of a step.
     *
     * @param first index of its first panel among the tasks of training
     */
    SftBatch batch(ReadingLevel level, SeededDraws draws, long first) {
        return batch(level, draws, first, 0);
    }

    /** @param sums share of the questions about experts behind calls that are about those of arithmetic, more than chance has it */
    SftBatch batch(ReadingLevel level, SeededDraws draws, long first, double sums) {
        List<SftBatch.Prompt> prompts = new ArrayList<>();
        TaskOptions options = TaskOptions.STANDARD.offering(level.experts(), level.skills());
        for (int i = 0; i < level.prompts(); i++) {
            OrchestraTask drawn = world.task(OrchestraSplit.TRAIN, first + i, options);
            OrchestraTask task = level.kind() == Kind.SALAD ? with(varied(drawn.panel(), draws), drawn) : drawn;
            List<SftBatch.Response> questions = new ArrayList<>();
            for (int k = 0; k < QUESTIONS; k++) {
                questions.add(question(level, task, sums, draws));
            }
            prompts.add(new SftBatch.Prompt(tokens.encode(panel(task)), questions));
        }
        return new SftBatch(prompts);
    }

    /** The lines of the prompt before the price and the question. */
    private static String panel(OrchestraTask task) {
        String prompt = task.prompt();
        int question = prompt.lastIndexOf('\n', prompt.length() - 2);
        return prompt.substring(0, prompt.lastIndexOf('\n', question - 1) + 1);
    }

    private static OrchestraTask with(TaskPanel panel, OrchestraTask task) {
        return new OrchestraTask(task.id(), task.split(), panel, task.subject(), task.operation(), task.question(), task.price(),
                task.printed(), task.truth(), task.sureWhenWrong());
    }

    /**
     * Descriptions in more forms than the world has, and in none that is held out: some experts' in a fourth order, some skills' made of the
     * beginning of one and the end of another.
     */
    static TaskPanel varied(TaskPanel panel, SeededDraws draws) {
        List<SimulatedExpert> experts = panel.experts().stream().map(e -> draws.unit() < FOURTH_ORDER ? reordered(e) : e).toList();
        List<SimulatedSkill> skills = panel.skills().stream().map(s -> draws.unit() < MIXED_DESCRIPTION
                ? new SimulatedSkill(s.name(), s.operation(), mixed(s.operation(), draws))
                : s).toList();
        return new TaskPanel(experts, skills);
    }

    private static SimulatedExpert reordered(SimulatedExpert expert) {
        List<String> top = expert.levels().entrySet().stream().filter(l -> l.getValue() == Level.TOP).map(Map.Entry::getKey).sorted()
                .map(expert.words()::get).toList();
        String fair = expert.levels().entrySet().stream().filter(l -> l.getValue() == Level.FAIR).map(l -> expert.words().get(l.getKey()))
                .findFirst().orElseThrow();
        return new SimulatedExpert(expert.name(), expert.levels(), expert.words(), expert.price(),
                "fair " + fair + ", " + expert.price().wire() + ", top " + String.join(" ", top));
    }

    private static String mixed(Operation operation, SeededDraws draws) {
        while (true) {
            List<String> one = List.of(draws.pick(operation.descriptions(false)).split(" "));
            List<String> other = List.of(draws.pick(operation.descriptions(false)).split(" "));
            List<String> words = new ArrayList<>(one.subList(0, 1 + draws.below(one.size())));
            words.addAll(other.subList(other.size() > 1 ? 1 + draws.below(other.size() - 1) : 0, other.size()));
            String text = String.join(" ", words);
            if (!operation.descriptions(true).contains(text)) {
                return text;
            }
        }
    }

    private SftBatch.Response question(ReadingLevel level, OrchestraTask task, double sums, SeededDraws draws) {
        boolean last = level.kind() == Kind.SALAD;
        Prelude prelude = last ? prelude(task, draws) : Prelude.NONE;
        boolean laidOut = level.kind().isLaidOut() && draws.unit() < LAID_OUT;
        boolean piece = laidOut && draws.unit() < PIECES;
        boolean priced = last && draws.unit() < ABOUT_TIGHT_PRICE && task.panel().experts().stream().anyMatch(ReadingDrills::isCheap);
        if (priced) {
            String words = draws.unit() < 0.6 ? priceless(level, draws) : draws.pick(OrchestraWorld.THINGS);
            Asked cheap = new Asked(words, names(task.panel().experts().stream()),
                    names(task.panel().experts().stream().filter(ReadingDrills::isCheap)),
                    true);
            return laidOut(cheap, prelude, true, true, task, draws);
        }
        boolean experts = task.panel().skills().isEmpty() || draws.unit() < ABOUT_EXPERTS;
        Asked asked = experts
                ? expert(level, task, piece, laidOut, prelude, sums, draws)
                : skill(level, task, piece, laidOut && prelude.text().isEmpty(), draws);
        return laidOut ? laidOut(asked, prelude, piece, experts, task, draws) : response(tokens.encode(" " + asked.words()), asked);
    }

    /** Words of a question that name no kind of picture. */
    private String priceless(ReadingLevel level, SeededDraws draws) {
        while (true) {
            Operation operation = draws.pick(List.of(Operation.values()));
            Subject subject = draws.pick(Subject.pictures().stream().filter(s -> !OrchestraWorld.isHeldOut(s, operation)).toList());
            String words = fragment(operation, subject, false, level.typos(), 3, draws);
            if (subject.nouns().stream().noneMatch(noun -> words.contains(noun.substring(0, 3)))) {
                return words;
            }
        }
    }

    private SftBatch.Response laidOut(Asked asked, Prelude prelude, boolean piece, boolean experts, OrchestraTask task, SeededDraws draws) {
        PriceWeight price = asked.cheap() ? PriceWeight.TIGHT : PriceWeight.FREE;
        int[] ids = join(tokens.encode(price.wire() + " price\n" + (piece ? asked.words() : " " + asked.words())), tokens.encode("\n"),
                tokens.turn(), tokens.encode(prelude.text()));
        if (!prelude.values().isEmpty() && draws.unit() < ABOUT_ANSWER) {
            return response(join(ids, tokens.encode(ActionText.ANSWER)), prelude.values(), List.of(prelude.values().getLast()));
        }
        ids = join(ids, tokens.encode(ActionText.SEARCH));
        if (!experts) {
            ids = join(ids, tokens.encode(draws.pick(task.panel().experts()).name() + ActionText.WITH));
        }
        return response(ids, asked);
    }

    private static boolean isCheap(SimulatedExpert expert) {
        return expert.price() == PriceClass.CHEAP;
    }

    /** @param offered names, of which some are right */
    private record Asked(String words, List<String> offered, List<String> right, boolean cheap) {
        Asked(String words, List<String> offered, List<String> right) {
            this(words, offered, right, false);
        }
    }

    /** Calls that were made, and the values heard, oldest first. */
    private record Prelude(String text, List<String> values) {
        static final Prelude NONE = new Prelude("", List.of());
    }

    private SftBatch.Response response(int[] ids, Asked asked) {
        return response(ids, asked.offered(), asked.right());
    }

    private SftBatch.Response response(int[] ids, List<String> offered, List<String> right) {
        int[] allowed = offered.stream().distinct().mapToInt(tokens::first).sorted().toArray();
        if (allowed.length == 1) {
            return new SftBatch.Response(ids, List.of());
        }
        int[] good = right.stream().distinct().mapToInt(tokens::first).sorted().toArray();
        return new SftBatch.Response(ids, List.of(new Target(ids.length, allowed, good, 1)));
    }

    private Asked expert(ReadingLevel level, OrchestraTask task, boolean piece, boolean laidOut, Prelude prelude, double sums,
            SeededDraws draws) {
        List<SimulatedExpert> all = task.panel().experts();
        List<String> names = all.stream().map(SimulatedExpert::name).toList();
        if (!piece && draws.unit() < ABOUT_PRICE) {
            String price = draws.pick(all).price().wire();
            return new Asked(price, names, names(all.stream().filter(e -> e.price().wire().equals(price))));
        }
        boolean behind = !prelude.text().isEmpty();
        // A subject counts as often as it is known. Calculation is only asked for behind calls, and where somebody can.
        List<Subject> known = all.stream().flatMap(e -> e.levels().keySet().stream()).filter(s -> !piece || behind || s.isPicture())
                .sorted()
                .toList();
        Subject drawn = draws.pick(known.isEmpty() ? List.of(Subject.ARITHMETIC) : known);
        Subject subject = behind && piece && draws.unit() < sums && known.contains(Subject.ARITHMETIC) ? Subject.ARITHMETIC : drawn;
        Level best = task.panel().best(subject);
        Level cheapest = all.stream().filter(ReadingDrills::isCheap).map(e -> e.level(subject)).min(Level::compareTo).orElse(Level.NONE);
        boolean cheap = level.kind() == Kind.SALAD && laidOut && draws.unit() < TIGHT;
        List<String> right = cheap && cheapest != Level.NONE
                ? names(all.stream().filter(e -> isCheap(e) && e.level(subject) == cheapest))
                : names(all.stream().filter(e -> e.level(subject) == best));
        if (piece && !subject.isPicture()) {
            Subject shown = draws.pick(Subject.pictures().stream().filter(s -> !OrchestraWorld.isHeldOut(s, Operation.COMPUTE)).toList());
            return new Asked(fragment(Operation.COMPUTE, shown, false, level.typos(), 3, draws), names, right, cheap);
        }
        if (piece) {
            Operation operation = draws.pick(Arrays.stream(Operation.values())
                    .filter(o -> !OrchestraWorld.isHeldOut(subject, o) && !(behind && o == Operation.COMPUTE)).toList());
            return new Asked(piece(level, operation, subject, true, draws), names, right, cheap);
        }
        if (level.kind() == Kind.WORD || draws.unit() < 0.3) {
            SimulatedExpert knowing = all.stream().filter(e -> e.level(subject) == best).findFirst().orElseThrow();
            return new Asked(knowing.words().getOrDefault(subject, subject.specialities().getFirst()), names, right, cheap);
        }
        List<String> words = new ArrayList<>(subject.specialities());
        words.addAll(subject.nouns());
        words.addAll(subject.nouns());
        return new Asked(draws.pick(words), names, right, cheap);
    }

    private static List<String> names(Stream<SimulatedExpert> experts) {
        return experts.map(SimulatedExpert::name).toList();
    }

    /** @param opening whether it stands where the first call of a conversation does: what comes first where something is computed is left to rewards */
    private Asked skill(ReadingLevel level, OrchestraTask task, boolean piece, boolean opening, SeededDraws draws) {
        List<SimulatedSkill> all = task.panel().skills();
        SimulatedSkill wanted = draws.pick(opening ? all.stream().filter(s -> !s.operation().isTwoStep()).toList() : all);
        List<String> names = all.stream().map(SimulatedSkill::name).toList();
        List<String> right = List.of(wanted.name());
        if (piece) {
            Subject subject = draws
                    .pick(Subject.pictures().stream().filter(s -> !OrchestraWorld.isHeldOut(s, wanted.operation())).toList());
            return new Asked(piece(level, wanted.operation(), subject, false, draws), names, right);
        }
        return new Asked(level.kind() == Kind.WORD || draws.unit() < 0.3
                ? wanted.description()
                : draws.pick(wanted.operation().descriptions(false)), names, right);
    }

    private String piece(ReadingLevel level, Operation operation, Subject subject, boolean aboutSubject, SeededDraws draws) {
        boolean whole = level.kind() == Kind.FRAGMENT || operation == Operation.COMPUTE || draws.unit() < 0.5;
        if (!whole) {
            return salad(operation, subject, level.typos(), draws);
        }
        int most = level.kind() == Kind.FRAGMENT ? 5 : draws.pick(List.of(5, 9));
        return fragment(operation, subject, aboutSubject, level.typos(), most, draws);
    }

    /** Some words of a question of training around its noun, or around a word that gives the operation away. */
    private String fragment(Operation operation, Subject subject, boolean aboutSubject, double typos, int most, SeededDraws draws) {
        while (true) {
            String noun = draws.pick(subject.nouns());
            List<String> words = List.of(draws.pick(operation.wordings(false)).replace("{d}", noun)
                    .replace("{x}", draws.pick(OrchestraWorld.THINGS)).split(" "));
            Set<String> telling = aboutSubject ? Set.of(noun) : tellingWords(operation);
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < words.size(); i++) {
                if (telling.contains(words.get(i).replaceAll("\\W+$", ""))) {
                    places.add(i);
                }
            }
            if (!places.isEmpty()) {
                int longest = aboutSubject || operation != Operation.COMPUTE ? most : Math.min(most, 3);
                return String.join(" ", spoil(window(words, draws.pick(places), longest, draws), typos, draws));
            }
        }
    }

    /** Words of the phrases that give an operation away, but for those that others have as well. */
    private static Set<String> tellingWords(Operation operation) {
        Map<String, Long> uses = Arrays.stream(Operation.values())
                .flatMap(o -> o.phrases().stream().flatMap(p -> Stream.of(p.split(" "))).distinct())
                .collect(Collectors.groupingBy(w -> w, Collectors.counting()));
        return operation.phrases().stream().flatMap(p -> Stream.of(p.split(" "))).filter(w -> uses.getOrDefault(w, 0L) == 1)
                .filter(w -> w.length() > 2).collect(Collectors.toSet());
    }

    private static List<String> window(List<String> words, int around, int most, SeededDraws draws) {
        int length = 1 + draws.below(most);
        int lowest = Math.max(0, around - length + 1);
        int from = lowest + draws.below(around - lowest + 1);
        return words.subList(from, Math.min(words.size(), from + length));
    }

    String salad(Operation operation, Subject subject, double typos, SeededDraws draws) {
        List<String> pieces = new ArrayList<>();
        pieces.add(fragment(operation, subject, false, 0, 4, draws));
        pieces.add(fragment(operation, subject, true, 0, 3, draws));
        if (subject.nouns().stream().anyMatch(n -> List.of(pieces.getFirst().split(" ")).contains(n)) && draws.unit() < 0.5) {
            pieces.removeLast();
        }
        if (draws.unit() < 0.6) {
            pieces.add(draws.pick(OrchestraWorld.THINGS));
        }
        for (int fillers = draws.below(4); fillers > 0; fillers--) {
            pieces.add(draws.pick(FILLERS));
        }
        String text = String.join(" ", draws.shuffled(pieces));
        boolean held = operation.wordings(true).stream().anyMatch(wording -> subject.nouns().stream().anyMatch(
                noun -> OrchestraWorld.THINGS.stream().anyMatch(thing -> text.equals(wording.replace("{d}", noun).replace("{x}", thing)))));
        return held ? salad(operation, subject, typos, draws) : String.join(" ", spoil(List.of(text.split(" ")), typos, draws));
    }

    /** Typing errors: one with the given chance, and each further one with half the chance of the one before. */
    static List<String> spoil(List<String> words, double chance, SeededDraws draws) {
        List<String> all = new ArrayList<>(words);
        for (double p = chance; draws.unit() < p; p /= 2) {
            List<Integer> long4 = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).chars().takeWhile(Character::isLetter).count() >= 4) {
                    long4.add(i);
                }
            }
            if (long4.isEmpty()) {
                break;
            }
            int at = draws.pick(long4);
            all.set(at, spoilt(all.get(at), draws));
        }
        return all;
    }

    private static String spoilt(String word, SeededDraws draws) {
        int letters = (int) word.chars().takeWhile(Character::isLetter).count();
        int at = 1 + draws.below(letters - 2);
        String before = word.substring(0, at);
        String after = word.substring(at + 1);
        return switch (draws.below(3)) {
            case 0 -> before + after;
            case 1 -> before + after.charAt(0) + word.charAt(at) + after.substring(1);
            default -> before + word.charAt(at) + word.charAt(at) + after;
        };
    }

    /** Calls that were made already and mean nothing: any expert, skill and reply. */
    private static Prelude prelude(OrchestraTask task, SeededDraws draws) {
        double u = draws.unit();
        int calls = u < 0.55 ? 0 : u < 0.9 ? 1 : Math.min(2, Play.MOST_CALLS - 1);
        StringBuilder text = new StringBuilder();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            String value = draws.pick(OrchestraWorld.VALUES);
            Optional<String> input = draws.unit() < 0.8
                    ? Optional.empty()
                    : Optional.of(draws.pick(OrchestraWorld.VALUES));
            text.append(ActionText.call(draws.pick(task.panel().experts()).name(), draws.pick(task.panel().skills()).name(), input))
                    .append(ActionText.observation(value, draws.unit() < 0.5));
            values.add(ActionText.value(value));
        }
        return new Prelude(text.toString(), values);
    }

    static int[] join(int[]... parts) {
        int[] all = new int[Arrays.stream(parts).mapToInt(p -> p.length).sum()];
        int at = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
