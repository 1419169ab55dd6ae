import type { Inbox } from '#contract/inboxes.ts'
import { signatureVariables } from '#contract/signatures.ts'
import type { Actor } from '#server/identity/index.ts'
import { areReadable, openInboxSecrets, sealInboxSecrets } from '#server/channels/inbox-secrets.ts'
import type { InboxRow } from '#server/channels/tables.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { mustBeTemplate } from '#server/platform/written-template.ts'
import { grantStaysWith, voidGrant } from '#server/channels/email/connections/void-grant.ts'
import type { InboxInput } from './create-inbox.ts'
import { mustBeAcknowledgement } from '#server/channels/email/policy/acknowledgement-text.ts'
import { inboxChanged } from './inbox-changed.ts'
import { inboxChanges, passwordChange } from './inbox-changes.ts'
import { checkInboxInput, namingDoubles } from './inbox-input.ts'
import { readSection, sectionColumns } from './inbox-sections.ts'
import { isSameLogin, keptPassword } from './kept-password.ts'
import { presentInbox } from './present-inbox.ts'

/** Changes an inbox; what is left out stays. A password goes to no other server than the one it was given for. */
export async function updateInbox(
  tx: Tx,
  secrets: Secrets,
  actor: Actor,
  id: number,
  changes: Partial<InboxInput> & { version: number },
  now: Date,
): Promise<Inbox> {
  const before = await lockInbox(tx, id)
  if (before.version !== changes.version) fail('version_conflict', { detail: { version: before.version } })
  if (changes.acknowledgement) mustBeAcknowledgement(changes.acknowledgement)
  if (changes.signature) mustBeTemplate(changes.signature.template, signatureVariables)
  const after = {
    receivesBy: changes.receivesBy ?? before.receives_by,
    imap: changes.imap === undefined ? before.imap : changes.imap,
    smtp: changes.smtp === undefined ? before.smtp : changes.smtp,
    sendsBy: changes.sendsBy ?? before.sends_by,
    teamId: changes.teamId === undefined ? before.team_id : changes.teamId,
    address: changes.address ?? before.address,
    aliases: (changes.addressing ?? readSection('addressing', before.addressing)).aliases,
  }
  await checkInboxInput(tx, after, id)
  const known = openInboxSecrets(secrets, before.secrets)
  const passwords = {
    imapPassword: keptPassword(known.imapPassword, changes.imapPassword, before.imap, after.imap),
    smtpPassword: keptPassword(known.smtpPassword, changes.smtpPassword, before.smtp, after.smtp),
  }
  const isNewPassword = changes.imapPassword !== undefined || changes.smtpPassword !== undefined
  const keepsServers = isSameLogin(before.imap, after.imap) && isSameLogin(before.smtp, after.smtp)
  // Sealed with another SECRET_KEY: they wait for it, unless they are replaced.
  const staySealed = !isNewPassword && keepsServers && !areReadable(secrets, before.secrets)
  const isStillConnected = grantStaysWith(before, after, changes.address)
  if (!isStillConnected) await voidGrant(tx, id, now)
  const row = await namingDoubles(() =>
    tx
      .updateTable('inbox')
      .set({
        name: changes.name,
        address: changes.address,
        team_id: after.teamId,
        receives_by: after.receivesBy,
        imap: after.imap && JSON.stringify(after.imap),
        smtp: after.smtp && JSON.stringify(after.smtp),
        sends_by: after.sendsBy,
        secrets: staySealed ? before.secrets : sealInboxSecrets(secrets, passwords),
        is_active: changes.isActive,
        ...(!isStillConnected && { connection_state: 'new' as const }),
        ...sectionColumns(changes),
        // What was wrong may be right now; the next letter says.
        receive_error: null,
        receive_error_at: null,
        send_error: null,
        send_error_at: null,
        version: before.version + 1,
        updated_at: now,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
  const shown = presentInbox(secrets, row)
  const changed = inboxChanges(presentInbox(secrets, before), shown, {
    imap: passwordChange(known.imapPassword, passwords.imapPassword),
    smtp: passwordChange(known.smtpPassword, passwords.smtpPassword),
  })
  if (changed) await inboxChanged(tx, actor, 'inbox.updated', { inboxId: id, ...changed }, now)
  else await notify(tx, { topic: 'inbox', inboxId: id })
  return shown
}

export async function lockInbox(tx: Tx, id: number): Promise<InboxRow> {
  const row = await tx
    .selectFrom('inbox')
    .selectAll()
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return found(row)
}
