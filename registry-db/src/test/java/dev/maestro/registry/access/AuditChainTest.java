package dev.maestro.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether somebody who gets round the triggers is found out. */
@Tag("database")
class AuditChainTest {
    private final Database database = TestDatabase.fresh();
    private final Sql sql = new Sql(database.dataSource());
    private final AuditLog audit = new AuditLog(database.dataSource());

    @AfterEach
    void disconnect() {
        database.close();
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            audit.add(
                    new AuditLog.Entry("default", "key", "ci", "admin", "127.0.0.1", "POST /v1/queries", "/v1/queries", "r" + i, 200, ""));
        }
    }

    /** As the owner of the table can. */
    private void tamper(String statement) {
        sql.run("alter table audit_log disable trigger user");
        sql.run(statement);
        sql.run("alter table audit_log enable trigger user");
    }

    @Test
    void a_chain_that_nobody_touched_holds_and_goes_on_from_the_noted_head() {
        assertThat(audit.verify()).isEqualTo(new AuditLog.Chain(0, "", java.util.Optional.empty()));
        add(3);
        String noted = audit.verify().head();
        add(2);
        assertThat(audit.verify().links()).isEqualTo(5);
        assertThat(audit.verify().broken()).isEmpty();
        assertThat(audit.verify().head()).isNotEqualTo(noted);
        assertThat(audit.holds(noted)).isTrue();
    }

    @Test
    void a_row_that_was_changed_taken_out_or_put_in_breaks_it_at_its_place() {
        add(6);
        tamper("update audit_log set status = 403 where link = 5");
        assertThat(audit.verify().broken()).contains(5L);
        tamper("delete from audit_log where link = 3");
        assertThat(audit.verify().broken()).contains(3L);
        assertThat(audit.verify().links()).isEqualTo(2);
        tamper("""
                insert into audit_log (tenant, api_key, key_name, role, address, action, target, request_id, status, code, link, chain)
                select tenant, 'another', key_name, role, address, action, target, request_id, status, code, 3, chain
                from audit_log where link = 4""");
        assertThat(audit.verify().broken()).contains(3L);
    }

    @Test
    void an_end_that_was_cut_off_is_found_out_by_the_head_that_somebody_noted() {
        add(4);
        String noted = audit.verify().head();
        tamper("delete from audit_log where link = 4");
        assertThat(audit.verify().broken()).isEmpty();
        assertThat(audit.holds(noted)).isFalse();
    }

    @Test
    void writers_at_the_same_time_make_one_chain() throws Exception {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            writers.add(() -> {
                add(10);
                return true;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> writer : threads.invokeAll(writers)) {
                assertThat(writer.get()).isTrue();
            }
        }
        assertThat(audit.verify()).satisfies(chain -> {
            assertThat(chain.links()).isEqualTo(80);
            assertThat(chain.broken()).isEmpty();
        });
    }
}
