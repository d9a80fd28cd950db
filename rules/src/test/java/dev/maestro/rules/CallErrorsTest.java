package dev.maestro.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallErrorsTest {
    private static final Pattern REFUSAL = Pattern.compile("new Refusal\\((?:Refusal\\.Subject\\.\\w+,\\s*)?\"([A-Z_]+)\"");

    @Test
    void the_built_in_rules_refuse_by_these_codes_and_by_no_others() throws IOException {
        List<String> codes = new ArrayList<>();
        int refusals = 0;
        for (String source : BuiltInRules.SOURCES) {
            String drl = read("/META-INF/maestro/rules/" + source + ".drl");
            REFUSAL.matcher(drl).results().forEach(found -> codes.add(found.group(1)));
            refusals += drl.split("new Refusal\\(", -1).length - 1;
        }
        assertThat(codes).as("every refusal has the form that is looked for").hasSize(refusals);
        assertThat(codes.stream().distinct())
                .containsExactlyInAnyOrderElementsOf(Stream.of(CallErrors.values()).map(CallErrors::name).toList());
    }

    private static String read(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(BuiltInRules.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
