import { type RefObject, useEffect, useRef } from 'react'

const controls = 'input, button, select, textarea, [tabindex="0"]'

/**
 * For lines that are added and taken away one by one: whoever adds one goes on in it, and whoever takes away the one
 * the focus is in goes on at the last control of the box, the button that adds. Lines carry `data-line`.
 */
export function useLineFocus<E extends HTMLElement>(count: number): RefObject<E | null> {
  const box = useRef<E>(null)
  const before = useRef(count)
  useEffect(() => {
    const [was, view, active] = [before.current, box.current, document.activeElement]
    before.current = count
    if (!view || was === count) return
    if (count < was) {
      if (active === null || active === document.body)
        [...view.querySelectorAll<HTMLElement>(controls)].at(-1)?.focus()
    } else if (view.contains(active)) {
      ;[...view.querySelectorAll('[data-line]')].at(-1)?.querySelector<HTMLElement>(controls)?.focus()
    }
  }, [count])
  return box
}
