/** What the console counts about itself, for Prometheus. No tenant, no id and no path of a caller's choosing is a label. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof openMetrics>;

/** The console's counters in a registry of their own. */
export function openMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Counter({
      name: 'taskflow_http_requests_total',
      help: 'HTTP answers by place and status',
      labelNames: ['place', 'status'],
      registers,
    }),
    durations: new Histogram({
      name: 'taskflow_http_duration_seconds',
      help: 'Time to answer, by place',
      labelNames: ['place'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    operations: new Counter({
      name: 'taskflow_graphql_operations_total',
      help: 'GraphQL operations by type and outcome',
      labelNames: ['type', 'outcome'],
      registers,
    }),
    sockets: new Gauge({ name: 'taskflow_sockets', help: 'Open WebSockets', registers }),
    subscribers: new Gauge({ name: 'taskflow_subscribers', help: 'Live subscriptions', registers }),
    eventsDelivered: new Counter({
      name: 'taskflow_events_delivered_total',
      help: 'Events handed to subscribers',
      registers,
    }),
    slowConsumers: new Counter({
      name: 'taskflow_slow_consumers_total',
      help: 'Sockets closed because their reader was too slow',
      registers,
    }),
  };
}
