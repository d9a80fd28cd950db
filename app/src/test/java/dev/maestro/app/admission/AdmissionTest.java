package dev.maestro.app.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.admission.AdmissionReport.Finding;
import dev.maestro.app.program.Progress;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.ExpertSkill;
import dev.maestro.core.registry.Probe;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.PromptTemplate;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.Skill;
import dev.maestro.drawings.DrawingGenerators;
import dev.maestro.drawings.SignGenerator;
import dev.maestro.experts.Experts;
import dev.maestro.experts.health.HealthMonitor;
import dev.maestro.experts.openai.ChatClient;
import dev.maestro.experts.openai.Credentials;
import dev.maestro.experts.openai.OpenAiExpertClient;
import dev.maestro.http.HttpExchanges;
import dev.maestro.images.ImageFetch;
import dev.maestro.registry.revisions.ChangeRehearsal;
import dev.maestro.registry.revisions.RegistryDiff;
import dev.maestro.registry.revisions.RevisionRefusedException;
import dev.maestro.testing.FakeExpert;
import dev.maestro.testing.Script;
import dev.maestro.testing.TestExperts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is admitted and what is not, with a server that misbehaves on command and a registry of a few rows. */
@Timeout(60)
class AdmissionTest {
    private static final String PLAN = """
            {"steps": [
                {"id": "ocr", "kind": "read_text", "capability": "ocr", "prompt": "ocr", "parser": "text", "optional": true},
                {"id": "zoom", "kind": "zoom", "capability": "ground", "prompt": "ocr", "parser": "tool_call", "optional": true},
                {"id": "kind", "kind": "classify", "prompt": "kind", "parser": "label", "labels": ["shop", "road"], "needs": ["ocr"]},
                {"id": "answer", "kind": "ask", "prompt": "answer.{kind}", "parser": "last_line", "needs": ["ocr", "kind", "zoom"], "images": ["original", "crop:zoom"]}
             ], "observation": {"from": ["answer"], "max_chars": 200, "keep": "tail"}}
            """;

    private final FakeExpert fake = FakeExpert.start();
    private final HttpExchanges http = new HttpExchanges();
    private final List<String> activated = new ArrayList<>();
    private long newest = 4;

    @AfterEach
    void stop() {
        http.close();
        fake.close();
    }

    private Expert expert() {
        return fake.expert("New-Expert");
    }

    private static Skill skill() {
        return new Skill("Sign_Skill", 1, Optional.empty(), Optional.empty(), 1, false, true, "reads signs", "", true, 1, Optional.of(PLAN),
                false, true);
    }

    private static Probe probe(String name, String target, String... accepted) {
        return new Probe(name, target, "What is written on the sign?", "sign:3", List.of(accepted));
    }

    private static RegistrySnapshot snapshot(List<Expert> experts, Probe... probes) {
        List<PromptTemplate> prompts = List.of(
                new PromptTemplate(Profile.DEFAULT, "ocr", "read it"), new PromptTemplate(Profile.DEFAULT, "kind", "shop or road? {{ocr}}"),
                new PromptTemplate(Profile.DEFAULT, "answer.shop", "a shop's sign{{>part}}"),
                new PromptTemplate(Profile.DEFAULT, "part", "."),
                new PromptTemplate(Profile.DEFAULT, "elsewhere", "."),
                new PromptTemplate(Profile.DEFAULT, "answer.road", "a road sign. {{question}} {{ocr}}"));
        List<ExpertSkill> pairs = experts.stream().map(expert -> new ExpertSkill(expert.name(), "Sign_Skill", true, 1)).toList();
        return new RegistrySnapshot(5, new RegistrySnapshot.Content(
                experts, List.of(), List.of(skill()), List.of(), List.of(), List.of(), List.of(), prompts, List.of(), pairs,
                List.of(probes)));
    }

    private AdmissionReport admit(RegistrySnapshot candidate, String... changed) {
        return admit(candidate, List.of(), changed);
    }

    private AdmissionReport admit(RegistrySnapshot candidate, List<RevisionCheck.Problem> problems, String... changed) {
        List<RegistryDiff.Change> changes = java.util.stream.Stream.of(changed).map(row -> new RegistryDiff.Change(
                candidate.expert(row).isPresent() ? "experts" : candidate.skill(row).isPresent() ? "skills" : "prompts", row,
                RegistryDiff.Kind.ADDED, Map.of())).toList();
        ChangeRehearsal rehearsal = new ChangeRehearsal(4, 4, candidate, new RegistryDiff(4, 5, changes), problems);
        ProposedChange proposal = new ProposedChange() {
            @Override
            public String what() {
                return "V0001__test.sql";
            }

            @Override
            public ChangeRehearsal rehearse() {
                return rehearsal;
            }

            @Override
            public long activate() {
                activated.add(what());
                return 5;
            }
        };
        Credentials credentials = new Credentials(Map.of());
        Experts client = new Experts(new OpenAiExpertClient(new ChatClient(http, credentials)), List.of());
        return new Admission(
                client,
                experts -> {
                    try (HealthMonitor monitor = new HealthMonitor(() -> experts, Set.of(), http, credentials, Duration.ofSeconds(10))) {
                        return monitor.probeAll();
                    }
                },
                new DrawingGenerators(List.of(new SignGenerator())), new ImageFetch(http), () -> newest, Progress.SILENT)
                .run(proposal, new AdmissionRequest(new AdmissionRequest.Change.Name("nobody"), 0.8, false));
    }

    private static List<String> failed(AdmissionReport report) {
        return report.findings().stream().filter(finding -> !finding.passed()).map(Finding::check).toList();
    }

    @Test
    void a_good_expert_is_admitted_with_what_was_measured() {
        AdmissionReport report = admit(snapshot(List.of(expert()), probe("p", "New-Expert", "42")), "New-Expert");
        assertThat(failed(report)).isEmpty();
        assertThat(report.revision()).contains(5L);
        assertThat(activated).hasSize(1);
        assertThat(report.measures()).singleElement().satisfies(measure -> {
            assertThat(measure.right()).isEqualTo(1);
            assertThat(measure.microsPerCall()).as("11 and 7 tokens at 1 and 2 micros, and 5 for the call").isEqualTo(30);
        });
    }

    @Test
    void a_skill_runs_its_whole_plan_with_evidence_branches_and_its_own_prompts() {
        Expert reader = new Expert("Reader", Expert.Role.SERVICE, Expert.Kind.OPENAI, Optional.of(fake.endpoint()),
                Optional.of("fake-model"), Optional.empty(),
                Optional.empty(), Set.of("ocr"), "reads", TestExperts.LIMITS, Expert.Price.FREE, 0, 1, false, false, true);
        Expert expert = fake.expert("Old-Expert");
        fake.next(Script.answer("NOTICE HARD HAT AREA"), Script.answer("road"), Script.answer("I think:\nNotice: hard hat area"));
        AdmissionReport report = admit(snapshot(List.of(reader, expert), probe("p", "Sign_Skill", "NOTICE HARD HAT AREA")), "Sign_Skill");
        assertThat(failed(report)).as(report.toString()).isEmpty();
        assertThat(report.measures()).singleElement().extracting(AdmissionReport.Measure::expert, AdmissionReport.Measure::target)
                .containsExactly("Old-Expert", "Sign_Skill");
        assertThat(fake.received()).hasSize(3);
        assertThat(fake.last().body().toString()).contains("a road sign. What is written on the sign?", "NOTICE HARD HAT AREA",
                "data:image/png;base64,");
    }

    @Test
    void a_skill_without_a_new_expert_is_asked_of_the_first_that_can_be_reached() {
        Expert away;
        try (FakeExpert gone = FakeExpert.start()) {
            away = gone.expert("A-Expert-Away");
        }
        AdmissionReport report = admit(snapshot(List.of(away, fake.expert("B-Expert")), probe("p", "Sign_Skill", "42")), "Sign_Skill");
        assertThat(report.measures()).singleElement().extracting(AdmissionReport.Measure::expert).isEqualTo("B-Expert");
        assertThat(report.revision()).isPresent();
    }

    @Test
    void a_changed_prompt_brings_the_skills_that_use_it() {
        for (String prompt : List.of("default/kind", "default/answer.road", "default/part")) {
            AdmissionReport report = admit(snapshot(List.of(expert()), probe("p", "Sign_Skill", "42")), prompt);
            assertThat(report.measures()).as(prompt).singleElement().extracting(AdmissionReport.Measure::target).isEqualTo("Sign_Skill");
        }
        assertThat(admit(snapshot(List.of(expert()), probe("p", "Sign_Skill", "42")), "default/elsewhere").measures()).isEmpty();
    }

    @Test
    void who_answers_wrongly_too_often_stays_out_and_the_report_says_what_was_said() {
        AdmissionReport report = admit(snapshot(List.of(expert()), probe("right", "New-Expert", "42"), probe("wrong", "New-Expert", "43")),
                "New-Expert");
        assertThat(failed(report)).containsExactly("probes");
        assertThat(report.findings().getLast().message()).contains("1 of 2 right", "80 %", "wrong (said \"42\", accepted: \"43\")");
        assertThat(activated).isEmpty();
        assertThat(report.revision()).isEmpty();
    }

    @Test
    void who_nobody_asks_anything_stays_out() {
        AdmissionReport report = admit(snapshot(List.of(expert())), "New-Expert", "Sign_Skill");
        assertThat(report.findings()).filteredOn(finding -> !finding.passed()).extracting(Finding::subject).containsExactly("New-Expert",
                "Sign_Skill");
    }

    @Test
    void a_server_that_fails_the_contract_is_named_with_what_it_did() {
        for (Script script : List.of(Script.cut(), Script.status(500, "out of memory"), Script.garbage(),
                Script.json("{\"choices\": []}"))) {
            fake.always(script);
            AdmissionReport report = admit(snapshot(List.of(expert()), probe("p", "New-Expert", "42")), "New-Expert");
            assertThat(failed(report)).contains("contract", "probes");
            assertThat(activated).isEmpty();
        }
    }

    @Test
    void a_picture_that_cannot_be_drawn_is_a_wrong_probe_and_no_defect() {
        AdmissionReport report = admit(snapshot(List.of(expert()), new Probe("p", "New-Expert", "What?", "sgn:3", List.of("42"))),
                "New-Expert");
        assertThat(failed(report)).containsExactly("probes");
        assertThat(report.findings().getLast().message()).contains("no generator draws \"sgn\"");
    }

    @Test
    void numbers_that_no_query_could_work_with_are_refused_before_anybody_is_asked() {
        Expert slow = TestExperts.with(expert(), new Expert.Limits(4, 4_000_000, 2, 512, 1_000, 9_000, 5_000, 6_000));
        AdmissionReport report = admit(snapshot(List.of(slow), probe("p", "New-Expert", "42")), "New-Expert");
        assertThat(failed(report)).containsExactly("row");
        assertThat(report.findings().getFirst().message()).contains("first_byte_timeout_ms 9000", "expected_latency_ms 6000");
        assertThat(fake.received()).isEmpty();
        Expert e = expert();
        Expert dear = new Expert(e.name(), e.role(), e.kind(), e.endpoint(), e.model(), e.implementation(), e.credential(),
                e.capabilities(), e.description(),
                e.limits(), new Expert.Price(0, 0, 2_000_000), e.temperature(), e.preference(), e.inPrompt(), e.requiresApproval(),
                e.enabled());
        assertThat(RowLimits.problems(dear)).singleElement().asString().contains("2000000 micros");
    }

    @Test
    void a_credential_that_leads_nowhere_is_found_before_anybody_is_asked() {
        AdmissionReport report = admit(
                snapshot(List.of(TestExperts.withCredential(expert(), "env:NO_SUCH_KEY")), probe("p", "New-Expert", "42")), "New-Expert");
        assertThat(failed(report)).containsExactly("health");
        assertThat(report.findings()).filteredOn(finding -> !finding.passed()).first().extracting(Finding::message).asString()
                .contains("env:NO_SUCH_KEY");
        assertThat(fake.received()).isEmpty();
    }

    @Test
    void a_registry_that_changed_meanwhile_is_left_alone() {
        newest = 6;
        AdmissionReport report = admit(snapshot(List.of(expert()), probe("p", "New-Expert", "42")), "New-Expert");
        assertThat(failed(report)).containsExactly("revision");
        assertThat(activated).isEmpty();
    }

    @Test
    void a_candidate_that_would_be_broken_is_refused_before_anybody_is_asked() {
        RevisionCheck.Problem problem = new RevisionCheck.Problem("skills", "Sign_Skill", "has no default");
        assertThatThrownBy(() -> admit(snapshot(List.of(expert())), List.of(problem), "New-Expert"))
                .isInstanceOf(RevisionRefusedException.class).hasMessageContaining("V0001__test.sql").hasMessageContaining("Sign_Skill")
                .hasMessageContaining("has no default");
        assertThat(fake.received()).isEmpty();
    }
}
