package dev.maestro.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an answer says what was accepted: the same words or the same number, never a part of either. */
enum StrictComparison {
    /** Any of the accepted answers: a number, yes or no, a letter, or words. */
    GENERAL {
        @Override
        boolean right(String answer, List<String> truth) {
            return truth.stream().anyMatch(wanted -> general(answer, wanted));
        }
    },
    /** A letter, then the option's text. */
    CHOICE {
        @Override
        boolean right(String answer, List<String> truth) {
            return !truth.isEmpty()
                    && MultipleChoice.of(answer).is(truth.getFirst(), truth.size() > 1 ? Optional.of(truth.get(1)) : Optional.empty());
        }
    },
    /** A letter; what stands beside it is not looked at, as its truth is not known. */
    LETTER {
        @Override
        boolean right(String answer, List<String> truth) {
            return !truth.isEmpty()
                    && MultipleChoice.of(answer).letter().equalsIgnoreCase(Wording.bare(truth.getFirst()).replaceAll("[()\\[\\]. ]", ""));
        }
    },
    /** The accepted text stands in the answer, as the benchmark's own scorer has it. */
    CONTAINED {
        @Override
        boolean right(String answer, List<String> truth) {
            String said = answer.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
            return truth.stream().map(t -> t.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip())
                    .anyMatch(t -> !t.isEmpty() && (said.contains(t) || formula(t) && said.replace(" ", "").contains(t.replace(" ", ""))));
        }
    },
    /** The one value: all numbers of the truth in their order, or the same word or sign. */
    VALUE {
        @Override
        boolean right(String answer, List<String> truth) {
            return truth.stream()
                    .anyMatch(wanted -> general(answer, wanted) || numbers(wanted).size() > 1 && numbers(answer).equals(numbers(wanted)));
        }
    };

    private static final Set<String> YES_NO = Set.of("yes", "no");
    private static final Pattern DIGITS = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?");
    private static final Set<String> DENYING = Set.of("not", "no", "never", "neither", "or", "either", "unless", "without", "except",
            "than", "if");

    abstract boolean right(String answer, List<String> truth);

    private static boolean formula(String truth) {
        return truth.indexOf('\\') >= 0 || truth.indexOf('{') >= 0;
    }

    private static List<String> numbers(String text) {
        List<String> numbers = new ArrayList<>();
        Matcher each = DIGITS.matcher(Wording.cut(text));
        while (each.find()) {
            numbers.add(each.group());
        }
        return numbers;
    }

    private static boolean general(String answer, String wanted) {
        String said = EquivalentForms.minus(answer);
        String other = EquivalentForms.plain(said);
        String truth = EquivalentForms.plain(wanted);
        if (other.contains("±") != truth.contains("±")) {
            return false; // two numbers are not one of them
        }
        if (plainly(said, wanted)) {
            return true;
        }
        boolean rewritten = !other.equals(said) || !truth.equals(wanted);
        return rewritten && plainly(other, truth)
                || Amount.of(Wording.bare(wanted)).isEmpty()
                        && EquivalentForms.sameTuple(Wording.bare(other), Wording.bare(truth), StrictComparison::plainly);
    }

    private static boolean plainly(String answer, String wanted) {
        String said = Wording.boxed(answer).orElse(answer);
        String bare = Wording.bare(said);
        String truth = Wording.bare(wanted);
        if (truth.isEmpty() || bare.isEmpty()) {
            return false;
        }
        if (YES_NO.contains(truth.toLowerCase(Locale.ROOT))) {
            return yesNo(bare, truth.toLowerCase(Locale.ROOT));
        }
        if (truth.length() == 1 && Character.isLetter(truth.charAt(0))) {
            MultipleChoice choice = MultipleChoice.of(said);
            return choice.letter().isEmpty()
                    ? Wording.said(said).map(s -> MultipleChoice.of(s).letter().equalsIgnoreCase(truth)).orElse(false)
                    : choice.letter().equalsIgnoreCase(truth);
        }
        Optional<Amount> amount = Amount.of(truth);
        if (amount.isPresent()) {
            return number(said).map(n -> Amount.same(n, amount.get())).orElse(false);
        }
        return Wording.same(bare, truth) || Wording.said(said).map(s -> Wording.same(s, truth)).orElse(false);
    }

    private static boolean yesNo(String bare, String truth) {
        List<String> words = Wording.words(bare);
        String other = truth.equals("yes") ? "no" : "yes";
        return !words.isEmpty() && words.getFirst().equals(truth) && !words.contains(other);
    }

    /** The number an answer gives: itself one, or what its sentence says, or the only number of the sentence. */
    private static Optional<Amount> number(String said) {
        return Amount.of(said).or(() -> Wording.said(said).flatMap(Amount::of)).or(() -> only(said));
    }

    private static Optional<Amount> only(String said) {
        List<String> words = Wording.words(said);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean continues = i > 0 && NumberWords.belongs(words.get(i - 1)) && NumberWords.belongs(word) && !found.isEmpty();
            if (continues) {
                found.set(found.size() - 1, found.getLast() + " " + word);
            } else if (word.chars().anyMatch(Character::isDigit) || NumberWords.isOne(word)) {
                found.add(word + (i + 1 < words.size() && words.get(i + 1).equals("%") ? "%" : ""));
            }
        }
        boolean plain = words.stream().noneMatch(DENYING::contains);
        return found.size() == 1 && plain ? Amount.of(found.getFirst()) : Optional.empty();
    }
}
