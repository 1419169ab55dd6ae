import type { FastifyRequest } from 'fastify'
import type { Language } from '#contract/common.ts'
import { hashToken } from '#server/identity/index.ts'
import type { Platform } from '#server/platform/platform.ts'
import type { Visitor } from '#server/tickets/index.ts'
import { sessionCookie, sessionEnd } from './session-cookie.ts'
import type { Means } from './tables.ts'

/** Whoever is signed in to the portal, with what its own pages say to them. */
export interface SignedIn extends Visitor {
  readonly sessionId: number
  readonly name: string
  readonly address: string
  readonly means: Means
  /** When they proved who they are. */
  readonly since: Date
}

type Ground = Pick<Platform, 'database' | 'clock'>

const known = new WeakMap<FastifyRequest, Promise<SignedIn | null>>()
const seenEveryMs = 3_600_000

/** The customer behind a request by its cookie; null for everybody else. Asked twice, it is looked up once. */
export function visitorOf(
  platform: Ground,
  request: FastifyRequest,
  language: Language,
): Promise<SignedIn | null> {
  const looked = known.get(request) ?? lookUp(platform, request, language)
  known.set(request, looked)
  return looked
}

async function lookUp(
  { database: { db }, clock }: Ground,
  request: FastifyRequest,
  language: Language,
): Promise<SignedIn | null> {
  const token = request.cookies[sessionCookie]
  if (!token || token.length > 100) return null
  const now = clock.now()
  const row = await db
    .selectFrom('customer_session')
    .innerJoin('customer', 'customer.id', 'customer_session.customer_id')
    // The address may be another's by now, or nobody's.
    .innerJoin('customer_address', (join) =>
      join
        .onRef('customer_address.customer_id', '=', 'customer_session.customer_id')
        .onRef('customer_address.value', '=', 'customer_session.address')
        .on('customer_address.kind', '=', 'email'),
    )
    .select(['customer_session.id', 'customer_session.customer_id', 'customer_session.address'])
    .select(['customer_session.means', 'customer_session.created_at', 'customer_session.last_seen_at'])
    .select(['customer.name', 'customer.is_manager', 'customer.organization_id'])
    .where('customer_session.token_hash', '=', hashToken(token))
    .where('customer_session.expires_at', '>', now)
    .executeTakeFirst()
  if (!row) return null
  if (now.getTime() - row.last_seen_at.getTime() > seenEveryMs) {
    await db
      .updateTable('customer_session')
      .set({ last_seen_at: now, expires_at: sessionEnd(now) })
      .where('id', '=', row.id)
      .execute()
  }
  return {
    customerId: row.customer_id,
    organizationId: row.is_manager ? row.organization_id : null,
    language,
    sessionId: row.id,
    name: row.name,
    address: row.address,
    means: row.means,
    since: row.created_at,
  }
}
