-- A rollback says why, where its author does: the text of maestro.rollback_comment goes behind the revision.

create or replace function rollback_registry(target bigint, by_author text) returns bigint language plpgsql as $$
declare
    t record;
begin
    perform pg_advisory_xact_lock(5117, 1);
    if target <> 0 and not exists (select from registry_revisions where id = target) then
        raise exception 'there is no registry revision %', target
            using hint = format('Revisions go from 1 to %s.', (select coalesce(max(id), 0) from registry_revisions));
    end if;
    perform set_config('maestro.author', by_author, true);
    perform set_config('maestro.comment', 'roll back to revision ' || target
        || coalesce(': ' || nullif(current_setting('maestro.rollback_comment', true), ''), ''), true);
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
