import type { Language } from '#contract/common.ts'
import { acknowledgementVariables } from '#contract/inbox-sections.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { readSettings } from '#server/platform/settings.ts'
import { words } from '#server/platform/words.ts'
import { mustBeTemplate } from '#server/platform/written-template.ts'
import { type Acknowledgement, writeAcknowledgement } from './acknowledgement-text.ts'

interface Wish {
  inboxId: number | null
  language: Language
  subject: string
  body: string
}

/** The letter with an example's values, as a customer would get it. Ends with `bad_template`. */
export async function previewAcknowledgement(db: Db, wish: Wish): Promise<Acknowledgement> {
  mustBeTemplate(wish.subject, acknowledgementVariables)
  mustBeTemplate(wish.body, acknowledgementVariables)
  const settings = await readSettings(db)
  const inbox =
    wish.inboxId === null
      ? undefined
      : await db
          .selectFrom('inbox')
          .select(['name', 'address'])
          .where('id', '=', wish.inboxId)
          .executeTakeFirst()
  const { t } = words(wish.language)
  return writeAcknowledgement(wish, {
    ticket: { number: `${settings.ticket_prefix}-1256`, subject: t('letter.example.subject'), url: '' },
    customer: { name: t('letter.example.customer') },
    inbox: { name: inbox?.name ?? settings.desk_name, address: inbox?.address ?? '' },
    desk: { name: settings.desk_name },
  })
}
