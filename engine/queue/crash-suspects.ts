/** Which waiting jobs are crash suspects, in the words of the indexes jobs_suspect and jobs_ready. */
import { suspectCrashes } from '#domain/job/crash-rule.ts';
import { Prisma } from '#prisma/generated/client.ts';

// The number stands in the statement: of a parameter PostgreSQL cannot tell which of the two indexes holds the rows.
export const isSuspect = Prisma.raw(`crashes >= ${suspectCrashes}`);
export const isNoSuspect = Prisma.raw(`crashes < ${suspectCrashes}`);
