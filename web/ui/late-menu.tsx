import { cloneElement, type KeyboardEvent, type MouseEvent, type ReactElement, type ReactNode } from 'react'
import { startTransition, Suspense, useEffect, useRef, useState } from 'react'
import { type LateStart, LateStartContext } from './late-start.ts'

/**
 * The button of a menu whose inside is fetched when it is first opened. Until then the button stands alone; `children`,
 * a `Menu` with the same trigger, takes its place when it has come, and not a moment earlier: nothing blinks meanwhile.
 * The menu did not see what opened it, so it is told: by keys it begins with an item, as it does later.
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
  const start = useRef<LateStart>('first')
  const [isWanted, setWanted] = useState(false)
  useEffect(() => {
    // A transition: what is on the page stays there while the rest is on its way.
    if (isOpen) startTransition(() => setWanted(true))
  }, [isOpen])
  const button = cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: (event: MouseEvent) => {
      // A press of Enter or Space, or of a screen reader, is a click without a mouse.
      start.current = event.detail === 0 ? 'first' : 'none'
      onOpenChange(true)
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      event.preventDefault()
      start.current = event.key === 'ArrowDown' ? 'first' : 'last'
      onOpenChange(true)
    },
  })
  return (
    <LateStartContext value={start}>
      <Suspense fallback={button}>{isWanted ? children : button}</Suspense>
    </LateStartContext>
  )
}
