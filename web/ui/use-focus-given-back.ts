import { useEffect, useState } from 'react'

/** What had the focus; of a menu, which is gone by then, the button that opened it. */
function focused(): HTMLElement | null {
  const element = document.activeElement
  const menu = element?.closest('[role="menu"]')
  const button = menu?.id ? document.querySelector(`[aria-controls="${CSS.escape(menu.id)}"]`) : null
  const found = button ?? element
  return found instanceof HTMLElement ? found : null
}

/**
 * Gives the focus back to what had it when the caller appeared. For a window that is taken off the page while it is
 * open: nothing is left then that could do so, and the next Tab would begin at the top of the page.
 */
export function useFocusGivenBack(): void {
  const [before] = useState(focused)
  useEffect(
    () => () => {
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body
        if (isLost && before?.isConnected) before.focus()
      })
    },
    [before],
  )
}
