-- A retry may be given other limits than the query was accepted with. The newest run's limits are in force.

create table query_retries (
    query_id    text        not null,
    run         integer     not null,
    max_turns   integer     not null,
    max_tokens  bigint      not null,
    max_micros  bigint      not null,
    max_wall_ms bigint      not null,
    retried_at  timestamptz not null,
    constraint query_retries_one_per_run_uq primary key (query_id, run),
    constraint query_retries_query_fk foreign key (query_id) references queries (id),
    constraint query_retries_run_ck check (run > 0),
    constraint query_retries_limits_are_not_negative_ck check (max_turns >= 0 and max_tokens >= 0 and max_micros >= 0 and max_wall_ms >= 0)
);
create trigger query_retries_append_only before update or delete or truncate on query_retries
    for each statement execute function refuse_change_of_history();

create function point_status_at_retry() returns trigger language plpgsql as $$
begin
    update query_status set status = 'running', run = new.run, finished_at = null, answer = null
    where query_id = new.query_id and run < new.run;
    return null;
end $$;
create trigger query_retries_point_status after insert on query_retries for each row execute function point_status_at_retry();

create or replace function reserve_budget(
    of_query text, of_key text, want_tokens bigint, want_micros bigint,
    out refused_what text, out needed bigint, out left_over bigint, out limit_set bigint)
language plpgsql as $$
declare
    budget  record;
    balance record;
begin
    perform set_config('synchronous_commit', 'off', true);
    perform lock_ledger(of_query);
    if ledger_newest(of_query, of_key) in ('reserve', 'settle') then
        return;
    end if;
    select coalesce(r.max_tokens, q.max_tokens) as max_tokens, coalesce(r.max_micros, q.max_micros) as max_micros
    into budget
    from queries q
    left join lateral (select max_tokens, max_micros from query_retries where query_id = q.id order by run desc limit 1) r on true
    where q.id = of_query;
    if not found then
        raise exception 'no query "%" was accepted; nothing can be reserved for it', of_query using constraint = 'QUERY_UNKNOWN';
    end if;
    select * into balance from ledger_balance(of_query);
    if want_tokens > budget.max_tokens - balance.tokens_spent - balance.tokens_reserved then
        refused_what := 'tokens';
        needed := want_tokens;
        left_over := greatest(0, budget.max_tokens - balance.tokens_spent - balance.tokens_reserved);
        limit_set := budget.max_tokens;
    elsif want_micros > budget.max_micros - balance.micros_spent - balance.micros_reserved then
        refused_what := 'micros';
        needed := want_micros;
        left_over := greatest(0, budget.max_micros - balance.micros_spent - balance.micros_reserved);
        limit_set := budget.max_micros;
    else
        insert into ledger_entries (query_id, key, kind, tokens, micros) values (of_query, of_key, 'reserve', want_tokens, want_micros);
    end if;
end $$;
