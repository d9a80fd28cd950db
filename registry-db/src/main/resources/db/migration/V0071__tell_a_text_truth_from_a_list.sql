-- The reference system's default comparison takes one text as truth and no list, so a sample says which it had.
alter table evaluation_samples add column text_truth boolean not null default false;
