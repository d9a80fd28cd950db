-- What a query waits for a person's word for stands among its events; here is what people said, once for each request. Between the
-- decision and delivered_at the query has not heard of it: whoever finds it so tells it, and telling it twice tells it once.

create table approval_decisions (
    request      bigint      not null,
    decision     text        not null,
    comment      text        not null,
    decided_by   text        not null,
    decided_at   timestamptz not null,
    delivered_at timestamptz,
    constraint approval_decisions_one_per_request_uq primary key (request),
    constraint approval_decisions_request_fk foreign key (request) references query_events (number),
    constraint approval_decisions_decision_ck check (decision in ('approve', 'deny'))
);
create index approval_decisions_not_delivered_ix on approval_decisions (decided_at) where delivered_at is null;
create index query_events_awaiting_approval_ix on query_events (number desc) where kind = 'awaiting_approval';

create or replace function point_status_at_event() returns trigger language plpgsql as $$
begin
    if new.kind = 'retried' then
        update query_status set status = 'running', finished_at = null, answer = null where query_id = new.query_id;
    elsif new.kind in ('paused', 'resumed') then
        update query_status
        set status = case new.kind when 'paused' then 'paused' else 'running' end
        where query_id = new.query_id and status in ('running', 'paused');
    elsif new.kind = 'awaiting_approval' then
        update query_status set status = 'awaiting_approval' where query_id = new.query_id and status in ('running', 'paused');
    elsif new.kind in ('approved', 'denied') then
        update query_status set status = 'running' where query_id = new.query_id and status = 'awaiting_approval';
    end if;
    return null;
end $$;
