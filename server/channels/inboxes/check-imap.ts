import type { ImapSettings } from '#server/channels/tables.ts'
import { createImapClient } from '#server/channels/email/imap-client.ts'
import type { Step } from './check-inbox.ts'
import { checkReach, failed, passed } from './check-reach.ts'

/** Signs in to the mailbox and looks into its folder, changing nothing. */
export async function checkImap(imap: ImapSettings, password: string | null): Promise<Step[]> {
  const steps = await checkReach('imap', imap.host, imap.port)
  if (steps.some((step) => !step.isPassed)) return steps
  const secured = imap.security === 'none' ? [] : [passed('imap', 'secure')]
  const client = createImapClient(imap, { password, accessToken: null })
  try {
    await client.connect()
  } catch (error) {
    if ((error as { authenticationFailed?: boolean }).authenticationFailed) {
      return [...steps, ...secured, failed('imap', 'sign_in', 'wrong_password', error)]
    }
    const isTls = imap.security !== 'none'
    return [
      ...steps,
      isTls ? failed('imap', 'secure', 'tls', error) : failed('imap', 'connect', 'no_greeting', error),
    ]
  }
  const signedIn = [...steps, ...secured, passed('imap', 'sign_in')]
  try {
    await client.mailboxOpen(imap.folder, { readOnly: true })
    return [...signedIn, passed('imap', 'open_folder')]
  } catch (error) {
    return [...signedIn, failed('imap', 'open_folder', 'no_folder', error)]
  } finally {
    client.close()
  }
}
