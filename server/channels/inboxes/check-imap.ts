import type { Credential } from '#server/channels/inbox-secrets.ts'
import type { ImapSettings } from '#server/channels/tables.ts'
import { openFolder } from '#server/channels/email/copies/find-folder.ts'
import { createImapClient } from '#server/channels/email/receiving/imap-client.ts'
import type { Step } from './check-inbox.ts'
import { checkReach, failed, passed } from './check-reach.ts'

/** Signs in to the mailbox and looks into its folder, changing nothing. */
export async function checkImap(imap: ImapSettings, credential: Credential): Promise<Step[]> {
  const steps = await checkReach('imap', imap.host, imap.port)
  if (steps.some((step) => !step.isPassed)) return steps
  const secured = imap.security === 'none' ? [] : [passed('imap', 'secure')]
  const client = createImapClient(imap, credential)
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
    await openFolder(client, imap.folder, { readOnly: true })
    const folders = await client.list()
    const opened = folders.find(({ path }) => client.mailbox && path === client.mailbox.path)
    // What we send would come back as if customers had written it.
    if (opened?.specialUse === '\\Sent')
      return [...signedIn, failed('imap', 'open_folder', 'sent_folder', null)]
    return [...signedIn, passed('imap', 'open_folder')]
  } catch (error) {
    return [...signedIn, failed('imap', 'open_folder', 'no_folder', error)]
  } finally {
    client.close()
  }
}
