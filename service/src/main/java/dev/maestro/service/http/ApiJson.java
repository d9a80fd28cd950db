package dev.maestro.service.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/** JSON from strangers: UTF-8, one object, keys once, nested at most 32 deep, no text with what no text holds. */
public final class ApiJson {
    private static final int DEEPEST = 32;
    private static final int SHOWN = 80;

    private static final JsonMapper STRICT = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(40)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(1_000)
                    .build())
            .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private ApiJson() {}

    static ObjectNode empty() {
        return Json.MAPPER.createObjectNode();
    }

    /** @throws MaestroException {@code BODY_EMPTY} or {@code INVALID_JSON}, with line and column where they are known */
    public static ObjectNode object(byte[] body) {
        if (body.length == 0) {
            throw new MaestroException(ApiErrors.BODY_EMPTY, "the request has no body. Send a JSON object.");
        }
        JsonNode tree;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            tree = STRICT.readTree(body);
        } catch (CharacterCodingException e) {
            throw new MaestroException(ApiErrors.INVALID_JSON, "the body is not UTF-8. Encode it so.", e);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
            throw new MaestroException(ApiErrors.INVALID_JSON, "the body is not a JSON document that is taken" + where + ": "
                    + shown(e.getOriginalMessage().lines().findFirst().orElse("")) + ".", e);
        } catch (IOException e) {
            throw new MaestroException(ApiErrors.INVALID_JSON, "the body cannot be read as JSON.", e);
        }
        if (!(tree instanceof ObjectNode object)) {
            throw new MaestroException(ApiErrors.INVALID_JSON, "the body is a JSON " + kind(tree) + ", and an object is expected.");
        }
        requireText(object, "");
        return object;
    }

    /** A lone surrogate is no character, and NUL none that PostgreSQL keeps. */
    private static void requireText(JsonNode node, String place) {
        if (node.isTextual() && !isText(node.textValue())) {
            throw ApiRequest.invalid(place, "holds NUL or half of a character. Send whole characters.");
        }
        node.forEachEntry((name, child) -> {
            String below = place.isEmpty() ? shown(name) : place + "." + shown(name);
            if (!isText(name)) {
                throw ApiRequest.invalid(below, "is named with NUL or half of a character. Send whole characters.");
            }
            requireText(child, below);
        });
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                requireText(node.get(i), place + "[" + i + "]");
            }
        }
    }

    /** Whether there is neither NUL nor a lone surrogate. */
    public static boolean isText(String text) {
        return text.indexOf('\0') < 0 && text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** @throws MaestroException {@code PARAMETER_UNKNOWN} for a field that is none of these, with the nearest */
    public static void allow(JsonNode object, String place, Collection<String> fields) {
        object.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                String param = (place.isEmpty() ? "" : place + ".") + shown(name);
                throw new MaestroException(ApiErrors.PARAMETER_UNKNOWN,
                        "there is no field \"" + param + "\"." + NearestNames.sentence(name, fields), Map.of("param", param), null);
            }
        });
    }

    /** Text of a stranger as messages show it: one line, at most 80 characters. */
    public static String shown(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(c -> line.appendCodePoint(
                Character.isISOControl(c) || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE || c == 0x2028 || c == 0x2029
                        ? '\uFFFD'
                        : c));
        return text.codePointCount(0, text.length()) > SHOWN ? line + "…" : line.toString();
    }

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case STRING -> "text";
            case NUMBER -> "number";
            case BOOLEAN -> "truth value";
            case NULL -> "null";
            default -> "value";
        };
    }
}
