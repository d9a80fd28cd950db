package dev.maestro.orchestra.text;

import dev.maestro.orchestra.world.Operation;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.PriceClass;
import dev.maestro.orchestra.world.PriceWeight;
import dev.maestro.orchestra.world.SimulatedExpert;
import dev.maestro.orchestra.world.Subject;
import java.util.ArrayList;
import java.util.List;

/** Every text that the world can write but for names, values and typing errors; held-out texts included, in a fixed order. */
final class WorldTexts {
    private WorldTexts() {}

    static List<String> all() {
        List<String> texts = new ArrayList<>(List.of("Experts\n- ", "\nSkills\n- ", ActionText.QUESTION,
                ActionText.observation("", true).replace(ActionText.INFORMATION, "").replace(ActionText.INFORMATION_END, ""),
                ActionText.observation("", false).replace(ActionText.INFORMATION, "").replace(ActionText.INFORMATION_END, "")));
        for (PriceWeight weight : PriceWeight.values()) {
            texts.add(weight.wire() + " price\n");
        }
        for (boolean heldOut : new boolean[]{false, true}) {
            for (Operation operation : Operation.values()) {
                operation.wordings(heldOut).forEach(wording -> questions(wording, texts));
                operation.descriptions(heldOut).forEach(description -> texts.add(": " + description + "\n"));
            }
            for (String template : SimulatedExpert.templates(heldOut)) {
                for (PriceClass price : PriceClass.values()) {
                    for (Subject subject : Subject.values()) {
                        subject.specialities().forEach(word -> texts.add(": " + template.replace("{a}", word).replace("{b}", word)
                                .replace("{c}", word).replace("{p}", price.wire()) + "\n"));
                    }
                }
            }
        }
        return List.copyOf(texts);
    }

    private static void questions(String wording, List<String> texts) {
        for (Subject subject : Subject.pictures()) {
            for (String noun : subject.nouns()) {
                OrchestraWorld.THINGS.forEach(thing -> texts.add(wording.replace("{d}", noun).replace("{x}", thing) + "\n"));
            }
        }
    }
}
