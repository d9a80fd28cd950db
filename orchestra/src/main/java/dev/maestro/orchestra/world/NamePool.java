package dev.maestro.orchestra.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names of two syllables of three letters each, e.g. {@code Bordar}. A quarter of the 576, told by a hash, is held out.
 * Names drawn together differ in their first syllable, so that one token tells them apart.
 */
public final class NamePool {
    private static final List<String> FIRST = List.of("Bor", "Cal", "Den", "Fim", "Gar", "Hul", "Jen", "Kav", "Lud", "Mor", "Nip", "Pol",
            "Qui", "Ros", "Sab", "Tev", "Ulm", "Vor", "Wix", "Yar", "Zen", "Bri", "Dro", "Ska");
    private static final List<String> SECOND = List.of("ado", "bin", "cus", "dar", "eth", "fel", "gon", "hil", "ira", "jas", "kor", "lan",
            "mek", "nus", "ole", "pin", "rud", "sto", "tam", "una", "vek", "wen", "xis", "yol");
    private static final NamePool TRAINING = new NamePool(false);
    private static final NamePool HELD_OUT = new NamePool(true);

    private final List<String> names;

    private NamePool(boolean heldOut) {
        List<String> all = new ArrayList<>();
        for (String first : FIRST) {
            for (String second : SECOND) {
                boolean kept = SeededDraws.unit("orchestra/name", (first + second).toLowerCase(Locale.ROOT)) < 0.25;
                if (kept == heldOut) {
                    all.add(first + second);
                }
            }
        }
        this.names = List.copyOf(all);
    }

    public static NamePool of(boolean heldOut) {
        return heldOut ? HELD_OUT : TRAINING;
    }

    public List<String> names() {
        return names;
    }

    public static List<String> firstSyllables() {
        return FIRST;
    }

    public static List<String> secondSyllables() {
        return SECOND;
    }

    /** @param count at most as many as there are first syllables */
    List<String> draw(SeededDraws draws, int count) {
        List<String> drawn = new ArrayList<>();
        Set<String> begun = new HashSet<>();
        while (drawn.size() < count) {
            String name = draws.pick(names);
            if (begun.add(name.substring(0, 3))) {
                drawn.add(name);
            }
        }
        return List.copyOf(drawn);
    }
}
