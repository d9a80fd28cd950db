-- The text of a turn is what later turns read: thoughts, and what stood beside the action, are not in it. What a
-- decision's log-probability goes by is all that was written.
alter table turns add column written text;

comment on column turns.written is 'everything the policy wrote, where text leaves some of it out; null where it is the same';
