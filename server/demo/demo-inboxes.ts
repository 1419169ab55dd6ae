import { createInbox, listInboxes, updateInbox } from '#server/channels/index.ts'
import { type Actor, agentByEmail } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import type { DemoDesk } from './demo-desk.ts'
import { agents, inboxes, type InboxKey } from './people.ts'

const sinkHost = '127.0.0.1'

/** Letters come in by the built-in listener and go out to the customers' mailboxes on this machine. */
export async function makeInboxes(
  tx: Tx,
  platform: Pick<Platform, 'secrets'>,
  desk: Pick<DemoDesk, 'actors' | 'teamIds' | 'language'>,
  sinkPort: number,
  now: Date,
): Promise<DemoDesk['inboxIds']> {
  const ids: Partial<Record<InboxKey, number>> = {}
  for (const [key, { names, address, team }] of Object.entries(inboxes)) {
    const inbox = {
      name: names[desk.language],
      address,
      teamId: desk.teamIds[team],
      receivesBy: 'smtp' as const,
      imap: null,
      smtp: sinkSettings(sinkPort),
      isActive: true,
    }
    ids[key as InboxKey] = (await createInbox(tx, platform.secrets, desk.actors.olga, inbox, now)).id
  }
  return ids as DemoDesk['inboxIds']
}

/** The mailboxes have another port after each start. An inbox that somebody has pointed elsewhere stays there. */
export async function pointInboxesAt(platform: Platform, sinkPort: number): Promise<void> {
  const { database, secrets, clock } = platform
  await inTransaction(database.db, async (tx) => {
    const { items } = await listInboxes(tx, secrets)
    const administrator = await administratorOf(tx)
    for (const { id, version, smtp } of items) {
      if (smtp?.host !== sinkHost || smtp.port === sinkPort) continue
      await updateInbox(
        tx,
        secrets,
        administrator,
        id,
        { version, smtp: sinkSettings(sinkPort) },
        clock.now(),
      )
    }
  })
}

function sinkSettings(port: number) {
  return { host: sinkHost, port, security: 'none' as const, user: null }
}

/** In whose name the desk is looked after between two starts. */
async function administratorOf(tx: Tx): Promise<Actor> {
  const row = await agentByEmail(tx, agents[0]?.email ?? '')
  if (!row) throw new Error('the demo desk has lost its administrator')
  return {
    owner: `agent:${row.id}`,
    permissions: new Set(['inbox.manage']),
    language: row.language,
    agentId: row.id,
    name: row.name,
    roleId: row.role_id,
    teamIds: [],
    isLimitedToTeams: false,
    sessionId: null,
    apiKeyId: null,
    expiresAt: null,
  }
}
