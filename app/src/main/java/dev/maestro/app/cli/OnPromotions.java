package dev.maestro.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.promotion.PromotionEvidence;
import dev.maestro.registry.training.TrainingStore.Promotion;

/** What the commands about promotions say alike. */
final class OnPromotions {
    private OnPromotions() {}

    /** Who asks, for the record. */
    static String me() {
        return System.getProperty("user.name", "someone");
    }

    static String what(Promotion promotion) {
        return promotion.rolledBack() ? "rolled back" : promotion.anyway() ? "promoted anyway" : "promoted";
    }

    /** The version that decisions are recorded with; empty where the record does not say. */
    static String version(Promotion promotion) {
        return promotion.evidence().map(said -> said.path("version").asText("")).orElse("");
    }

    static String evidence(Promotion promotion) {
        return promotion.evidence().map((JsonNode said) -> PromotionEvidence.words(said)).orElse("");
    }
}
