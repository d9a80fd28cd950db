-- What happened to each query. Everything here is append-only but query_status, which points at the
-- newest of it. Keys are computed before an effect, so that recording it twice records it once.

create table artifacts (
    hash       text        not null,
    media_type text        not null,
    bytes      bytea       not null,
    created_at timestamptz not null default now(),
    constraint artifacts_pk primary key (hash),
    constraint artifacts_hash_ck check (hash ~ '^sha256:[0-9a-f]{64}$')
);
-- Images are compressed already.
alter table artifacts alter column bytes set storage external;

create table derived_artifacts (
    source     text        not null,
    recipe     text        not null,
    hash       text        not null,
    created_at timestamptz not null default now(),
    constraint derived_artifacts_one_per_recipe_uq primary key (source, recipe),
    constraint derived_artifacts_artifact_fk foreign key (hash) references artifacts (hash)
);

create table queries (
    id          text        not null,
    question    text        not null,
    images      text[]      not null,
    profile     text        not null,
    policy      text        not null,
    max_turns   integer     not null,
    max_tokens  bigint      not null,
    max_micros  bigint      not null,
    max_wall_ms bigint      not null,
    accepted_at timestamptz not null,
    constraint queries_pk primary key (id),
    constraint queries_id_is_short_and_plain_ck check (id ~ '^[A-Za-z0-9_-]{1,64}$'),
    constraint queries_limits_are_not_negative_ck check (max_turns >= 0 and max_tokens >= 0 and max_micros >= 0 and max_wall_ms >= 0)
);

create table query_status (
    query_id    text        not null,
    status      text        not null,
    run         integer     not null default 0,
    answer      text,
    accepted_at timestamptz not null,
    finished_at timestamptz,
    constraint query_status_pk primary key (query_id),
    constraint query_status_query_fk foreign key (query_id) references queries (id)
);
create index query_status_newest_ix on query_status (accepted_at desc, query_id desc);
create index query_status_newest_of_status_ix on query_status (status, accepted_at desc, query_id desc);

create table query_pins (
    query_id          text        not null,
    registry_revision bigint      not null,
    rule_set          text        not null,
    profile           text        not null,
    policy            text        not null,
    policy_version    text        not null,
    pinned_at         timestamptz not null default now(),
    constraint query_pins_one_per_query_uq primary key (query_id),
    constraint query_pins_query_fk foreign key (query_id) references queries (id)
);

-- The text of a turn is what later turns read: thoughts, and what stood beside the action, are not in it. What a
-- decision's log-probability goes by is all that was written.
create table turns (
    key             text        not null,
    query_id        text        not null,
    turn            integer     not null,
    text            text        not null,
    action          json        not null,
    log_probability double precision,
    candidates      json        not null,
    why             text        not null,
    input_tokens    bigint      not null,
    output_tokens   bigint      not null,
    cost_micros     bigint      not null,
    latency_ms      bigint      not null,
    attempt         integer     not null,
    decided_at      timestamptz not null,
    written         text,
    constraint turns_one_per_key_uq primary key (key),
    constraint turns_one_per_number_uq unique (query_id, turn),
    constraint turns_query_fk foreign key (query_id) references queries (id)
);

comment on column turns.written is 'everything the policy wrote, where text leaves some of it out; null where it is the same';

create table observations (
    key         text        not null,
    query_id    text        not null,
    turn        integer     not null,
    verdict     json        not null,
    observation json        not null,
    observed_at timestamptz not null,
    constraint observations_one_per_key_uq primary key (key),
    constraint observations_one_per_number_uq unique (query_id, turn),
    constraint observations_query_fk foreign key (query_id) references queries (id)
);

create table steps (
    key           text        not null,
    number        bigint      not null generated always as identity,
    query_id      text        not null,
    turn          integer     not null,
    call          text        not null,
    kind          text        not null,
    skill         text        not null,
    asked         text        not null,
    expert        text        not null,
    request       text,
    request_hash  text,
    reply         text,
    reply_hash    text,
    value         text        not null,
    result        json        not null,
    images        text[]      not null,
    input_tokens  bigint      not null,
    output_tokens bigint      not null,
    cost_micros   bigint      not null,
    latency_ms    bigint      not null,
    attempt       integer     not null,
    cached        boolean     not null,
    started_at    timestamptz not null,
    recorded_at   timestamptz not null,
    constraint steps_one_per_key_uq primary key (key),
    constraint steps_one_per_call_uq unique (query_id, turn, call),
    constraint steps_query_fk foreign key (query_id) references queries (id),
    constraint steps_amounts_are_not_negative_ck check (input_tokens >= 0 and output_tokens >= 0 and cost_micros >= 0 and latency_ms >= 0)
);
create index steps_in_order_ix on steps (query_id, number);
create index steps_newest_of_expert_ix on steps (expert, number desc) include (latency_ms) where not cached and expert <> '';

create table step_failures (
    number     bigint      not null generated always as identity,
    key        text        not null,
    query_id   text        not null,
    turn       integer     not null,
    call       text        not null,
    expert     text        not null,
    failure    text        not null,
    message    text        not null,
    status     integer     not null,
    attempt    integer     not null,
    latency_ms bigint      not null,
    failed_at  timestamptz not null,
    constraint step_failures_pk primary key (number),
    constraint step_failures_query_fk foreign key (query_id) references queries (id)
);
create index step_failures_in_order_ix on step_failures (query_id, number);

create table ledger_entries (
    number     bigint      not null generated always as identity,
    query_id   text        not null,
    key        text        not null,
    kind       text        not null,
    tokens     bigint      not null,
    micros     bigint      not null,
    entered_at timestamptz not null default clock_timestamp(),
    constraint ledger_entries_pk primary key (number),
    constraint ledger_entries_kind_ck check (kind in ('reserve', 'settle', 'release')),
    constraint ledger_entries_amounts_are_not_negative_ck check (tokens >= 0 and micros >= 0),
    constraint ledger_entries_query_fk foreign key (query_id) references queries (id)
);
create index ledger_entries_in_order_ix on ledger_entries (query_id, number);
create unique index ledger_entries_one_settlement_per_key_uq on ledger_entries (query_id, key) where kind = 'settle';

create table query_outcomes (
    query_id text        not null,
    run      integer     not null,
    status   text        not null,
    answer   text,
    reason   text        not null,
    message  text        not null,
    ended_at timestamptz not null,
    constraint query_outcomes_one_per_run_uq primary key (query_id, run),
    constraint query_outcomes_status_ck check (status in ('answered', 'failed', 'cancelled')),
    constraint query_outcomes_query_fk foreign key (query_id) references queries (id)
);

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

create table query_events (
    number      bigint      not null generated always as identity,
    query_id    text        not null,
    kind        text        not null,
    detail      text        not null,
    happened_at timestamptz not null,
    constraint query_events_pk primary key (number),
    constraint query_events_query_fk foreign key (query_id) references queries (id)
);
create index query_events_in_order_ix on query_events (query_id, number);

-- Append-only -------------------------------------------------------------------------------------

create function refuse_change_of_history() returns trigger language plpgsql as $$
begin
    raise exception '% of table "%" was refused', lower(tg_op), tg_table_name
        using constraint = 'HISTORY_IS_APPEND_ONLY',
              hint = 'History rows are added, never changed; record a new row that says what is different.';
end $$;

do $$
declare
    audited text;
begin
    foreach audited in array array[
        'artifacts', 'derived_artifacts', 'queries', 'query_pins', 'turns', 'observations', 'steps', 'step_failures',
        'ledger_entries', 'query_outcomes', 'query_retries', 'query_events']
    loop
        execute format(
            'create trigger %I before update or delete or truncate on %I for each statement execute function refuse_change_of_history()',
            audited || '_append_only', audited);
    end loop;
end $$;

-- Status: one pointer row per query ---------------------------------------------------------------

create function point_status_at_query() returns trigger language plpgsql as $$
begin
    insert into query_status (query_id, status, accepted_at) values (new.id, 'running', new.accepted_at);
    return null;
end $$;
create trigger queries_point_status after insert on queries for each row execute function point_status_at_query();

create function point_status_at_outcome() returns trigger language plpgsql as $$
begin
    update query_status
    set status = new.status, run = new.run, answer = new.answer, finished_at = new.ended_at
    where query_id = new.query_id and run <= new.run;
    return null;
end $$;
create trigger query_outcomes_point_status after insert on query_outcomes for each row execute function point_status_at_outcome();

create function point_status_at_retry() returns trigger language plpgsql as $$
begin
    update query_status set status = 'running', run = new.run, finished_at = null, answer = null
    where query_id = new.query_id and run < new.run;
    return null;
end $$;
create trigger query_retries_point_status after insert on query_retries for each row execute function point_status_at_retry();

create function point_status_at_event() returns trigger language plpgsql as $$
begin
    if new.kind = 'retried' then
        update query_status set status = 'running', finished_at = null, answer = null where query_id = new.query_id;
    elsif new.kind in ('paused', 'resumed') then
        update query_status
        set status = case new.kind when 'paused' then 'paused' else 'running' end
        where query_id = new.query_id and status in ('running', 'paused');
    end if;
    return null;
end $$;
create trigger query_events_point_status after insert on query_events for each row execute function point_status_at_event();

-- Ledger ------------------------------------------------------------------------------------------

-- What stands of each key is its newest entry: an open reservation, a settlement, or a release.
create function ledger_balance(of_query text, out tokens_spent bigint, out tokens_reserved bigint, out micros_spent bigint, out micros_reserved bigint)
language sql stable as $$
    select coalesce(sum(tokens) filter (where kind = 'settle'), 0),
           coalesce(sum(tokens) filter (where kind = 'reserve' and is_newest), 0),
           coalesce(sum(micros) filter (where kind = 'settle'), 0),
           coalesce(sum(micros) filter (where kind = 'reserve' and is_newest), 0)
    from (select kind, tokens, micros, lead(number) over (partition by key order by number) is null as is_newest
          from ledger_entries
          where query_id = of_query) entries
$$;

create function ledger_newest(of_query text, of_key text) returns text language sql stable as $$
    select kind from ledger_entries where query_id = of_query and key = of_key order by number desc limit 1
$$;

-- Reservations, settlements and releases of one query take turns.
create function lock_ledger(of_query text) returns void language sql as $$
    select pg_advisory_xact_lock(hashtextextended(of_query, 7))
$$;

-- Grants (refused_what is null) or refuses. A key that is reserved or settled already is granted and
-- reserves nothing more. A reservation that a crash of the server loses is made again by the retry of
-- its call, so its commit need not wait for the disk.
create function reserve_budget(
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

-- Books what was spent, once per key, whether it was reserved or not: spent is spent.
create function settle_budget(of_query text, of_key text, spent_tokens bigint, spent_micros bigint) returns void language plpgsql as $$
begin
    perform lock_ledger(of_query);
    insert into ledger_entries (query_id, key, kind, tokens, micros)
    values (of_query, of_key, 'settle', spent_tokens, spent_micros)
    on conflict do nothing;
end $$;

create function release_budget(of_query text, of_key text) returns void language plpgsql as $$
begin
    perform lock_ledger(of_query);
    if ledger_newest(of_query, of_key) = 'reserve' then
        insert into ledger_entries (query_id, key, kind, tokens, micros) values (of_query, of_key, 'release', 0, 0);
    end if;
end $$;

-- A recorded step settles its own key and frees what candidates of the same step (key/candidate) still hold.
create function settle_step() returns trigger language plpgsql as $$
begin
    perform lock_ledger(new.query_id);
    if new.input_tokens + new.output_tokens + new.cost_micros > 0 or ledger_newest(new.query_id, new.key) = 'reserve' then
        insert into ledger_entries (query_id, key, kind, tokens, micros)
        values (new.query_id, new.key, 'settle', new.input_tokens + new.output_tokens, new.cost_micros)
        on conflict do nothing;
    end if;
    insert into ledger_entries (query_id, key, kind, tokens, micros)
    select new.query_id, open.key, 'release', 0, 0
    from (select distinct on (key) key, kind
          from ledger_entries
          where query_id = new.query_id and starts_with(key, new.key || '/')
          order by key, number desc) open
    where open.kind = 'reserve';
    return null;
end $$;
create trigger steps_settle after insert on steps for each row execute function settle_step();
