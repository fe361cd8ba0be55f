/**
 * The move tables of domain/machines.ts as PostgreSQL triggers, for test databases only: the database itself refuses a
 * move that no table knows, a change of a job's or run's state that commits without its event, and every change of an
 * attempt that has ended.
 */
import pg from 'pg';
import {
  alertMoves,
  alertStates,
  deliveryMoves,
  deliveryStates,
  failureMoves,
  failureStates,
  invitationMoves,
  invitationStates,
  jobMoves,
  jobStates,
  type MoveTable,
  rerunBatchMoves,
  rerunBatchStates,
  rerunItemMoves,
  rerunItemStates,
  runMoves,
  runStates,
  scheduleMoves,
  scheduleStates,
  waitMoves,
  waitStates,
  workerMoves,
  workerStates,
} from '#domain/machines.ts';

/** Installs the guard in the database of this owner. */
export async function installMoveGuard(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(guardStatements().join(';\n'));
  } finally {
    await client.end();
  }
}

function guardStatements(): string[] {
  return [
    refusal,
    onlyLegalMoves('jobs', jobStates, jobMoves),
    onlyLegalMoves('runs', runStates, runMoves),
    onlyLegalMoves('run_steps', waitStates, waitMoves),
    onlyLegalMoves('schedules', scheduleStates, scheduleMoves),
    onlyLegalMoves('alerts', alertStates, alertMoves),
    onlyLegalMoves('deliveries', deliveryStates, deliveryMoves),
    onlyLegalMoves('invitations', invitationStates, invitationMoves),
    onlyLegalMoves('workers', workerStates, workerMoves),
    onlyLegalMoves('failures', failureStates, failureMoves),
    onlyLegalMoves('rerun_batches', rerunBatchStates, rerunBatchMoves),
    onlyLegalMoves('rerun_items', rerunItemStates, rerunItemMoves),
    jobsNameTheirEvents,
    jobEventsAreWritten,
    runEventsAreWritten,
    endedAttemptsStay,
    endedAttemptsAreKept,
  ];
}

const refusal = `
  create function refuse_move() returns trigger language plpgsql as $$
  begin
    raise exception 'move guard: % from % to %: %', tg_table_name, old.state, new.state, tg_argv[0] using errcode = 'TF001';
  end
  $$`;

// The tables decide in the trigger's own condition, so that a legal move costs next to nothing.
function onlyLegalMoves<State extends string>(
  table: string,
  states: readonly State[],
  moves: MoveTable<State>,
): string {
  const legal = states.flatMap((from) =>
    states.filter((to) => moves[from][to] !== undefined).map((to) => `'${from} ${to}'`),
  );
  return `
    create trigger only_legal_moves before update on ${table} for each row
    when (old.state is distinct from new.state and (old.state::text || ' ' || new.state::text) <> all (array[${legal.join(', ')}]))
    execute function refuse_move('no table knows this move')`;
}

const jobsNameTheirEvents = `
  create trigger moves_name_their_event before update on jobs for each row
  when (old.state is distinct from new.state and (cardinality(new.event_ids) <> cardinality(old.event_ids) + 1
    or new.event_ids[1:cardinality(old.event_ids)] <> old.event_ids))
  execute function refuse_move('the job does not name the event of its move')`;

// At commit, because the event of a step is written after its job, by whoever numbers the run's events. As owner, because
// the check must see what row level security may hide from the role that moved the row.
const jobEventsAreWritten = `
  create function require_job_event() returns trigger language plpgsql security definer set search_path = public as $$
  begin
    if not exists (
      select from events e
      where e.id = new.event_ids[cardinality(new.event_ids)] and e.tenant_id = new.tenant_id and e.to_state = new.state::text
        and new.id = any(e.entity_ids) and e.run_id is not distinct from new.run_id
    ) then
      raise exception 'move guard: job % became % without its event', new.id, new.state using errcode = 'TF001';
    end if;
    return null;
  end
  $$;
  create constraint trigger moves_have_their_event after update on jobs deferrable initially deferred for each row
  when (old.state is distinct from new.state) execute function require_job_event()`;

// The event of a run's move is the last one of the run so far.
const runEventsAreWritten = `
  create function require_run_event() returns trigger language plpgsql security definer set search_path = public as $$
  begin
    if not exists (
      select from events e
      where e.run_id = new.id and e.tenant_id = new.tenant_id and e.seq = new.event_seq and e.to_state = new.state::text
        and e.entity_ids = array[new.id]
    ) then
      raise exception 'move guard: run % became % without its event', new.id, new.state using errcode = 'TF001';
    end if;
    return null;
  end
  $$;
  create constraint trigger moves_have_their_event after update on runs deferrable initially deferred for each row
  when (old.state is distinct from new.state) execute function require_run_event()`;

// B7: a row is written when its attempt has ended, so there is nothing about it that may still change.
const endedAttemptsStay = `
  create function refuse_change_of_attempt() returns trigger language plpgsql as $$
  begin
    raise exception 'move guard: attempt % of job % has ended', old.fence, old.job_id using errcode = 'TF001';
  end
  $$;
  create trigger ended_attempts_stay before update or delete on attempts for each row
  execute function refuse_change_of_attempt()`;

// A settled job holds its latest attempt itself; when it gets another life, that attempt has a row that says the same. A
// job that was cancelled while it waited for its next attempt had told its latest one before, in other words.
const endedAttemptsAreKept = `
  create function require_kept_attempt() returns trigger language plpgsql security definer set search_path = public as $$
  begin
    if not exists (
      select from attempts a
      where a.tenant_id = old.tenant_id and a.job_id = old.id and a.fence = old.fence and (
        (a.number, a.state, a.worker_id, a.started_at, a.finished_at) is not distinct from
          (old.attempt, old.state::text, old.last_worker_id, old.started_at, old.finished_at)
        or (old.state = 'CANCELLED' and a.finished_at <= old.finished_at)
      )
    ) then
      raise exception 'move guard: job % lost its attempt %', old.id, old.fence using errcode = 'TF001';
    end if;
    return null;
  end
  $$;
  create trigger ended_attempts_are_kept after update on jobs for each row
  when (old.state in ('SUCCEEDED', 'FAILED', 'DEAD', 'CANCELLED') and old.started_at is not null and old.state is distinct from new.state)
  execute function require_kept_attempt()`;
