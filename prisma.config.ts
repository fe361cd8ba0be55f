// Where Prisma's own command line finds the schema. Taskflow's start-up applies migrations itself (scripts/postgres/migrations.ts).
import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
