/** @jsxImportSource preact */
import { render } from 'preact'
import { createApi } from './api.ts'
import { createChat } from './chat.ts'
import { shelter } from './look.ts'
import { paint } from '../paint.ts'
import { Widget } from './widget.tsx'

/** What a site says of itself before the script is loaded: `window.otklik = { key, userToken }`. */
interface SiteSettings {
  key?: string
  userToken?: string
  language?: string
}

declare global {
  interface Window {
    otklik?: SiteSettings & Partial<ReturnType<typeof publicApi>>
  }
}

function publicApi(chat: ReturnType<typeof createChat>) {
  return {
    open: () => chat.open(),
    close: () => chat.close(),
    /** Whoever has signed in on the site, or out of it (null), since the page was loaded. */
    identify: (userToken: string | null) => chat.identify(userToken),
    on: (event: Parameters<typeof chat.on>[0], handler: () => void) => chat.on(event, handler),
  }
}

async function start(): Promise<void> {
  const own = new URL(import.meta.url)
  const site = window.otklik ?? {}
  const key = site.key ?? own.searchParams.get('key')
  if (!key || document.querySelector('otklik-chat')) return
  const api = createApi(own.origin, key)
  const language = site.language ?? (document.documentElement.lang || navigator.language)
  const config = await api.config(language)
  const { host, root } = shelter()
  paint(host, config)
  host.lang = config.language
  document.body.append(host)
  const chat = createChat(api, config, site.userToken)
  window.otklik = { ...site, ...publicApi(chat) }
  render(<Widget chat={chat} root={root} />, root)
}

// A chat that is switched off, or not reached, leaves the page as it is.
start().catch(() => undefined)
