-- What stands beside the history for those who ask from outside: whose a query is, in which order what happened to it was
-- committed, whose an image is, and who may come in.

create table tenants (
    name       text        not null,
    created_at timestamptz not null default now(),
    constraint tenants_pk primary key (name),
    constraint tenants_name_is_short_and_plain_ck check (name ~ '^[a-z0-9][a-z0-9-]{0,39}$')
);
-- It owns what the command line asks, and everything from before there were tenants.
insert into tenants (name) values ('default');

-- Of the secret there is only its SHA-256: 256 random bits need no slow hash.
create table api_keys (
    id           text        not null,
    secret_hash  text        not null,
    last_four    text        not null,
    name         text        not null,
    tenant       text        not null,
    role         text        not null,
    created_by   text        not null,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    constraint api_keys_pk primary key (id),
    constraint api_keys_tenant_fk foreign key (tenant) references tenants (name),
    constraint api_keys_id_ck check (id ~ '^[A-Za-z0-9]{8}$'),
    constraint api_keys_secret_hash_ck check (secret_hash ~ '^sha256:[0-9a-f]{64}$'),
    constraint api_keys_role_ck check (role in ('viewer', 'user', 'operator', 'registrar', 'admin'))
);
create index api_keys_of_tenant_ix on api_keys (tenant, created_at desc);

create table evaluation_owners (
    evaluation text not null,
    tenant     text not null,
    constraint evaluation_owners_pk primary key (evaluation),
    constraint evaluation_owners_evaluation_fk foreign key (evaluation) references evaluations (name),
    constraint evaluation_owners_tenant_fk foreign key (tenant) references tenants (name)
);

-- Every query has one: written before the query where a server accepts it, else by the query's own trigger. Between acceptance and
-- started_at the query waits for its workflow: whoever finds it so starts it, and starting twice starts once.
create table submissions (
    query_id        text        not null,
    tenant          text        not null,
    api_key         text,
    source          text        not null,
    route           text        not null default '',
    request_hash    text        not null default '',
    idempotency_key text,
    labels          jsonb       not null default '{}',
    accepted_at     timestamptz not null,
    started_at      timestamptz,
    constraint submissions_pk primary key (query_id),
    constraint submissions_query_fk foreign key (query_id) references queries (id) deferrable initially deferred,
    constraint submissions_tenant_fk foreign key (tenant) references tenants (name),
    constraint submissions_one_per_idempotency_key_uq unique (tenant, route, idempotency_key)
);
create index submissions_not_started_ix on submissions (accepted_at) where started_at is null;
create index submissions_labels_ix on submissions using gin (labels jsonb_path_ops);
create index submissions_of_key_ix on submissions (api_key, accepted_at desc) where api_key is not null;

create table artifact_owners (
    tenant   text        not null,
    hash     text        not null,
    owned_at timestamptz not null default now(),
    constraint artifact_owners_pk primary key (tenant, hash),
    constraint artifact_owners_tenant_fk foreign key (tenant) references tenants (name)
);

alter table query_status add column tenant text not null default 'default';
create index query_status_newest_of_tenant_ix on query_status (tenant, accepted_at desc, query_id desc);
create index query_status_newest_of_tenant_and_status_ix on query_status (tenant, status, accepted_at desc, query_id desc);
create index queries_words_ix on queries using gin (to_tsvector('simple', question));

create or replace function point_status_at_query() returns trigger language plpgsql as $$
declare
    owner text;
begin
    insert into submissions (query_id, tenant, source, accepted_at, started_at)
    select new.id, coalesce(o.tenant, 'default'), case when c.query_id is null then 'cli' else 'evaluation' end, new.accepted_at, new.accepted_at
    from (select) nobody
    left join query_conditions c on c.query_id = new.id
    left join evaluation_owners o on o.evaluation = c.evaluation
    on conflict (query_id) do nothing;
    select tenant into owner from submissions where query_id = new.id;
    insert into query_status (query_id, status, tenant, accepted_at) values (new.id, 'running', owner, new.accepted_at);
    insert into artifact_owners (tenant, hash) select owner, hash from unnest(new.images) hash order by hash on conflict do nothing;
    return null;
end $$;

-- The feed: what happened to a query, numbered without gaps in the order of commits. -----------------------------------------

create table query_feed (
    query_id  text        not null,
    seq       integer     not null,
    run       integer     not null,
    kind      text        not null,
    reference text        not null,
    at        timestamptz not null,
    constraint query_feed_pk primary key (query_id, seq),
    constraint query_feed_query_fk foreign key (query_id) references queries (id)
);

-- Whoever adds to a query's feed holds the query's lock until its commit, so that no later number is seen before an earlier
-- one. It is the ledger's lock: a step takes both, and two locks could be taken in two orders.
create function add_to_feed(of_query text, what text, which text, happened_at timestamptz, of_run integer default null) returns void
language plpgsql as $$
declare
    newest record;
begin
    perform lock_ledger(of_query);
    select seq, run into newest from query_feed where query_id = of_query order by seq desc limit 1;
    if not found then
        -- The first event is always that it was accepted, whichever row of one statement comes first.
        insert into query_feed (query_id, seq, run, kind, reference, at)
        select id, 1, 0, 'accepted', '', accepted_at from queries where id = of_query;
        select 1 as seq, 0 as run into newest;
    end if;
    if what <> 'accepted' then
        insert into query_feed (query_id, seq, run, kind, reference, at)
        values (of_query, newest.seq + 1, coalesce(of_run, newest.run), what, which, happened_at);
    end if;
end $$;

-- A trigger whose name sorts before those that lock rows: every transaction takes the query's lock first.
create function feed_row() returns trigger language plpgsql as $$
begin
    case tg_table_name
        when 'queries' then
            perform add_to_feed(new.id, 'accepted', '', new.accepted_at);
        when 'query_pins' then
            perform add_to_feed(new.query_id, 'started', '', new.pinned_at);
            perform add_to_feed(new.query_id, 'pinned', '', new.pinned_at);
        when 'turns' then
            perform add_to_feed(new.query_id, 'decided', new.turn::text, new.decided_at);
        when 'observations' then
            if new.verdict::text <> '{}' then
                perform add_to_feed(new.query_id, 'verdict', new.turn::text, new.observed_at);
            end if;
            perform add_to_feed(new.query_id, 'observed', new.turn::text, new.observed_at);
        when 'steps' then
            perform add_to_feed(new.query_id, 'step', new.key, new.recorded_at);
        when 'step_failures' then
            perform add_to_feed(new.query_id, 'failed_attempt', new.number::text, new.failed_at);
        when 'query_events' then
            if new.kind in ('paused', 'resumed', 'cancel_requested') then
                perform add_to_feed(new.query_id, new.kind, new.number::text, new.happened_at);
            elsif new.kind in ('approved', 'denied') then
                perform add_to_feed(new.query_id, 'approval_decided', new.number::text, new.happened_at);
            elsif new.kind = 'awaiting_approval' then
                perform add_to_feed(new.query_id, 'approval_requested', new.number::text, new.happened_at);
            end if;
        when 'query_retries' then
            perform add_to_feed(new.query_id, 'retried', new.run::text, new.retried_at, new.run);
        when 'query_outcomes' then
            perform add_to_feed(new.query_id, 'outcome', new.run::text, new.ended_at, new.run);
    end case;
    return null;
end $$;

-- What a step made or left belongs to who asked.
create function own_what_a_step_made() returns trigger language plpgsql as $$
begin
    insert into artifact_owners (tenant, hash)
    select s.tenant, made.hash
    from query_status s, (select unnest(new.images || array_remove(array[new.request_hash, new.reply_hash], null)) as hash) made
    where s.query_id = new.query_id
    order by made.hash
    on conflict do nothing;
    return null;
end $$;
create trigger steps_own after insert on steps for each row
    when (cardinality(new.images) > 0 or new.request_hash is not null or new.reply_hash is not null)
    execute function own_what_a_step_made();

-- What was there before: it belongs to the tenant "default", and its feed is made of its rows. ---------------------------------

insert into submissions (query_id, tenant, source, accepted_at, started_at)
select q.id, 'default', case when c.query_id is null then 'cli' else 'evaluation' end, q.accepted_at, q.accepted_at
from queries q left join query_conditions c on c.query_id = q.id;

insert into artifact_owners (tenant, hash)
select distinct 'default', hash
from (select unnest(images) as hash from queries
      union all
      select unnest(images || array_remove(array[request_hash, reply_hash], null)) from steps) owned;

insert into query_feed (query_id, seq, run, kind, reference, at)
select query_id, row_number() over (in_order),
       coalesce(max(case when kind in ('retried', 'outcome') then reference::integer else 0 end) over (in_order), 0), kind, reference, at
from (select id as query_id, 'accepted' as kind, '' as reference, accepted_at as at, 0 as place, 0::bigint as tie from queries
      union all select query_id, 'started', '', pinned_at, 1, 0 from query_pins
      union all select query_id, 'pinned', '', pinned_at, 2, 0 from query_pins
      union all select query_id, 'retried', run::text, retried_at, 3, run from query_retries
      union all select query_id, 'decided', turn::text, decided_at, 4, turn from turns
      union all select query_id, 'failed_attempt', number::text, failed_at, 5, number from step_failures
      union all select query_id, 'step', key, recorded_at, 6, number from steps
      union all select query_id, 'verdict', turn::text, observed_at, 7, turn from observations where verdict::text <> '{}'
      union all select query_id, 'observed', turn::text, observed_at, 8, turn from observations
      union all select query_id, case when kind in ('approved', 'denied') then 'approval_decided' else kind end, number::text, happened_at, 9, number
                from query_events where kind in ('paused', 'resumed', 'approved', 'denied')
      union all select query_id, 'outcome', run::text, ended_at, 10, run from query_outcomes) happened
window in_order as (partition by query_id order by kind <> 'accepted', at, place, tie);

do $$
declare
    fed text;
begin
    foreach fed in array array[
        'queries', 'query_pins', 'turns', 'observations', 'steps', 'step_failures', 'query_events', 'query_retries', 'query_outcomes']
    loop
        execute format('create trigger %I after insert on %I for each row execute function feed_row()', fed || '_feed', fed);
    end loop;
end $$;
create trigger query_feed_append_only before update or delete or truncate on query_feed
    for each statement execute function refuse_change_of_history();
