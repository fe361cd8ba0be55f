-- Statistics read the log by time. It is written in the order of time, so a summary per 32 pages is enough and costs a
-- writer next to nothing.
create index events_at on events using brin (at) with (pages_per_range = 32, autosummarize = on);
