/** The open invitation behind the secret of a link. */
import { invitationStanding } from '#domain/access/invitation.ts';
import { mayGrant, type Role } from '#domain/access/permissions.ts';
import { presentSecret } from '#engine/access/present-secret.ts';
import { seePlatformTokens } from '#engine/access/read-lineage.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type Invited = {
  id: string;
  tenantId: string;
  slug: string;
  tenantName: string;
  email: string;
  role: Role;
  expiresAt: Date;
};

/** Finds it from outside of every tenant; from then on the transaction is in the tenant of the invitation. */
export async function findInvitation(tx: Transaction, hash: Buffer<ArrayBuffer>): Promise<Invited | undefined> {
  await presentSecret(tx, hash);
  const found = await tx.client.invitation.findUnique({ where: { secretHash: hash } });
  if (found === null || invitationStanding(found, tx.now) !== 'OPEN') return undefined;
  await tx.client.$queryRaw(
    Prisma.sql`/* enter_tenant_of_invitation */ select set_config('app.tenant', ${found.tenantId}, true)`,
  );
  if (!(await mayStillInvite(tx, found))) return undefined;
  const tenant = await tx.client.tenant.findUniqueOrThrow({
    where: { id: found.tenantId },
    select: { slug: true, name: true },
  });
  const { id, tenantId, email, role, expiresAt } = found;
  return { id, tenantId, slug: tenant.slug, tenantName: tenant.name, email, role, expiresAt };
}

// Who was removed or lowered meanwhile hands out nothing any more, neither by the links that they made before.
async function mayStillInvite(
  { client }: Transaction,
  { tenantId, createdBy, role }: { tenantId: string; createdBy: string; role: Role },
): Promise<boolean> {
  const [kind, userId = ''] = createdBy.split(':', 2);
  if (kind === 'token') {
    await seePlatformTokens({ client });
    const token = await client.apiToken.findFirst({ where: { id: userId }, select: { revokedAt: true } });
    return token !== null && token.revokedAt === null;
  }
  if (kind !== 'user') return true;
  const user = await client.user.findUnique({ where: { id: userId }, select: { platformAdmin: true } });
  if (user?.platformAdmin === true) return true;
  const member = await client.member.findUnique({
    where: { tenantId_userId: { tenantId, userId } },
    select: { role: true },
  });
  return member?.role === 'ADMIN' && mayGrant(member.role, role);
}
