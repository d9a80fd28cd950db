package dev.maestro.activities.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.skills.replies.CodeCandidates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the reference system finds in replies; whether it is Python is decided by Python, in the sandbox. */
@Tag("sandbox")
class CodeVectorsTest {
    private static List<JsonNode> cases() throws IOException {
        try (InputStream in = CodeVectorsTest.class.getResourceAsStream("/parity/code_skill.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).map(Json::tree).toList();
        }
    }

    @Test
    void programs_tests_and_stubs_are_found_as_the_reference_system_finds_them() throws IOException {
        try (LinuxSandbox sandbox = LinuxSandbox.start(SandboxLimits.DEFAULT, 1)) {
            assumeTrue(sandbox.status().available(), () -> "no sandbox here: " + sandbox.status().detail());
            Python python = new Python(sandbox);
            assertThat(cases()).hasSize(28).allSatisfy(each -> {
                String input = each.path("input").asText();
                List<String> candidates = switch (each.path("op").asText()) {
                    case "assertion" -> CodeCandidates.referenceTests(input);
                    case "code" -> CodeCandidates.referenceProgram(input).stream().toList();
                    default -> List.of();
                };
                List<Python.Syntax> syntax = python.check(candidates, () -> false);
                Optional<String> valid = Optional.empty();
                for (int i = candidates.size() - 1; i >= 0; i--) {
                    valid = syntax.get(i).valid() ? Optional.of(candidates.get(i)) : valid;
                }
                String found = each.path("op").asText().equals("stub") ? CodeCandidates.stub(input) : valid.orElse("");
                assertThat(found).as(each.toString()).isEqualTo(each.path("output").asText());
            });
        }
    }
}
