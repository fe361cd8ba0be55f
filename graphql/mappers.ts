/** Which engine type stands behind each type of the schema. A `~` at the beginning becomes a `#`. */
export const mappers: Record<string, string> = {
  ApiToken: '~engine/queries/token-rows.ts#TokenRow',
  Attempt: '~engine/queries/load-attempts.ts#AttemptRow',
  Event: '~graphql/live.ts#LiveEvent',
  Job: '~graphql/parents.ts#JobParent',
  JobConnection: '~graphql/parents.ts#JobPage',
  JobEdge: '~graphql/parents.ts#JobEdgeParent',
  Queue: '~engine/queries/queue-rows.ts#QueueRow',
  RetryPolicy: '~domain/retry-policy.ts#RetryPolicy as RetryPolicyRules',
  Sla: '~domain/sla.ts#Sla as SlaRules',
  Task: '~engine/queries/task-rows.ts#TaskRow',
  Tenant: '~engine/queries/tenant-rows.ts#TenantRow',
  Transition: '~engine/queries/load-transitions.ts#TransitionRow',
  UserError: '~domain/refusal.ts#Refusal',
};
