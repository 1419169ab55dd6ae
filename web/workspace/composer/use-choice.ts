import { useLayoutEffect, useRef, useState } from 'react'

/**
 * A window over the composer in which something is chosen. What follows is done with the picture of the page in which
 * the window is gone: the next letter is the answer's again.
 */
export function useChoice(isAsked: boolean) {
  const [isOpen, setOpen] = useState(isAsked)
  const afterwards = useRef<(() => void) | null>(null)
  useLayoutEffect(() => {
    if (isOpen) return
    afterwards.current?.()
    afterwards.current = null
  }, [isOpen])
  return {
    isOpen,
    open: () => setOpen(true),
    close: (then: () => void) => {
      afterwards.current = then
      setOpen(false)
    },
  }
}
