package dev.maestro.app.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads JSON Lines and writes JSON Lines in the same order, one at a time: memory holds one line of either. A line that
 * cannot be answered is answered with its error, a blank line with nothing.
 */
public final class CheckLines {
    /** Answers are passed on when this many characters wait, and whenever no further input does. */
    private static final int BATCH = 1 << 16;

    private static final Logger LOG = LoggerFactory.getLogger(CheckLines.class);
    private static final ObjectReader READER = Json.MAPPER.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    // Escapes carry every text, half a surrogate pair too.
    private static final ObjectWriter WRITER = Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private final DecisionCheck check;
    private final PrintWriter out;
    private long number;
    private long answered;
    private long refused;
    private String first = "";
    private int waiting;

    /**
     * What came of it.
     *
     * @param lines      that were not blank
     * @param refused    of them
     * @param first      the first refused line's number and what was wrong with it; empty without
     * @param readerGone whether nobody reads the answers any more
     */
    public record Outcome(long lines, long refused, String first, boolean readerGone) {}

    /** For one input; not thread-safe. */
    public CheckLines(DecisionCheck check, PrintWriter out) {
        this.check = check;
        this.out = out;
    }

    /** Answers until the end of the input, or until nobody reads the answers. */
    public Outcome answer(InputStream in) throws IOException {
        CheckLineReader lines = new CheckLineReader(in);
        boolean readerGone = false;
        boolean ended = false;
        while (!ended && !readerGone) {
            number++;
            switch (lines.next()) {
                case CheckLineReader.Read.End() -> ended = true;
                case CheckLineReader.Read.Unreadable(CheckErrors code, String message) -> refuse(NullNode.getInstance(), code, message);
                case CheckLineReader.Read.Text(String text) when text.isBlank() -> {}
                case CheckLineReader.Read.Text(String text) -> answer(text);
            }
            if (ended || waiting > BATCH || waiting > 0 && !lines.hasMore()) {
                waiting = 0;
                readerGone = out.checkError();
            }
        }
        return new Outcome(answered + refused, refused, first, readerGone);
    }

    private void answer(String line) {
        JsonNode fields;
        try {
            fields = READER.readValue(line);
        } catch (JsonProcessingException e) {
            refuse(NullNode.getInstance(), CheckErrors.LINE_NOT_JSON,
                    "the line is not one JSON object: " + e.getOriginalMessage().lines().findFirst().orElse(""));
            return;
        }
        if (!fields.isObject()) {
            refuse(NullNode.getInstance(), CheckErrors.LINE_NOT_JSON, "the line is not one JSON object");
            return;
        }
        JsonNode id = fields.has("id") ? fields.get("id") : NullNode.getInstance();
        try {
            ObjectNode body = withId(id);
            body.setAll(check.answer(new CheckLine(fields)));
            write(body);
            answered++;
        } catch (RefusedLineException e) {
            refuse(id, e.code(), e.reason());
        } catch (RuntimeException e) {
            LOG.error("a check failed", e);
            refuse(id, CheckErrors.CHECK_FAILED, "a defect of the program: " + e.getClass().getSimpleName() + "; the log has the details");
        }
    }

    private void refuse(JsonNode id, CheckErrors code, String message) {
        write(withId(id).put("error_code", code.name()).put("error_message", message));
        refused++;
        first = first.isEmpty() ? "line " + number + ": " + code + ": " + message : first;
    }

    private static ObjectNode withId(JsonNode id) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("id", id);
        return body;
    }

    private void write(ObjectNode body) {
        try {
            String json = WRITER.writeValueAsString(body);
            out.write(json);
            out.write('\n');
            waiting += json.length();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write an answer as JSON", e);
        }
    }
}
