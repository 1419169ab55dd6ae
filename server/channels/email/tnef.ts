/** What a winmail.dat holds. */
export type TnefContent = {
  attachments: { name: string; content: Uint8Array }[]
  html: string | null
  rtf: string | null
  text: string | null
}
export function readTnef(_raw: Uint8Array): TnefContent {
  return { attachments: [], html: null, rtf: null, text: null }
}
