-- The condition of a dependency is answered once, when its step has settled: what it looks at may change afterwards.
alter table runs add column edges bytea;
