package dev.maestro.skills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.maestro.registry.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a plan as the registry stores it. Strict: an unknown field is an error that names the nearest valid ones. */
public final class PlanParser {
    private static final List<String> KINDS =
            Stream.of(Plan.Kind.values()).map(k -> k.name().toLowerCase(Locale.ROOT)).toList();

    private PlanParser() {}

    /**
     * Reads the form only; what the plan means is checked by {@link PlanStructure}.
     *
     * @throws IllegalArgumentException when it is no plan; code {@code PLAN_UNREADABLE}, with the place in the document
     */
    public static Plan parse(String json) {
        try {
            Plan plan = Json.MAPPER.readValue(json, Plan.class);
            if (plan == null) {
                throw new IllegalArgumentException("PLAN_UNREADABLE: the document is null; a plan is an object with steps and observation");
            }
            return plan;
        } catch (UnrecognizedPropertyException e) {
            List<String> valid = e.getKnownPropertyIds() == null
                    ? List.of()
                    : e.getKnownPropertyIds().stream().map(Object::toString).toList();
            throw unreadable(e, "unknown field \"" + e.getPropertyName() + "\"; nearest: " + Names.nearestFirst(e.getPropertyName(), valid));
        } catch (InvalidFormatException e) {
            boolean kind = e.getTargetType() == Plan.Kind.class;
            throw unreadable(e, "value \"" + e.getValue() + "\" is not valid" + (kind ? "; nearest: " + Names.nearestFirst(String.valueOf(e.getValue()), KINDS) : ""));
        } catch (ValueInstantiationException e) {
            throw unreadable(e, e.getCause() == null ? e.getOriginalMessage() : String.valueOf(e.getCause().getMessage()));
        } catch (JsonMappingException e) {
            throw unreadable(e, e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("PLAN_UNREADABLE: not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static IllegalArgumentException unreadable(JsonMappingException e, String what) {
        String place = e.getPath().stream()
                .map(r -> r.getFieldName() != null ? r.getFieldName() : "[" + r.getIndex() + "]")
                .collect(Collectors.joining("."))
                .replace(".[", "[");
        return new IllegalArgumentException("PLAN_UNREADABLE: at " + (place.isEmpty() ? "the top" : place) + ": " + what, e);
    }
}
