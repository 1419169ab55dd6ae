import { useEffect, useRef } from 'react'

/** For the heading of what comes in place of a button that was pressed: the keys go on from there. */
export function useFocusIfLost() {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true })
  }, [])
  return heading
}
