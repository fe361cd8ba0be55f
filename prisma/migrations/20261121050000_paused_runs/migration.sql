-- Every claim asks for the paused runs; there are few or none.
create index runs_paused on runs (id) where state = 'PAUSED';
