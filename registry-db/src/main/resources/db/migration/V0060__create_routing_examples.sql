-- Questions that belong to a leaf. Where the terms leave it open, a question goes to the leaf whose examples
-- mean the most alike; a new leaf joins with a few rows of its own. An example belongs to one leaf, hence the key.

create table routing_examples (
    profile text not null default 'default',
    router  text not null,
    leaf    text not null,
    example text not null,
    constraint routing_examples_pk primary key (profile, router, example),
    constraint routing_examples_profile_ck check (profile in ('default', 'reference')),
    constraint routing_examples_length_ck check (example ~ '\S' and length(example) <= 300),
    constraint routing_examples_leaf_fk foreign key (leaf) references skills (name) on delete cascade deferrable initially deferred
);

insert into registry_tables (name, key_columns) values ('routing_examples', '{profile,router,example}');

create trigger routing_examples_lock before insert or update or delete on routing_examples
    for each statement execute function lock_registry();
create trigger routing_examples_insert after insert on routing_examples referencing new table as new_rows
    for each statement execute function note_registry_change();
create trigger routing_examples_update after update on routing_examples referencing old table as old_rows new table as new_rows
    for each statement execute function note_registry_change();
create trigger routing_examples_delete after delete on routing_examples referencing old table as old_rows
    for each statement execute function note_registry_change();
create trigger routing_examples_truncate before truncate on routing_examples
    for each statement execute function refuse_truncate_of_registry();
