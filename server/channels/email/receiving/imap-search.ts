import type { ImapFlow, SearchObject } from 'imapflow'

/**
 * The UIDs of the open folder's letters that match, in ascending order. Rejects when the server refuses to search:
 * that is not the same as finding nothing.
 */
export async function searchFolder(client: ImapFlow, query: SearchObject): Promise<number[]> {
  const uids = await client.search(query, { uid: true })
  if (!uids) throw new Error('the server refused to search the folder')
  return uids.toSorted((a, b) => a - b)
}
