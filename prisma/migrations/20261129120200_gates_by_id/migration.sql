-- Gates are read by their ids and pools by their names: an index that begins as the key does only stands in its way.
drop index gates_by_kind;
