-- Revisions: every transaction that changes a registry table makes exactly one, numbered in the order
-- of commits. Rows of every revision are kept, so any can be read, compared and returned to.

create table registry_revisions (
    id         bigint      not null,
    created_at timestamptz not null default clock_timestamp(),
    author     text        not null,
    comment    text        not null default '',
    constraint registry_revisions_pk primary key (id)
);

-- What was thought of a revision; the newest verdict stands, none means proposed.
create table registry_verdicts (
    number     bigint      not null generated always as identity,
    revision   bigint      not null,
    state      text        not null,
    reason     text        not null default '',
    problems   jsonb       not null default '[]',
    decided_at timestamptz not null default clock_timestamp(),
    constraint registry_verdicts_pk primary key (number),
    constraint registry_verdicts_state_ck check (state in ('accepted', 'rejected')),
    constraint registry_verdicts_revision_fk foreign key (revision) references registry_revisions (id)
);
create index registry_verdicts_newest_ix on registry_verdicts (revision, number desc);

-- The revision that serves: one pointer row.
create table registry_current (
    one      boolean not null default true,
    revision bigint  not null,
    constraint registry_current_one_row_uq primary key (one),
    constraint registry_current_one_row_ck check (one),
    constraint registry_current_revision_fk foreign key (revision) references registry_revisions (id)
);

-- A row stood in revisions from_revision (included) to to_revision (excluded; null: still stands).
create table registry_history (
    table_name    text   not null,
    row_key       text[] not null,
    from_revision bigint not null,
    to_revision   bigint,
    content       jsonb  not null,
    constraint registry_history_pk primary key (table_name, row_key, from_revision),
    constraint registry_history_lives_a_revision_ck check (to_revision > from_revision)
);
create index registry_history_standing_ix on registry_history (table_name) where to_revision is null;
create index registry_history_from_ix on registry_history (from_revision);
create index registry_history_to_ix on registry_history (to_revision) where to_revision is not null;

create table registry_tables (
    name        text   not null,
    key_columns text[] not null,
    constraint registry_tables_pk primary key (name)
);
insert into registry_tables (name, key_columns) values
    ('experts', '{name}'),
    ('skills', '{name}'),
    ('expert_aliases', '{profile,alias}'),
    ('skill_aliases', '{profile,alias}'),
    ('name_rules', '{profile,priority}'),
    ('routing_terms', '{profile,router,leaf,term,bonus_group}'),
    ('image_bonuses', '{profile,router,leaf,min_images}'),
    ('routing_examples', '{profile,router,example}'),
    ('prompts', '{profile,name}'),
    ('rule_sources', '{name}'),
    ('expert_skills', '{expert,skill}'),
    ('probes', '{name}');

create function registry_key(of_row jsonb, key_columns text[]) returns text[] language sql immutable as $$
    select array_agg(of_row ->> c order by n) from unnest(key_columns) with ordinality as k (c, n)
$$;

-- Writers take turns from their first statement to their commit, so that numbers rise in commit order.
create function lock_registry() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(5117, 1);
    return null;
end $$;

-- The revision of this transaction: made by its first change, remembered until it ends.
create function revision_of_transaction() returns bigint language plpgsql as $$
declare
    remembered text := coalesce(current_setting('maestro.revision', true), '');
    revision   bigint;
begin
    if split_part(remembered, ':', 1) = pg_current_xact_id()::text then
        return split_part(remembered, ':', 2)::bigint;
    end if;
    insert into registry_revisions (id, author, comment)
    select coalesce(max(id), 0) + 1,
           coalesce(nullif(current_setting('maestro.author', true), ''), session_user),
           coalesce(current_setting('maestro.comment', true), '')
    from registry_revisions
    returning id into revision;
    perform set_config('maestro.revision', pg_current_xact_id()::text || ':' || revision, true);
    perform pg_notify('maestro_registry', revision::text);
    return revision;
exception when unique_violation then
    raise exception 'another transaction changed the registry after this one began' using errcode = '40001';
end $$;

-- Keeps the rows of a statement that changed a registry table. A row that is changed twice in one
-- transaction, or put back as it was, leaves no trace but its final state.
create function note_registry_change() returns trigger language plpgsql as $$
declare
    keys        text[] := (select key_columns from registry_tables where name = tg_table_name);
    removed     jsonb[] := '{}';
    added       jsonb[] := '{}';
    this_one    bigint;
begin
    if tg_op = 'UPDATE' then
        select array_agg(r) into removed from (select to_jsonb(o) as r from old_rows o except all select to_jsonb(n) from new_rows n) x;
        select array_agg(r) into added from (select to_jsonb(n) as r from new_rows n except all select to_jsonb(o) from old_rows o) x;
    elsif tg_op = 'DELETE' then
        select array_agg(to_jsonb(o)) into removed from old_rows o;
    else
        select array_agg(to_jsonb(n)) into added from new_rows n;
    end if;
    if coalesce(cardinality(removed), 0) + coalesce(cardinality(added), 0) = 0 then
        return null;
    end if;
    this_one := revision_of_transaction();

    delete from registry_history h
    using (select registry_key(r, keys) as row_key from unnest(removed) r) gone
    where h.table_name = tg_table_name and h.row_key = gone.row_key and h.from_revision = this_one and h.to_revision is null;

    update registry_history h
    set to_revision = this_one
    from (select registry_key(r, keys) as row_key from unnest(removed) r) gone
    where h.table_name = tg_table_name and h.row_key = gone.row_key and h.to_revision is null;

    with came as (
        select registry_key(r, keys) as row_key, r as content from unnest(added) r
    ), put_back as (
        update registry_history h
        set to_revision = null
        from came
        where h.table_name = tg_table_name and h.row_key = came.row_key and h.to_revision = this_one and h.content = came.content
        returning h.row_key
    )
    insert into registry_history (table_name, row_key, from_revision, content)
    select tg_table_name, came.row_key, this_one, came.content
    from came
    where came.row_key not in (select row_key from put_back);
    return null;
end $$;

create function refuse_truncate_of_registry() returns trigger language plpgsql as $$
begin
    raise exception 'truncating table "%" was refused, since revisions would not see it', tg_table_name
        using constraint = 'REGISTRY_TRUNCATE', hint = 'Use delete.';
end $$;

create function refuse_change_of_revisions() returns trigger language plpgsql as $$
begin
    raise exception '% of table "%" was refused', lower(tg_op), tg_table_name
        using constraint = 'REGISTRY_IS_APPEND_ONLY',
              hint = 'Change the registry tables themselves, or roll back: either makes a new revision.';
end $$;

do $$
declare
    t text;
begin
    foreach t in array array(select name from registry_tables) loop
        execute format('create trigger %I before insert or update or delete on %I for each statement execute function lock_registry()', t || '_lock', t);
        execute format('create trigger %I after insert on %I referencing new table as new_rows for each statement execute function note_registry_change()', t || '_insert', t);
        execute format('create trigger %I after update on %I referencing old table as old_rows new table as new_rows for each statement execute function note_registry_change()', t || '_update', t);
        execute format('create trigger %I after delete on %I referencing old table as old_rows for each statement execute function note_registry_change()', t || '_delete', t);
        execute format('create trigger %I before truncate on %I for each statement execute function refuse_truncate_of_registry()', t || '_truncate', t);
    end loop;
    foreach t in array array['registry_revisions', 'registry_verdicts'] loop
        execute format('create trigger %I before update or delete or truncate on %I for each statement execute function refuse_change_of_revisions()', t || '_append_only', t);
    end loop;
end $$;
-- Only the triggers above write the history.
create trigger registry_history_by_triggers_only before insert or update or delete on registry_history
    for each statement when (pg_trigger_depth() = 0) execute function refuse_change_of_revisions();
create trigger registry_history_no_truncate before truncate on registry_history
    for each statement execute function refuse_change_of_revisions();

create function registry_as_of(revision bigint) returns table (table_name text, row_key text[], content jsonb) language sql stable as $$
    select table_name, row_key, content
    from registry_history
    where from_revision <= revision and (to_revision is null or to_revision > revision)
$$;

-- Rows that differ between two revisions, in either order; null where a row was not there.
create function registry_difference(from_this bigint, to_that bigint)
returns table (table_name text, row_key text[], before jsonb, after jsonb) language sql stable as $$
    with touched as (
        select h.table_name, h.row_key from registry_history h
        where h.from_revision > least(from_this, to_that) and h.from_revision <= greatest(from_this, to_that)
        union
        select h.table_name, h.row_key from registry_history h
        where h.to_revision > least(from_this, to_that) and h.to_revision <= greatest(from_this, to_that)
    )
    select t.table_name, t.row_key, b.content, a.content
    from touched t
    left join registry_history b on b.table_name = t.table_name and b.row_key = t.row_key
        and b.from_revision <= from_this and (b.to_revision is null or b.to_revision > from_this)
    left join registry_history a on a.table_name = t.table_name and a.row_key = t.row_key
        and a.from_revision <= to_that and (a.to_revision is null or a.to_revision > to_that)
    where b.content is distinct from a.content
    order by t.table_name, t.row_key
$$;

-- Column defaults, for rows older than a column.
create function registry_defaults(of_table text) returns jsonb language plpgsql stable as $$
declare
    c        record;
    v        jsonb;
    defaults jsonb := '{}';
begin
    for c in select a.attname, pg_get_expr(d.adbin, d.adrelid) as expression
             from pg_attribute a join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
             where a.attrelid = of_table::regclass and not a.attisdropped
    loop
        execute format('select to_jsonb(%s)', c.expression) into v;
        defaults := defaults || jsonb_build_object(c.attname, v);
    end loop;
    return defaults;
end $$;

-- Makes the registry what it was at a revision, as one new revision, and returns its number (the newest
-- one's when nothing differs). Rows that differ go first and come back after, so that unique keys may swap.
create function rollback_registry(target bigint, by_author text) returns bigint language plpgsql as $$
declare
    t record;
begin
    perform pg_advisory_xact_lock(5117, 1);
    if target <> 0 and not exists (select from registry_revisions where id = target) then
        raise exception 'there is no registry revision %', target
            using hint = format('Revisions go from 1 to %s.', (select coalesce(max(id), 0) from registry_revisions));
    end if;
    perform set_config('maestro.author', by_author, true);
    perform set_config('maestro.comment', 'roll back to revision ' || target, true);
    for t in select name, key_columns, registry_defaults(name) as defaults from registry_tables loop
        execute format($sql$
            delete from %1$I t
            where not exists (
                select from registry_as_of($1) h
                where h.table_name = %1$L and h.row_key = registry_key(to_jsonb(t), $2)
                  and to_jsonb(jsonb_populate_record(null::%1$I, $3 || h.content)) = to_jsonb(t))
            $sql$, t.name) using target, t.key_columns, t.defaults;
    end loop;
    for t in select name, key_columns, registry_defaults(name) as defaults from registry_tables loop
        execute format($sql$
            insert into %1$I
            select r.*
            from registry_as_of($1) h, jsonb_populate_record(null::%1$I, $3 || h.content) r
            where h.table_name = %1$L
              and not exists (select from %1$I t where registry_key(to_jsonb(t), $2) = h.row_key)
            $sql$, t.name) using target, t.key_columns, t.defaults;
    end loop;
    return (select coalesce(max(id), 0) from registry_revisions);
end $$;

create function accept_registry(of_revision bigint) returns void language plpgsql as $$
begin
    insert into registry_verdicts (revision, state) values (of_revision, 'accepted');
    insert into registry_current (revision) values (of_revision)
    on conflict (one) do update set revision = excluded.revision where registry_current.revision < excluded.revision;
    perform pg_notify('maestro_registry', of_revision::text);
end $$;

create function reject_registry(of_revision bigint, with_reason text, with_problems jsonb) returns void language plpgsql as $$
begin
    insert into registry_verdicts (revision, state, reason, problems) values (of_revision, 'rejected', with_reason, with_problems);
    perform pg_notify('maestro_registry', of_revision::text);
end $$;

create view registry_revision_states as
    select r.id, r.created_at, r.author, r.comment,
           coalesce(v.state, 'proposed') as state, coalesce(v.reason, '') as reason, coalesce(v.problems, '[]') as problems,
           r.id = (select c.revision from registry_current c) as serves
    from registry_revisions r
    left join lateral (select state, reason, problems from registry_verdicts where revision = r.id order by number desc limit 1) v on true;
