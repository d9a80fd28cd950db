package dev.maestro.skills.scenes;

import java.util.List;
import java.util.stream.Collectors;

/** What a step of a program gives. */
sealed interface SceneValue {
    String shown();

    record Things(List<SceneObject> objects) implements SceneValue {
        public Things {
            objects = List.copyOf(objects);
        }

        @Override
        public String shown() {
            return objects.isEmpty() ? "nothing" : objects.stream().map(SceneObject::shown).collect(Collectors.joining(", "));
        }
    }

    record Quantity(long number) implements SceneValue {
        @Override
        public String shown() {
            return String.valueOf(number);
        }
    }

    record Word(String word) implements SceneValue {
        @Override
        public String shown() {
            return word;
        }
    }

    record Truth(boolean holds) implements SceneValue {
        @Override
        public String shown() {
            return holds ? "yes" : "no";
        }
    }
}
