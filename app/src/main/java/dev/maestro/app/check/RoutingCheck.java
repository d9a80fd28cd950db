package dev.maestro.app.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.rules.ChartType;
import dev.maestro.rules.Routing;
import java.util.Optional;

/** Says which leaf a router takes for a question, and which kind of chart a reply names. */
final class RoutingCheck implements DecisionCheck {
    private final RegistrySnapshot snapshot;
    private final Profile profile;
    private final Routing routing;

    RoutingCheck(RegistrySnapshot snapshot, Profile profile, Routing routing) {
        this.snapshot = snapshot;
        this.profile = profile;
        this.routing = routing;
    }

    @Override
    public ObjectNode answer(CheckLine line) {
        String router = line.text("router");
        Optional<String> reply = line.optionalText("classifier_reply");
        if (reply.isPresent()) {
            return Json.MAPPER.createObjectNode().put("route", ChartType.of(reply.get())).putNull("leaf_skill");
        }
        Optional<Routing.Route> route = routing.route(
                snapshot, profile, router, line.optionalText("question").orElse(""), line.number("image_count", 0));
        return Json.MAPPER.createObjectNode()
                .put("route", route.map(Routing.Route::route).orElse(null))
                .put("leaf_skill", route.map(Routing.Route::leaf).orElse(null));
    }
}
