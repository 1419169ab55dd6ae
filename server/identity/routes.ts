import type { FastifyInstance, FastifyReply } from 'fastify'
import { listAudit as listAuditRoute } from '#contract/audit.ts'
import * as contract from '#contract/identity.ts'
import * as addresses from '#contract/agent-addresses.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { actorOf } from './actor.ts'
import { addOwnAddress } from './addresses/add-own-address.ts'
import { confirmOwnAddress } from './addresses/confirm-own-address.ts'
import { listOwnAddresses } from './addresses/list-own-addresses.ts'
import { removeOwnAddress } from './addresses/remove-own-address.ts'
import { archiveTeam } from './archive-team.ts'
import { createApiKey } from './create-api-key.ts'
import { createRole } from './create-role.ts'
import { createTeam } from './create-team.ts'
import { deleteRole } from './delete-role.ts'
import { getInvitation } from './get-invitation.ts'
import { getSetup } from './get-setup.ts'
import { inviteAgent } from './invite-agent.ts'
import { listApiKeys } from './list-api-keys.ts'
import { listAudit } from './list-audit.ts'
import { listRoles } from './list-roles.ts'
import { listSessions } from './list-sessions.ts'
import type { OpenedSession } from './open-session.ts'
import { listTeams } from './queries.ts'
import { listAgents } from './read-agents.ts'
import { readSession } from './read-session.ts'
import { renewInvitation } from './renew-invitation.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { revokeSession } from './revoke-session.ts'
import { seatOf } from './seat.ts'
import { clearSessionCookie, sessionCookie, setSessionCookie } from './session-cookie.ts'
import { setUpDesk } from './set-up-desk.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { updateAgent } from './update-agent.ts'
import { updateRole } from './update-role.ts'
import { updateSelf } from './update-self.ts'
import { updateTeam } from './update-team.ts'

/** What identity must be told by slices above it. */
interface Neighbours {
  /** Whether tickets that are not yet solved lie with the team. */
  hasOpenTickets: (tx: Tx, teamId: number) => Promise<boolean>
}

// `once` keeps answers: writes that answer with a secret go without it.
export function identityRoutes(
  app: FastifyInstance,
  platform: Platform,
  { hasOpenTickets }: Neighbours,
): void {
  const { clock, config } = platform
  const { db } = platform.database
  const enter = (reply: FastifyReply, { token, session }: OpenedSession) => {
    setSessionCookie(reply, config.publicUrl, token)
    return session
  }

  serve(app, contract.getSetup, async () => getSetup(db))
  serve(app, contract.setUpDesk, async ({ body }, request, reply) =>
    enter(reply, await setUpDesk(db, body, seatOf(request), clock.now())),
  )

  serve(app, contract.signIn, async ({ body }, request, reply) =>
    enter(reply, await signIn(db, body, seatOf(request), clock.now())),
  )
  serve(app, contract.getSession, async (_, request, reply) => {
    const actor = actorOf(request)
    const token = request.cookies[sessionCookie]
    // The browser forgets the cookie by its own calendar: renew it along with the session.
    if (token && actor.sessionId !== null) setSessionCookie(reply, config.publicUrl, token)
    return readSession(db, actor.agentId, actor)
  })
  serve(app, contract.signOut, async (_, request, reply) => {
    await inTransaction(db, (tx) => signOut(tx, actorOf(request), clock.now()))
    clearSessionCookie(reply, config.publicUrl)
    return {}
  })
  serve(app, contract.updateSelf, async ({ body }, request) =>
    updateSelf(db, actorOf(request), body, seatOf(request), clock.now()),
  )
  serve(app, contract.listSessions, async (_, request) => listSessions(db, actorOf(request), clock.now()))
  serve(app, contract.revokeSession, async ({ params }, request) => {
    await inTransaction(db, (tx) => revokeSession(tx, actorOf(request), params.id))
    return {}
  })

  serve(app, addresses.listOwnAddresses, async (_, request) => listOwnAddresses(db, actorOf(request)))
  serve(app, addresses.addOwnAddress, async ({ body }, request) =>
    inTransaction(db, (tx) => addOwnAddress(tx, platform, actorOf(request), body.address)),
  )
  serve(app, addresses.confirmOwnAddress, async ({ params, body }, request) =>
    confirmOwnAddress(db, actorOf(request), params.id, body.code, clock.now()),
  )
  serve(app, addresses.removeOwnAddress, async ({ params }, request) => {
    await inTransaction(db, (tx) => removeOwnAddress(tx, actorOf(request), params.id, clock.now()))
    return {}
  })

  serve(app, contract.getInvitation, async ({ params }) => getInvitation(db, params.token, clock.now()))
  serve(app, contract.acceptInvitation, async ({ params, body }, request, reply) =>
    enter(reply, await acceptInvitation(db, params.token, body, seatOf(request), clock.now())),
  )
  serve(app, contract.requestPasswordReset, async ({ body }, request) => {
    await requestPasswordReset(db, body.email, seatOf(request), clock.now())
    return {}
  })

  serve(app, contract.listAgents, async () => listAgents(db))
  serve(app, contract.inviteAgent, async ({ body }, request) =>
    inTransaction(db, (tx) => inviteAgent(tx, platform, actorOf(request), body)),
  )
  serve(app, contract.renewInvitation, async ({ params }, request) =>
    inTransaction(db, (tx) => renewInvitation(tx, platform, actorOf(request), params.id)),
  )
  serve(app, contract.updateAgent, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateAgent(tx, actorOf(request), params.id, body, clock.now())),
  )

  serve(app, contract.listRoles, async () => listRoles(db))
  serve(app, contract.createRole, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createRole(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.updateRole, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateRole(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.deleteRole, async ({ params }, request) => {
    await inTransaction(db, (tx) => deleteRole(tx, actorOf(request), params.id, clock.now()))
    return {}
  })

  serve(app, contract.listTeams, async () => ({ items: await listTeams(db) }))
  serve(app, contract.createTeam, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createTeam(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.updateTeam, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateTeam(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.archiveTeam, async ({ params }, request) => {
    const actor = actorOf(request)
    await inTransaction(db, (tx) => archiveTeam(tx, actor, params.id, hasOpenTickets, clock.now()))
    return {}
  })

  serve(app, contract.listApiKeys, async () => listApiKeys(db, clock.now()))
  serve(app, contract.createApiKey, async ({ body }, request) =>
    inTransaction(db, (tx) => createApiKey(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.revokeApiKey, async ({ params }, request) => {
    await inTransaction(db, (tx) => revokeApiKey(tx, actorOf(request), params.id, clock.now()))
    return {}
  })

  serve(app, listAuditRoute, async ({ query }) => listAudit(db, query))
}
