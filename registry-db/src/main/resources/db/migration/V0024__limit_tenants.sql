-- How much a tenant, and each of its keys, may ask at once, in a minute and for how much money; decided in one place, under the lock of
-- the tenant's row, so that any number of servers together stay within it.

-- The empty key stands for the tenant as a whole. What is null is not limited.
create table tenant_limits (
    tenant              text    not null,
    api_key             text    not null default '',
    requests_per_minute integer,
    running             integer,
    queued              integer,
    micros_per_day      bigint,
    micros_per_month    bigint,
    constraint tenant_limits_pk primary key (tenant, api_key),
    constraint tenant_limits_tenant_fk foreign key (tenant) references tenants (name),
    constraint tenant_limits_are_sensible_ck check (
        requests_per_minute between 1 and 1000000 and running between 0 and 1000000 and queued between 0 and 10000000
        and micros_per_day >= 0 and micros_per_month >= 0)
);

create table rate_buckets (
    tenant    text             not null,
    api_key   text             not null,
    tokens    double precision not null,
    filled_at timestamptz      not null,
    constraint rate_buckets_pk primary key (tenant, api_key)
);

-- A query holds its money limit until its outcome, then what it spent.
create table budget_holds (
    query_id   text        not null,
    tenant     text        not null,
    api_key    text        not null,
    held       bigint      not null,
    spent      bigint,
    made_at    timestamptz not null,
    settled_at timestamptz,
    constraint budget_holds_pk primary key (query_id)
);
create index budget_holds_of_tenant_ix on budget_holds (tenant, made_at) include (api_key, held, spent);

-- A query that waits for a place has no workflow yet, and none is started until it has one.
alter table submissions add column waiting boolean not null default false;
create index submissions_waiting_ix on submissions (tenant, accepted_at) where waiting;

-- Slots in use: queries that have begun or are about to, and have not ended.
create function slots_in_use(of_tenant text, of_key text) returns bigint language sql stable as $$
    select count(*)
    from query_status s join submissions m on m.query_id = s.query_id
    where s.tenant = of_tenant and s.status in ('running', 'paused', 'awaiting_approval') and not m.waiting and m.source <> 'evaluation'
      and (of_key = '' or m.api_key = of_key)
$$;

-- Admits a query, or says which limit is passed: of the tenant first, then of its key. The caller's transaction holds the tenant's
-- row until it ends; it must end without effect when something was refused.
create function admit_query(
    of_query text, of_tenant text, of_key text, at_time timestamptz, wanted bigint, is_own_limit boolean,
    out refused_what text, out whose text, out limit_set bigint, out in_use bigint, out retry_after_s bigint, out granted bigint, out must_wait boolean)
language plpgsql as $$
declare
    l      record;
    filled double precision;
    since  timestamptz;
    period text;
begin
    perform from tenants where name = of_tenant for no key update;
    granted := wanted;
    must_wait := false;
    for l in select * from tenant_limits where tenant = of_tenant and api_key in ('', of_key) order by api_key loop
        whose := case l.api_key when '' then 'tenant' else 'key' end;
        if l.requests_per_minute is not null then
            insert into rate_buckets (tenant, api_key, tokens, filled_at)
            values (of_tenant, l.api_key, l.requests_per_minute, at_time) on conflict do nothing;
            update rate_buckets b
            set tokens = least(l.requests_per_minute,
                               b.tokens + greatest(0, extract(epoch from at_time - b.filled_at)) * l.requests_per_minute / 60),
                filled_at = greatest(b.filled_at, at_time)
            where b.tenant = of_tenant and b.api_key = l.api_key
            returning tokens into filled;
            if filled < 1 then
                refused_what := 'requests_per_minute';
                limit_set := l.requests_per_minute;
                in_use := l.requests_per_minute;
                retry_after_s := greatest(1, ceil((1 - filled) * 60 / l.requests_per_minute));
                return;
            end if;
            update rate_buckets set tokens = tokens - 1 where tenant = of_tenant and api_key = l.api_key;
        end if;
        if l.running is not null and slots_in_use(of_tenant, l.api_key) >= l.running then
            select count(*) into in_use from submissions
            where tenant = of_tenant and waiting and (l.api_key = '' or api_key = l.api_key) and query_id <> of_query;
            if in_use >= coalesce(l.queued, 0) then
                refused_what := 'running';
                limit_set := l.running;
                in_use := slots_in_use(of_tenant, l.api_key);
                retry_after_s := 1;
                return;
            end if;
            must_wait := true;
        end if;
        foreach period in array array['day', 'month'] loop
            limit_set := case period when 'day' then l.micros_per_day else l.micros_per_month end;
            if limit_set is not null then
                since := date_trunc(period, at_time at time zone 'UTC') at time zone 'UTC';
                select coalesce(sum(coalesce(spent, held)), 0) into in_use from budget_holds
                where tenant = of_tenant and made_at >= since and (l.api_key = '' or api_key = l.api_key);
                if granted > limit_set - in_use then
                    if is_own_limit or limit_set - in_use <= 0 then
                        refused_what := 'micros_per_' || period;
                        retry_after_s := ceil(extract(epoch from
                            (date_trunc(period, at_time at time zone 'UTC') + ('1 ' || period)::interval) at time zone 'UTC' - at_time));
                        return;
                    end if;
                    granted := limit_set - in_use;
                end if;
            end if;
        end loop;
    end loop;
    whose := null;
    limit_set := null;
    in_use := null;
    update submissions set waiting = must_wait where query_id = of_query and waiting <> must_wait;
    insert into budget_holds (query_id, tenant, api_key, held, made_at) values (of_query, of_tenant, of_key, granted, at_time);
end $$;

-- Gives waiting queries of a tenant the places that are free, oldest first.
create function release_waiting(of_tenant text) returns setof text language plpgsql as $$
declare
    w record;
begin
    perform from tenants where name = of_tenant for no key update;
    for w in select query_id, coalesce(api_key, '') as api_key from submissions where tenant = of_tenant and waiting order by accepted_at, query_id loop
        -- When the tenant has no place, nobody has; a key without one lets others pass.
        if exists (select from tenant_limits l where l.tenant = of_tenant and l.api_key = '' and slots_in_use(of_tenant, '') >= l.running) then
            return;
        end if;
        if not exists (select from tenant_limits l where l.tenant = of_tenant and l.api_key = w.api_key and w.api_key <> ''
                       and slots_in_use(of_tenant, w.api_key) >= l.running) then
            update submissions set waiting = false where query_id = w.query_id;
            return next w.query_id;
        end if;
    end loop;
end $$;

-- The outcome itself frees what was held; a retry holds its limit again.
create function settle_budget_hold() returns trigger language plpgsql as $$
begin
    update budget_holds set spent = (ledger_balance(new.query_id)).micros_spent, settled_at = new.ended_at where query_id = new.query_id;
    return null;
end $$;
create trigger query_outcomes_settle_hold after insert on query_outcomes for each row execute function settle_budget_hold();

create function renew_budget_hold() returns trigger language plpgsql as $$
begin
    update budget_holds set held = new.max_micros, spent = null, settled_at = null where query_id = new.query_id;
    return null;
end $$;
create trigger query_retries_renew_hold after insert on query_retries for each row execute function renew_budget_hold();
