package dev.maestro.skills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.text.NearestNames;
import dev.maestro.skills.replies.ReplyParser;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a plan as the registry stores it. It is strict: an unknown field is an error that names the nearest valid ones. */
public final class PlanParser {
    private static final List<String> KINDS = Stream.of(StepKind.values()).map(StepKind::wire).toList();
    private static final List<String> PARSERS = Stream.of(ReplyParser.values()).map(ReplyParser::wire).toList();

    private PlanParser() {}

    /**
     * The document of the registry: a plan, and the plans of profiles that do the skill in another way.
     *
     * @param profiles by profile, without the default one
     */
    private record Document(List<Plan.Step> steps, Plan.Observation observation, Map<String, Plan> profiles) {
        private Document {
            new Plan(steps, observation);
            profiles = profiles == null ? Map.of() : Map.copyOf(profiles);
            for (String profile : profiles.keySet()) {
                if (!profile.equals(Profile.REFERENCE.wire())) {
                    throw new IllegalArgumentException(
                            "profiles: \"" + profile + "\" has no plan of its own; valid: \"" + Profile.REFERENCE.wire() + "\"");
                }
            }
        }
    }

    /** The plan of the default profile; otherwise as {@link #parse(String, Profile)}. */
    public static Plan parse(String json) {
        return parse(json, Profile.DEFAULT);
    }

    /**
     * Reads the form only; what the plan means is checked by {@link PlanStructure}.
     *
     * @param profile whose plan is wanted; one without a plan of its own has the default one
     * @throws MaestroException {@code PLAN_UNREADABLE} when it is no plan, with the place in the document
     */
    public static Plan parse(String json, Profile profile) {
        try {
            Document document = Json.MAPPER.readValue(json, Document.class);
            if (document == null) {
                throw new MaestroException(PlanErrors.PLAN_UNREADABLE,
                        "the document is null; a plan is an object with steps and observation");
            }
            Plan own = document.profiles().get(profile.wire());
            return own == null ? new Plan(document.steps(), document.observation()) : own;
        } catch (UnrecognizedPropertyException e) {
            List<String> valid = e.getKnownPropertyIds() == null
                    ? List.of()
                    : e.getKnownPropertyIds().stream().map(Object::toString).toList();
            throw unreadable(e, "unknown field \"" + e.getPropertyName() + "\"; nearest: "
                    + NearestNames.list(e.getPropertyName(), valid));
        } catch (InvalidFormatException e) {
            String value = String.valueOf(e.getValue());
            throw unreadable(e, e.getTargetType() == ReplyParser.class
                    ? "parser \"" + value + "\" is unknown; valid: " + NearestNames.list(value, PARSERS)
                    : "value \"" + value + "\" is not valid"
                            + (e.getTargetType() == StepKind.class ? "; nearest: " + NearestNames.list(value, KINDS) : ""));
        } catch (ValueInstantiationException e) {
            throw unreadable(e, e.getCause() == null ? e.getOriginalMessage() : String.valueOf(e.getCause().getMessage()));
        } catch (JsonMappingException e) {
            throw unreadable(e, e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new MaestroException(PlanErrors.PLAN_UNREADABLE, "not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static MaestroException unreadable(JsonMappingException e, String what) {
        String place = e.getPath().stream()
                .map(r -> r.getFieldName() != null ? r.getFieldName() : "[" + r.getIndex() + "]")
                .collect(Collectors.joining("."))
                .replace(".[", "[");
        return new MaestroException(PlanErrors.PLAN_UNREADABLE, "at " + (place.isEmpty() ? "the top" : place) + ": " + what, e);
    }
}
