import { useEffect, useRef } from 'react'

interface Wish {
  at: number
  /** Which way the part was moved: its arrow is gone back to, so that it can be moved on. */
  moved?: 'up' | 'down'
}

/**
 * Where the keyboard goes on after a part of the sentence came, went or moved: at that part, at the one in its place, at
 * what adds one. Spread `parts` over what holds the parts (`data-part`) and what adds one (`data-adds`).
 */
export function usePartFocus() {
  const held = useRef<HTMLDivElement>(null)
  const wish = useRef<Wish | null>(null)
  const begun = useRef<number | null>(null)
  useEffect(() => {
    const { current } = wish
    wish.current = null
    if (current && held.current) find(held.current, current)?.focus()
  })
  return {
    parts: { ref: held, 'data-parts': '' },
    /** Once drawn anew, go on at this part. */
    goOnAt: (at: number, moved?: Wish['moved']) => {
      wish.current = moved === undefined ? { at } : { at, moved }
    },
    /** A menu adds a part: when it closes, go on there. */
    beginAt: (at: number) => {
      begun.current = at
    },
    /** Of the menu that adds parts. */
    finalFocus: (): HTMLElement | true => {
      const at = begun.current
      begun.current = null
      return (at !== null && held.current && find(held.current, { at })) || true
    },
  }
}

function find(holder: HTMLElement, { at, moved }: Wish): HTMLElement | null {
  const own = (selector: string) =>
    [...holder.querySelectorAll<HTMLElement>(selector)].filter(
      (each) => each.parentElement?.closest('[data-parts]') === holder,
    )
  const parts = own('[data-part]')
  const part = parts[Math.min(at, parts.length - 1)]
  const arrows = part && moved ? [`[data-moves="${moved}"]`, '[data-moves]'] : []
  for (const selector of arrows) {
    const arrow = part?.querySelector<HTMLElement>(`${selector}:not(:disabled)`)
    if (arrow) return arrow
  }
  const first = [...(part?.querySelectorAll<HTMLElement>('button, input, textarea') ?? [])].find(
    (each) => !each.matches(':disabled, [data-joins] *, [data-moves], [type=hidden]'),
  )
  return first ?? own('[data-adds]')[0] ?? null
}
