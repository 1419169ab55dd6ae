export type SearchKind = 'public' | 'note'

export interface SearchDocumentTable {
  ticket_id: number
  kind: SearchKind
  segment: number
  /** A `tsvector`, written and matched but never read back. */
  words: string
}

export interface LexiconTable {
  word: string
  seen: number
}

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    search_document: SearchDocumentTable
    lexicon: LexiconTable
  }
}
