/** Tasks as the read side hands them out: one version of a task, under the task's own id. */

import { type DeclaredNeeds, readNeeds } from '#domain/gate/declared-needs.ts';
import type { Sla } from '#domain/sla/sla.ts';
import { parseSla } from '#domain/sla/sla.ts';
import { hiddenValue } from '#domain/task/kept-headers.ts';
import type { RetryPolicy } from '#domain/task/retry-policy.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { storedJson, storedLabels, storedObject } from '#engine/store/sql/stored-json.ts';
import { readRetry } from './task-catalogue.ts';

/** A version of a task. `id` is the task's, `versionId` the version's, `version` its number. */
export type TaskRow = {
  id: string;
  versionId: string;
  name: string;
  version: number;
  description: string | null;
  queueId: string;
  priority: number;
  timeoutMs: number;
  retry: RetryPolicy;
  sla: Sla | null;
  /** What its jobs must hold while they run; null for most. */
  needs: DeclaredNeeds | null;
  labels: Record<string, string>;
  createdBy: string;
  createdAt: Date;
  /** Since when nothing new is made of the task, by whom and why; null while something may be. */
  deprecated: Deprecation | null;
};

export type Deprecation = { at: Date; by: string; reason: string | null };

/** What a version does, and what its params and results must look like: up to hundreds of kilobytes. */
export type TaskTexts = { handler: JsonObject; inputSchema: JsonObject | null; resultSchema: JsonObject | null };

type Stored = {
  id: string;
  number: number;
  description: string | null;
  queueId: string;
  priority: number;
  timeoutMs: number;
  retry: unknown;
  sla: unknown;
  needs: unknown;
  labels: unknown;
  createdBy: string;
  createdAt: Date;
  task: StoredTask;
};

/** The row of a task, under which its versions stand. */
export type StoredTask = {
  id: string;
  name: string;
  deprecatedAt: Date | null;
  deprecatedBy: string | null;
  deprecatedReason: string | null;
};

/** A stored version with its types. */
export function taskRow(stored: Stored): TaskRow {
  const sla = stored.sla === null ? undefined : parseSla(storedObject(stored.sla));
  return {
    id: stored.task.id,
    versionId: stored.id,
    name: stored.task.name,
    version: stored.number,
    description: stored.description,
    queueId: stored.queueId,
    priority: stored.priority,
    timeoutMs: stored.timeoutMs,
    retry: readRetry(storedJson(stored.retry)),
    sla: sla?.ok === true ? sla.value : null,
    needs: readNeeds(storedJson(stored.needs)),
    labels: storedLabels(stored.labels),
    createdBy: stored.createdBy,
    createdAt: stored.createdAt,
    deprecated: deprecationOf(stored.task),
  };
}

function deprecationOf({ deprecatedAt, deprecatedBy, deprecatedReason }: StoredTask): Deprecation | null {
  if (deprecatedAt === null) return null;
  return { at: deprecatedAt, by: deprecatedBy ?? '', reason: deprecatedReason };
}

/** The texts of a stored version, without what may not be shown. */
export function taskTexts(stored: { handler: unknown; inputSchema: unknown; resultSchema: unknown }): TaskTexts {
  return {
    handler: shownHandler(storedObject(stored.handler)),
    inputSchema: stored.inputSchema === null ? null : storedObject(stored.inputSchema),
    resultSchema: stored.resultSchema === null ? null : storedObject(stored.resultSchema),
  };
}

// Header values may be credentials: they are used, never shown.
function shownHandler(handler: JsonObject): JsonObject {
  if (handler.http === undefined || handler.http === null) return handler;
  const http = storedObject(handler.http);
  const headers = Object.fromEntries(Object.keys(storedObject(http.headers ?? {})).map((name) => [name, hiddenValue]));
  return { http: { ...http, headers } };
}
