-- Each row of the audit holds a hash of itself and of the row before, so that a row that was changed, taken out or put in between
-- breaks the chain. Who noted the newest hash elsewhere finds out as well when the end was cut off or the whole was written anew.

alter table audit_log
    add column link  bigint,
    add column chain text;

create function audit_hash(before text, r audit_log) returns text language sql stable as $$
    select encode(sha256(convert_to(jsonb_build_array(before, r.link, r.number, extract(epoch from r.at), r.tenant, r.api_key, r.key_name,
        r.role, r.address, r.action, r.target, r.request_id, r.status, r.code)::text, 'UTF8')), 'hex')
$$;

do $$
declare
    r      audit_log;
    newest text := '';
    n      bigint := 0;
begin
    alter table audit_log disable trigger audit_log_append_only;
    for r in select * from audit_log order by number loop
        n := n + 1;
        r.link := n;
        newest := audit_hash(newest, r);
        update audit_log set link = n, chain = newest where number = r.number;
    end loop;
    alter table audit_log enable trigger audit_log_append_only;
end $$;

alter table audit_log
    alter column link set not null,
    alter column chain set not null,
    add constraint audit_log_one_row_per_link_uq unique (link);

comment on column audit_log.link is 'place in the chain, from 1';
comment on column audit_log.chain is 'SHA-256 of the row and of the chain before it, in hexadecimal';

-- Writers take turns, so that each sees the row before its own.
create function chain_audit() returns trigger language plpgsql as $$
declare
    before text;
    n      bigint;
begin
    perform pg_advisory_xact_lock(5117, 4);
    select link, chain into n, before from audit_log order by link desc limit 1;
    new.link := coalesce(n, 0) + 1;
    new.chain := audit_hash(coalesce(before, ''), new);
    return new;
end $$;
create trigger audit_log_chain before insert on audit_log for each row execute function chain_audit();

-- Goes through the chain. Answers how many links hold, the hash of the last one that holds, and the place of the first that does not.
create function verify_audit(out links bigint, out head text, out broken bigint) language plpgsql stable as $$
declare
    r audit_log;
begin
    links := 0;
    head := '';
    for r in select * from audit_log order by link loop
        if r.link <> links + 1 or r.chain <> audit_hash(head, r) then
            broken := links + 1;
            return;
        end if;
        links := r.link;
        head := r.chain;
    end loop;
end $$;
