-- Who may send a request that costs something: one attempt at a time per step or decision, and nobody once it is recorded. A
-- lease stands until its holder records, gives it back, or is not heard of for a while: a worker that was stopped and wakes
-- finds that it has lost it, and sends nothing.

create table call_leases (
    key        text        not null,
    query_id   text        not null,
    holder     text        not null,
    expires_at timestamptz not null,
    constraint call_leases_one_per_key_uq primary key (key),
    constraint call_leases_query_fk foreign key (query_id) references queries (id)
) with (fillfactor = 50);
create index call_leases_of_query_ix on call_leases (query_id);

comment on table call_leases is 'which attempt may ask for a step or a decision just now; a row goes with its lease';

-- Asked directly before a request is sent. Answers 'granted', 'recorded' (what is asked for stands in the record), 'over' (the
-- turn or the query has ended), 'held' (by another attempt, for left_over milliseconds more), or 'tokens' or 'micros' where the
-- budget does not allow it. Who could not renew a lease because this server was down keeps it for as long again.
create function claim_call(
    of_query text, of_key text, of_call text, by_holder text, for_ms bigint, want_tokens bigint, want_micros bigint,
    out answer text, out needed bigint, out left_over bigint, out limit_set bigint)
language plpgsql as $$
declare
    standing call_leases;
    valid_to timestamptz;
    refusal  record;
begin
    perform set_config('synchronous_commit', 'off', true);
    perform lock_ledger(of_query);
    if exists (select 1 from steps where key = of_key) or exists (select 1 from turns where key = of_key) then
        answer := 'recorded';
        return;
    end if;
    if exists (select 1 from query_status where query_id = of_query and status in ('answered', 'failed', 'cancelled'))
            or exists (select 1 from observations where query_id = of_query and turn = split_part(of_key, '/', 2)::integer) then
        answer := 'over';
        return;
    end if;
    select * into standing from call_leases where key = of_key;
    if found and standing.holder <> by_holder then
        valid_to := greatest(standing.expires_at, pg_postmaster_start_time() + for_ms * interval '1 ms');
        if valid_to > clock_timestamp() then
            answer := 'held';
            left_over := ceil(extract(epoch from valid_to - clock_timestamp()) * 1000);
            return;
        end if;
        -- What it reserved elsewhere for the same step is not used any more; what it reserved here is taken over.
        insert into ledger_entries (query_id, key, kind, tokens, micros)
        select of_query, open.key, 'release', 0, 0
        from (select distinct on (key) key, kind
              from ledger_entries
              where query_id = of_query and starts_with(key, of_key || '/') and key <> of_call
              order by key, number desc) open
        where open.kind = 'reserve';
    end if;
    select * into refusal from reserve_budget(of_query, of_call, want_tokens, want_micros);
    if refusal.refused_what is not null then
        delete from call_leases where key = of_key;
        answer := refusal.refused_what;
        needed := refusal.needed;
        left_over := refusal.left_over;
        limit_set := refusal.limit_set;
        return;
    end if;
    insert into call_leases (key, query_id, holder, expires_at)
    values (of_key, of_query, by_holder, clock_timestamp() + for_ms * interval '1 ms')
    on conflict (key) do update set holder = excluded.holder, expires_at = excluded.expires_at;
    answer := 'granted';
end $$;

-- A call that brought nothing: lease and reservation go, unless another attempt has them by now.
create function give_back_call(of_query text, of_key text, of_call text, by_holder text) returns void language plpgsql as $$
begin
    perform lock_ledger(of_query);
    if exists (select 1 from call_leases where key = of_key and holder <> by_holder) then
        return;
    end if;
    delete from call_leases where key = of_key;
    if ledger_newest(of_query, of_call) = 'reserve' then
        insert into ledger_entries (query_id, key, kind, tokens, micros) values (of_query, of_call, 'release', 0, 0);
    end if;
end $$;

-- A recorded step, or decision, ends the lease in its own transaction; a decision settles its key there, too.
create function end_lease_of_step() returns trigger language plpgsql as $$
begin
    delete from call_leases where key = new.key;
    return null;
end $$;
create trigger steps_settled_end_lease after insert on steps for each row execute function end_lease_of_step();

create function settle_decision() returns trigger language plpgsql as $$
begin
    if ledger_newest(new.query_id, new.key) is null then
        -- Nobody was asked.
        return null;
    end if;
    perform lock_ledger(new.query_id);
    insert into ledger_entries (query_id, key, kind, tokens, micros)
    values (new.query_id, new.key, 'settle', new.input_tokens + new.output_tokens, new.cost_micros)
    on conflict do nothing;
    delete from call_leases where key = new.key;
    return null;
end $$;
create trigger turns_settle after insert on turns for each row execute function settle_decision();

-- Nothing is asked for a query that has ended, so nothing stays reserved for it.
create function release_all(of_query text) returns void language sql as $$
    insert into ledger_entries (query_id, key, kind, tokens, micros)
    select of_query, open.key, 'release', 0, 0
    from (select distinct on (key) key, kind from ledger_entries where query_id = of_query order by key, number desc) open
    where open.kind = 'reserve'
$$;

create function end_all_leases() returns trigger language plpgsql as $$
begin
    perform lock_ledger(new.query_id);
    perform release_all(new.query_id);
    delete from call_leases where query_id = new.query_id;
    return null;
end $$;
create trigger query_outcomes_end_leases after insert on query_outcomes for each row execute function end_all_leases();

-- What earlier builds left open.
select release_all(query_id) from query_status where status in ('answered', 'failed', 'cancelled');
