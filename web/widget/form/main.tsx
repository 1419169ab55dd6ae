/** @jsxImportSource preact */
import { render } from 'preact'
import { paint } from '../paint.ts'
import { createApi } from './api.ts'
import { followPage } from './page-tone.ts'
import { Inline, InWindow } from './place.tsx'
import styles from './style.css?inline'

/**
 * A form on somebody's page. It stands where the script stands, or in the element `data-into` names; with `data-button`
 * it is a button with these words that opens it in a window.
 */
async function start(script: HTMLScriptElement): Promise<void> {
  const own = new URL(script.src)
  const key = own.searchParams.get('key')
  if (!key || script.dataset['otklik'] === 'started') return
  script.dataset['otklik'] = 'started'
  const api = createApi(own.origin, key)
  const language = script.dataset['language'] ?? (document.documentElement.lang || navigator.language)
  const form = await api.form(language)
  const host = document.createElement('otklik-form')
  host.lang = form.language
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]
  const frame = document.createElement('div')
  frame.className = form.inheritsLook ? 'form-root inherits' : 'form-root'
  paint(frame, form)
  root.append(frame)
  const into = script.dataset['into']
  const place = into === undefined ? null : document.querySelector(into)
  if (place) place.append(host)
  else if (document.head.contains(script)) document.body.append(host)
  else script.after(host)
  if (form.inheritsLook) followPage(host, frame)
  const button = script.dataset['button']
  render(
    button === undefined ? (
      <Inline api={api} form={form} />
    ) : (
      <InWindow api={api} form={form} label={button || form.title} />
    ),
    frame,
  )
}

// Several may stand on one page. One that is switched off, or not reached, leaves the page as it is.
for (const script of document.querySelectorAll<HTMLScriptElement>('script[src*="/widget/form.js"]'))
  start(script).catch(() => undefined)
