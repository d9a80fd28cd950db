package dev.maestro.registry.submissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.ContentHash;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.PostgresArtifacts;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.submissions.SubmissionGroup.Found;
import dev.maestro.registry.submissions.SubmissionGroup.Member;
import dev.maestro.registry.testing.HistorySamples;
import dev.maestro.registry.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several queries of one request, found again by key or by hash; and what is kept of the request. */
@Tag("database")
class SubmissionGroupTest {
    private static Database database;
    private static Submissions submissions;
    private static Sql sql;

    @BeforeAll
    static void connect() {
        database = TestDatabase.fresh();
        submissions = new Submissions(database.dataSource());
        sql = new Sql(database.dataSource());
        sql.run("insert into tenants (name) values ('other'), ('limited')");
    }

    @AfterAll
    static void disconnect() {
        database.close();
    }

    private static SubmissionGroup group(String name, int size, String tenant, Optional<String> key, String hash,
            Optional<Instant> sameSince,
            Instant at) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            QueryRow sample = HistorySamples.query(name + "-" + i);
            members.add(new Member(
                    new Submission(sample.id(), tenant, Optional.of("abcd1234"), "chat", "/v1/chat/completions", hash,
                            i == 0 ? key : Optional.empty(), Map.of()),
                    new QueryRow(sample.id(), sample.question(), sample.images(), sample.profile(), sample.policy(), sample.limits(), at)));
        }
        return new SubmissionGroup(members, false, sameSince, true,
                Optional.of(new ClientRequest("maestro", "how many?", "{\"a\": 1}", Optional.empty(), Optional.of("h"))));
    }

    @Test
    void all_of_a_group_are_found_by_its_key_in_their_order() {
        Instant at = HistorySamples.AT;
        Found first = submissions.accept(group("keyed", 3, "default", Optional.of("g"), "h", Optional.empty(), at));
        Found again = submissions.accept(group("keyed-again", 3, "default", Optional.of("g"), "h", Optional.empty(), at.plusSeconds(9)));
        assertThat(first.fresh()).isTrue();
        assertThat(again.fresh()).isFalse();
        assertThat(again.ids()).containsExactly("keyed-0", "keyed-1", "keyed-2").isEqualTo(first.ids());
        assertThat(again.cancelAlone()).isTrue();
        assertThat(submissions.wasAskedSince("keyed-2", at.plusSeconds(8))).isTrue();
        assertThat(submissions.wasAskedSince("keyed-2", at.plusSeconds(9))).isFalse();
    }

    @Test
    void without_a_key_the_same_is_found_while_it_is_asked_again_and_by_the_same_key_of_the_service_only() {
        Instant at = HistorySamples.AT;
        submissions.accept(group("same", 2, "default", Optional.empty(), "same", Optional.empty(), at));
        Found again = submissions
                .accept(group("same-again", 2, "default", Optional.empty(), "same", Optional.of(at.minusSeconds(1)), at.plusSeconds(60)));
        assertThat(again.ids()).containsExactly("same-0", "same-1");
        assertThat(submissions.accept(group("same-later", 2, "default", Optional.empty(), "same", Optional.of(at.plusSeconds(59)),
                at.plusSeconds(90))).ids()).as("who asks again moves the time on").containsExactly("same-0", "same-1");
        assertThat(submissions.accept(group("same-late", 2, "default", Optional.empty(), "same", Optional.of(at.plusSeconds(91)),
                at.plusSeconds(99))).fresh()).isTrue();
        assertThat(
                submissions.accept(group("same-other", 2, "other", Optional.empty(), "same", Optional.of(at.minusSeconds(1)), at)).fresh())
                .isTrue();
    }

    @Test
    void a_group_is_accepted_whole_or_not_at_all() {
        sql.run("insert into tenant_limits (tenant, api_key, running, queued) values ('limited', '', 2, 0)");
        assertThatThrownBy(
                () -> submissions.accept(group("whole", 3, "limited", Optional.of("w"), "h", Optional.empty(), HistorySamples.AT)))
                .isInstanceOfSatisfying(MaestroException.class,
                        refused -> assertThat(refused.code()).isEqualTo(LimitErrors.TOO_MANY_RUNNING));
        assertThat(sql.list("select query_id from submissions where tenant = 'limited'", row -> row.getString(1))).isEmpty();
        assertThat(submissions.accept(group("fits", 2, "limited", Optional.of("w"), "other", Optional.empty(), HistorySamples.AT)).fresh())
                .as("what was refused is not kept").isTrue();
    }

    @Test
    void a_request_is_found_until_it_is_hidden_by_its_tenant_alone() {
        ClientRequests requests = new ClientRequests(database.dataSource());
        submissions.accept(group("request", 1, "default", Optional.empty(), "r", Optional.empty(), HistorySamples.AT));
        assertThat(requests.of("default", "request-0", "chat").orElseThrow().question()).isEqualTo("how many?");
        assertThat(requests.of("default", "request-0", "responses")).isEmpty();
        assertThat(requests.of("other", "request-0", "chat")).isEmpty();
        requests.hide("request-0", HistorySamples.AT);
        assertThat(requests.of("default", "request-0", "chat")).isEmpty();
    }

    @Test
    void a_file_is_a_name_within_a_tenant() {
        TenantFiles files = new TenantFiles(database.dataSource());
        ContentHash hash = new PostgresArtifacts(database.dataSource()).put("a".getBytes(StandardCharsets.UTF_8), "image/png");
        String id = TenantFiles.id("default", hash);
        assertThat(id).isNotEqualTo(TenantFiles.id("other", hash));
        TenantFile file = new TenantFile(id, hash, "a.png", "vision", "image/png", 1, HistorySamples.AT);
        files.put("default", file);
        files.put("default", new TenantFile(id, hash, "b.png", "user_data", "image/png", 1, HistorySamples.AT));
        assertThat(files.list("default", Optional.empty(), Optional.empty(), 10)).extracting(TenantFile::name).containsExactly("b.png");
        assertThat(files.find("other", id)).isEmpty();
        assertThat(files.delete("default", id, HistorySamples.AT)).isTrue();
        assertThat(files.delete("default", id, HistorySamples.AT)).isFalse();
        assertThat(files.find("default", id)).isEmpty();
        files.put("default", file);
        assertThat(files.find("default", id)).contains(file);
    }
}
