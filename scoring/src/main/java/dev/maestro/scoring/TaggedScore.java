package dev.maestro.scoring;

import dev.maestro.core.text.NormalForms;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** The reference system's comparisons of a found answer with the truth, as lenient as they are there. */
enum TaggedScore {
    CHART {
        @Override
        boolean right(String answer, List<String> truth) {
            if (truth.isEmpty()) {
                return false;
            }
            if (isNumeric(truth.getFirst())) {
                OptionalDouble said = PythonNumbers.real(answer);
                OptionalDouble wanted = PythonNumbers.real(truth.getFirst());
                return said.isPresent() && wanted.isPresent() && PythonNumbers.equalWhenRounded(said.getAsDouble(), wanted.getAsDouble());
            }
            return eitherContains(NormalForms.lower(answer), NormalForms.lower(truth.getFirst()));
        }
    },
    CHOICE {
        @Override
        boolean right(String answer, List<String> truth) {
            if (truth.size() < 2) {
                return false;
            }
            String said = NormalForms.lower(answer);
            return PythonText.isOneCharacter(said)
                    ? said.equals(NormalForms.lower(truth.getFirst()))
                    : eitherContains(said, NormalForms.lower(truth.get(1)));
        }
    },
    SLAKE {
        @Override
        boolean right(String answer, List<String> truth) {
            if (truth.isEmpty()) {
                return false;
            }
            String said = NormalForms.lower(answer);
            String wanted = NormalForms.lower(NormalForms.trim(truth.getFirst()));
            return YES_NO.contains(wanted) ? said.contains(wanted) : eitherContains(said, wanted);
        }
    },
    VSTAR {
        @Override
        boolean right(String answer, List<String> truth) {
            if (truth.isEmpty()) {
                return false;
            }
            String said = NormalForms.lower(answer);
            String wanted = NormalForms.lower(truth.getFirst());
            return YES_NO.contains(wanted) ? said.equals(wanted) : eitherContains(said, wanted);
        }
    },
    ZWZ {
        @Override
        boolean right(String answer, List<String> truth) {
            if (truth.isEmpty()) {
                return false;
            }
            String said = NormalForms.lower(answer);
            String wanted = NormalForms.lower(truth.getFirst());
            return PythonText.isOneCharacter(said) ? said.equals(wanted) : eitherContains(said, wanted);
        }
    };

    private static final Set<String> YES_NO = Set.of("yes", "no");

    /** @param answer not empty */
    abstract boolean right(String answer, List<String> truth);

    private static boolean eitherContains(String one, String other) {
        return PythonText.contains(one, other) || PythonText.contains(other, one);
    }

    /** Nothing but digits, hyphens and slashes, once spaces, commas and dots are taken out. */
    private static boolean isNumeric(String text) {
        String left = text.replace(" ", "").replace(",", "").replace(".", "");
        String line = left.endsWith("\n") ? left.substring(0, left.length() - 1) : left;
        return !line.isEmpty() && line.codePoints().allMatch(c -> c == '-' || c == '/' || PythonNumbers.isDigit(c));
    }
}
