import { useState } from 'react'
import type { Draft } from '#contract/drafts.ts'
import { fromWire } from './composed-html.ts'

type Kind = Draft['kind']
type Pages = Readonly<Record<Kind, string>>

/**
 * What stands on the two pages, kept beside React and changed by events alone: a render may show a moment before the
 * last key, or be thrown away, and what is sent or added to must be what was written last all the same.
 */
export function createPages(draft: Pick<Draft, 'kind' | 'html'> | null) {
  const html = draft ? fromWire(draft.html) : ''
  let pages: Pages = { reply: draft?.kind === 'reply' ? html : '', note: draft?.kind === 'note' ? html : '' }
  return {
    all: (): Pages => pages,
    written: (kind: Kind): string => pages[kind],
    /** The other page stays. */
    write: (kind: Kind, next: string): Pages => (pages = { ...pages, [kind]: next }),
  }
}

/** The pages of one answer in the making, begun with a draft: `pages` to show, `written` for what stands there now. */
export function usePages(draft: Draft | null) {
  const [kept] = useState(() => createPages(draft))
  const [pages, show] = useState(kept.all)
  return { pages, written: kept.written, write: (kind: Kind, next: string) => show(kept.write(kind, next)) }
}
