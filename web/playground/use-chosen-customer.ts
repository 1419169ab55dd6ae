import { useState } from 'react'
import type { PlaygroundCustomer } from '#contract/playground.ts'
import { currentLanguage } from '../ui/i18n.ts'

const storageKey = 'otklik.playground.customer'

/** Whom one plays; remembered in this tab, so that a reload changes nothing. */
export function useChosenCustomer(
  customers: readonly PlaygroundCustomer[],
): [PlaygroundCustomer, (address: string) => void] {
  const [address, setAddress] = useState(() => remembered())
  const first = customers.find((one) => one.language === currentLanguage()) ?? customers[0]
  const chosen = customers.find((one) => one.address === address) ?? first
  if (!chosen) throw new Error('a playground without customers')
  const choose = (next: string) => {
    setAddress(next)
    try {
      sessionStorage.setItem(storageKey, next)
    } catch {
      // Storage may be forbidden; the choice then lasts until the next reload.
    }
  }
  return [chosen, choose]
}

function remembered(): string | null {
  try {
    return sessionStorage.getItem(storageKey)
  } catch {
    return null
  }
}
