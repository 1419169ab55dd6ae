import { useEffect, useState } from 'react'
import type { PlaygroundShop } from '#contract/playground.ts'

type User = PlaygroundShop['users'][number]
const storageKey = 'otklik.shop-user'

interface Site {
  key: string
  userToken?: string
  language: string
  identify?: (userToken: string | null) => void
  open?: () => void
}
type SiteWindow = Window & { otklik?: Site }

/** Puts the desk's own script on the page, as any site does, and tells it who signs in and out. */
export function useShopChat(
  shop: PlaygroundShop,
  language: string,
): { user: User | null; signIn: (address: string | null) => void } {
  const [address, setAddress] = useState(() => remembered())
  const user = shop.users.find((one) => one.address === address) ?? null
  useEffect(() => {
    const site = window as SiteWindow
    if (shop.chatKey === null || site.otklik) return
    site.otklik = { key: shop.chatKey, language, ...(user && { userToken: user.userToken }) }
    const script = document.createElement('script')
    script.type = 'module'
    script.async = true
    script.src = `/widget/chat.js?key=${shop.chatKey}`
    document.body.append(script)
  }, [shop.chatKey, language, user])
  const signIn = (next: string | null) => {
    setAddress(next)
    remember(next)
    const known = shop.users.find((one) => one.address === next)
    ;(window as SiteWindow).otklik?.identify?.(known?.userToken ?? null)
  }
  return { user, signIn }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

function remember(address: string | null): void {
  try {
    if (address === null) localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, address)
  } catch {
    // The next page asks again.
  }
}
