/** The queue that every tenant starts with, and the one of a task that names none. */
export const defaultQueueName = 'default';
