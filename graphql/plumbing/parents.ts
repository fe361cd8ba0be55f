/** What stands behind the types of the schema while a request is answered: the rows of the engine's read side. */
import type { JobState } from '#domain/machines.ts';
import type { PlatformEventRow } from '#engine/access/list-platform.ts';
import type { TokenRow } from '#engine/access/token-rows.ts';
import type { AlertRow } from '#engine/alert/list-alerts.ts';
import type { FailureRow } from '#engine/failure/failure-rows.ts';
import type { GateRow } from '#engine/gate/gate-rows.ts';
import type { JobRow } from '#engine/job/job-rows.ts';
import type { LogLineRow } from '#engine/log/log-rows.ts';
import type { DeliveryRow } from '#engine/notification/deliver/list-deliveries.ts';
import type { BatchItemRow, BatchRow } from '#engine/rerun/batch-rows.ts';
import type { RunRow } from '#engine/run/run-rows.ts';
import type { ScheduleRow, TickRow } from '#engine/schedule/list-schedules.ts';
import type { TaskRow } from '#engine/task/task-rows.ts';
import type { TenantRow } from '#engine/tenant/tenant-rows.ts';
import type { FleetRow, FleetTimeline } from '#engine/timeline/read-fleet-timeline.ts';
import type { WorkflowRow, WorkflowVersionRow } from '#engine/workflow/list-workflows.ts';
import type { Page } from './page.ts';

type Edge<Node> = { cursor: string; node: Node };

/** A job as its row tells it, or as enqueueing left it: the rest is read when it is asked for. */
export type JobParent = JobRow | { id: string; state: JobState; runAt: Date | null };

/** A run and the place of the event log before it was read. */
export type RunParent = RunRow & { eventCursor: string };

/** A page of ticks; it has no count. */
export type TickPage = Pick<Page<TickRow>, 'nodes' | 'cursors' | 'hasNextPage' | 'endCursor' | 'hasPreviousPage'>;

export type AlertPage = Page<AlertRow>;
export type AlertEdge = Edge<AlertRow>;
export type FailurePage = Page<FailureRow>;
export type FailureEdge = Edge<FailureRow>;
export type GatePage = Page<GateRow>;
export type GateEdge = Edge<GateRow>;
export type DeliveryPage = Page<DeliveryRow>;
export type DeliveryEdge = Edge<DeliveryRow>;
export type BatchPage = Page<BatchRow>;
export type BatchEdge = Edge<BatchRow>;
export type BatchItemPage = Page<BatchItemRow>;
export type BatchItemEdge = Edge<BatchItemRow>;
export type FleetPage = FleetTimeline & { hasPreviousPage: boolean };
export type FleetRowEdge = Edge<FleetRow>;
export type JobPage = Page<JobRow>;
export type JobEdge = Edge<JobRow>;
export type LogLineEdge = Edge<LogLineRow>;
export type PlatformEventPage = Page<PlatformEventRow>;
export type PlatformEventEdge = Edge<PlatformEventRow>;
export type RunPage = Page<RunParent>;
export type RunEdge = Edge<RunParent>;
export type SchedulePage = Page<ScheduleRow>;
export type ScheduleEdge = Edge<ScheduleRow>;
/** A task of which it is asked where it is used. */
export type TaskUsesParent = { taskId: string };
export type TaskPage = Page<TaskRow>;
export type TaskEdge = Edge<TaskRow>;
export type TenantPage = Page<TenantRow>;
export type TenantEdge = Edge<TenantRow>;
export type TickEdge = Edge<TickRow>;
export type TokenPage = Page<TokenRow>;
export type TokenEdge = Edge<TokenRow>;
export type WorkflowPage = Page<WorkflowRow>;
export type WorkflowEdge = Edge<WorkflowRow>;
export type VersionPage = Page<WorkflowVersionRow>;
export type VersionEdge = Edge<WorkflowVersionRow>;
