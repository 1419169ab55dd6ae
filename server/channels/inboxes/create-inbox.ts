import type { InboxSections } from '#contract/inbox-sections.ts'
import type { Inbox } from '#contract/inboxes.ts'
import { signatureVariables } from '#contract/signatures.ts'
import type { Actor } from '#server/identity/index.ts'
import { sealInboxSecrets } from '#server/channels/inbox-secrets.ts'
import type { ImapSettings, SmtpSettings } from '#server/channels/tables.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { mustBeTemplate } from '#server/platform/written-template.ts'
import { mustBeAcknowledgement } from '#server/channels/email/policy/acknowledgement-text.ts'
import { inboxChanged } from './inbox-changed.ts'
import { checkInboxInput, namingDoubles } from './inbox-input.ts'
import { sectionColumns } from './inbox-sections.ts'
import { presentInbox } from './present-inbox.ts'

export interface InboxInput extends Partial<InboxSections> {
  name: string
  address: string
  teamId: number | null
  receivesBy: 'smtp' | 'imap' | 'graph'
  imap: ImapSettings | null
  imapPassword?: string | null
  smtp: SmtpSettings | null
  smtpPassword?: string | null
  sendsBy?: 'smtp' | 'graph'
  isActive: boolean
}

/** Adds an inbox; whoever receives starts with it at once. */
export async function createInbox(
  tx: Tx,
  secrets: Secrets,
  actor: Actor,
  input: InboxInput,
  now: Date,
): Promise<Inbox> {
  if (input.acknowledgement) mustBeAcknowledgement(input.acknowledgement)
  if (input.signature) mustBeTemplate(input.signature.template, signatureVariables)
  await checkInboxInput(tx, { ...input, aliases: input.addressing?.aliases ?? [] }, null)
  const row = await namingDoubles(() =>
    tx
      .insertInto('inbox')
      .values({
        kind: 'email',
        name: input.name,
        address: input.address,
        team_id: input.teamId,
        receives_by: input.receivesBy,
        imap: input.imap && JSON.stringify(input.imap),
        smtp: input.smtp && JSON.stringify(input.smtp),
        sends_by: input.sendsBy,
        secrets: sealInboxSecrets(secrets, {
          imapPassword: input.imap ? (input.imapPassword ?? null) : null,
          smtpPassword: input.smtp ? (input.smtpPassword ?? null) : null,
        }),
        is_active: input.isActive,
        ...sectionColumns(input),
        created_at: now,
        updated_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
  await inboxChanged(tx, actor, 'inbox.created', { inboxId: row.id, address: row.address }, now)
  return presentInbox(secrets, row)
}
