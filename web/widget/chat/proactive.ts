import type { ChatConfig } from '#contract/chat.ts'
import type { openKeep } from './keep.ts'

type Keep = ReturnType<typeof openKeep>
const seenIds = (keep: Keep) => (keep.read('seen') ?? '').split(',').filter(Boolean)

/**
 * Offers each message whose time has come on this page, in this language: once in a visit, and not again when the
 * visitor has answered it or put it away.
 */
export function waitForProactive(
  { proactive, language }: ChatConfig,
  keep: Keep,
  offer: (message: { id: string; text: string }) => boolean,
): void {
  const seen = new Set([...seenIds(keep), ...shownIds(keep)])
  for (const { id, pagePart, afterSeconds, texts } of proactive) {
    const text = texts[language]
    if (!text || seen.has(id) || !location.href.includes(pagePart)) continue
    setTimeout(() => {
      if (offer({ id, text })) markShown(keep, id)
    }, afterSeconds * 1000)
  }
}

/** Put away, it is not shown again. */
export function markSeen(keep: Keep, id: string): void {
  keep.write('seen', [...seenIds(keep), id].join(','))
}

/** In this visit: a tab forgets it when it is closed. */
const shownName = (keep: Keep) => keep.name('shown')

function shownIds(keep: Keep): string[] {
  try {
    return (sessionStorage.getItem(shownName(keep)) ?? '').split(',').filter(Boolean)
  } catch {
    return []
  }
}

function markShown(keep: Keep, id: string): void {
  try {
    sessionStorage.setItem(shownName(keep), [...shownIds(keep), id].join(','))
  } catch {
    // The next page shows it again.
  }
}
