import { cloneElement, type KeyboardEvent, type ReactElement, type ReactNode } from 'react'
import { startTransition, Suspense, useEffect, useState } from 'react'

/**
 * The button of a menu whose inside is fetched when it is first opened. Until then the button stands alone; `children`,
 * a `Menu` with the same trigger, takes its place when it has come, and not a moment earlier: nothing blinks meanwhile.
 */
export function LateMenu({
  trigger,
  isOpen,
  onOpenChange,
  children,
}: {
  trigger: ReactElement<Record<string, unknown>>
  isOpen: boolean
  onOpenChange: (open: boolean) => void
  children: ReactNode
}) {
  const [isWanted, setWanted] = useState(false)
  useEffect(() => {
    // A transition: what is on the page stays there while the rest is on its way.
    if (isOpen) startTransition(() => setWanted(true))
  }, [isOpen])
  const button = cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: () => onOpenChange(true),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      event.preventDefault()
      onOpenChange(true)
    },
  })
  return <Suspense fallback={button}>{isWanted ? children : button}</Suspense>
}
