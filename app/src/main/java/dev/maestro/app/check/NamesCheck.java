package dev.maestro.app.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.routing.terms.NameResolver;
import java.util.List;
import java.util.Optional;

/** Says what a written name stands for. */
final class NamesCheck implements DecisionCheck {
    private final RegistrySnapshot snapshot;
    private final NameResolver names;

    NamesCheck(RegistrySnapshot snapshot, Profile profile) {
        this.snapshot = snapshot;
        this.names = NameResolver.of(snapshot, profile);
    }

    @Override
    public ObjectNode answer(CheckLine line) {
        boolean model = line.oneOf("kind", List.of("model", "skill")).equals("model");
        String written = line.text("name");
        Optional<String> canonical = model ? names.expert(written) : names.skill(written);
        ObjectNode answer = Json.MAPPER.createObjectNode().put("canonical", canonical.orElse(null));
        if (model) {
            answer.put("port", canonical.flatMap(name -> ExpertPorts.of(snapshot, name)).orElse(null));
        }
        return answer.put("error", canonical.isPresent() ? null : model ? "Model Name Error" : "Skill Name Error");
    }
}
