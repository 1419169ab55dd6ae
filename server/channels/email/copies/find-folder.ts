import type { ImapFlow } from 'imapflow'

/**
 * The path of a folder as an administrator writes it: `Support/Processed` whatever separator the server has, or
 * exactly as the server calls it. Made when there is none; names beyond ASCII are encoded by the client.
 */
export async function namedFolder(client: ImapFlow, name: string): Promise<string> {
  const known = await knownFolder(client, name)
  if (known !== null) return known
  const made = await client.mailboxCreate(name.trim().split('/').filter(Boolean))
  if (!made.path) throw new Error(`the folder “${name.trim()}” cannot be made`)
  return made.path
}

/** The path of a folder that is there, by the same names; null when there is none. */
async function knownFolder(client: ImapFlow, name: string): Promise<string | null> {
  const folders = await client.list()
  const wanted = name.trim()
  const known =
    folders.find(({ path }) => path === wanted) ??
    folders.find(({ path, delimiter }) => path === joined(client, wanted, delimiter)) ??
    folders.find(({ path }) => path.toLowerCase() === wanted.toLowerCase())
  return known?.path ?? null
}

/** Opens the folder that letters are fetched from; rejects with the server's words when it is not there. */
export async function openFolder(
  client: ImapFlow,
  name: string,
  options: { readOnly: boolean },
): Promise<void> {
  const isInbox = name.toUpperCase() === 'INBOX'
  await client.mailboxOpen((isInbox ? null : await knownFolder(client, name)) ?? name, options)
}

/** A folder below INBOX on servers where everything stands there: `Sent` is `INBOX.Sent`. */
function joined(client: ImapFlow, name: string, delimiter: string): string {
  const path = name.split('/').filter(Boolean).join(delimiter)
  const prefix = client.namespace?.prefix ?? ''
  return path.startsWith(prefix) ? path : prefix + path
}

/** Where sent letters are kept: the folder chosen, else the one the server calls Sent, else one of that name. */
export async function sentFolder(client: ImapFlow, chosen: string | null): Promise<string> {
  if (chosen !== null) return namedFolder(client, chosen)
  const folders = await client.list()
  const special = folders.find((folder) => folder.specialUse === '\\Sent')
  return special ? special.path : namedFolder(client, 'Sent')
}
