/**
 * The params of the jobs of one call against the schemas of their tasks, in one budget. A few checks are made while
 * the transaction is open; where they would hold it open for long, they are made outside of it, in turns.
 */
import { taskBounds } from '#domain/bounds/task.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import type { Json } from '#domain/value/json.ts';
import { isTurnOver, nextTurn } from '#engine/store/batch/turns.ts';
import { checkBudget, checkParams } from './input-schema.ts';
import type { TaskTarget } from './task-catalogue.ts';

// Done while a transaction is open; a call that needs more is checked outside of it first.
const schemaCostInTransactionMax = 1_000_000;

type Job = { task: string; params?: Json };
type Targets = ReadonlyMap<string, TaskTarget>;
type Checked = { taskVersionId: string; outcome: Outcome<undefined> };

export class ParamChecks {
  readonly #jobs: readonly Job[];
  readonly #budget = checkBudget(taskBounds.schemaCostPerCallMax);
  readonly #checked: (Checked | undefined)[] = [];
  #targets: Targets = new Map();
  #isUnfinished = false;

  constructor(jobs: readonly Job[]) {
    this.#jobs = jobs;
  }

  /** True when a transaction gave up because the checks took too long. */
  get isUnfinished(): boolean {
    return this.#isUnfinished;
  }

  /** Checks what has not been checked against these tasks. False when `finish` has to come first. */
  within(targets: Targets): boolean {
    this.#targets = targets;
    const costLeftMin = this.#budget.costLeft - schemaCostInTransactionMax;
    this.#isUnfinished = this.#jobs.some((_, n) => {
      this.of(n);
      return n + 1 < this.#jobs.length && this.#budget.costLeft > 0 && this.#budget.costLeft < costLeftMin;
    });
    return !this.#isUnfinished;
  }

  /** Checks the rest, while nothing is locked and others have their turns. */
  async finish(): Promise<void> {
    for (const n of this.#jobs.keys()) {
      if (isTurnOver()) await nextTurn();
      this.of(n);
    }
  }

  /** What came of the params of one job; its task may be unknown. */
  of(n: number): Outcome<undefined> {
    const job = this.#jobs[n];
    const target = job === undefined ? undefined : this.#targets.get(job.task);
    if (job === undefined || target === undefined || target.inputSchema === null) return done(undefined);
    const known = this.#checked[n];
    if (known?.taskVersionId === target.taskVersionId) return known.outcome;
    const path = ['jobs', String(n), 'params'];
    const outcome = checkParams(target.inputSchema, job.params ?? null, path, this.#budget);
    this.#checked[n] = { taskVersionId: target.taskVersionId, outcome };
    return outcome;
  }
}
