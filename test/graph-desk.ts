import { afterAll } from 'vitest'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { lookOnce } from '#server/channels/email/graph/watch-graph-mailbox.ts'
import { buildConnection } from '#test/builders/connection.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { startGraph } from '#test/servers/graph.ts'
import { startIdentityProvider } from '#test/servers/identity-provider.ts'

/** A desk whose one inbox is a Microsoft 365 mailbox: fetched and sent through Graph, signed in by a grant. */
export async function graphDesk(wishes: { grantKind?: 'person' | 'application'; isShared?: boolean } = {}) {
  const [graph, provider] = await Promise.all([startGraph(), startIdentityProvider()])
  const desk = await mailDesk({ MICROSOFT_GRAPH_URL: graph.origin, MICROSOFT_LOGIN_URL: provider.origin })
  afterAll(async () => {
    await graph.stop()
    await provider.stop()
  })
  const { db, platform, inbox } = desk
  await db
    .updateTable('inbox')
    .set({ receives_by: 'graph', sends_by: 'graph', smtp: null })
    .where('id', '=', inbox.id)
    .execute()
  await buildConnection(platform, inbox.id, provider, { provider: 'microsoft', ...wishes })
  return {
    ...desk,
    graph,
    provider,
    /** Looks into the mailbox once; answers how many letters came. */
    look: () => lookOnce(emailDesk(platform), inbox.id),
    ledger: () =>
      db.selectFrom('inbound_letter').selectAll().where('inbox_id', '=', inbox.id).orderBy('id').execute(),
  }
}
