import type { RefObject } from 'react'
import { withText } from './composed-html.ts'
import type { EditorCommands } from './editor.tsx'

/** How what was chosen elsewhere (a macro, an article) comes onto the page, whether the editor is there or not. */
export interface Placing {
  /** Puts words where the cursor is. */
  insert: (html: string) => void
  /** The same with plain characters. */
  type: (text: string) => void
  /** The cursor comes back to where it was. */
  focus: () => void
}

export function placingOn({
  commands,
  written,
  put,
  begin,
  isBegun,
  wishFocus,
}: {
  commands: RefObject<EditorCommands | null>
  written: () => string
  /** A new page with these words. */
  put: (html: string) => void
  begin: () => void
  isBegun: boolean
  wishFocus: () => void
}): Placing {
  return {
    insert: (words) => {
      if (commands.current) return commands.current.insert(words)
      // Nobody has begun to write: the words are the page.
      put(written() + words)
      begin()
    },
    type: (text) => {
      if (commands.current) return commands.current.type(text)
      put(withText(written(), text))
    },
    focus: () => {
      if (commands.current) commands.current.focus()
      else if (isBegun || written() !== '') wishFocus()
    },
  }
}
