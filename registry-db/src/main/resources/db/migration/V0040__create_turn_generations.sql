-- What a decision drew token by token, where it is to be learned from: ids of the prompt, the ids that were drawn, the ids
-- each of them was drawn among, and its log-probability. Nothing is ever tokenised again. Append-only like the history.

create table turn_generations (
    key        text    not null,
    query_id   text    not null,
    turn       integer not null,
    generation json    not null,
    constraint turn_generations_one_per_key_uq primary key (key),
    constraint turn_generations_one_per_number_uq unique (query_id, turn),
    constraint turn_generations_turn_fk foreign key (key) references turns (key)
);

create trigger turn_generations_append_only before update or delete or truncate on turn_generations
    for each statement execute function refuse_change_of_history();
