/** @jsxImportSource preact */
import { render } from 'preact'
import type { ChatConfig } from '#contract/chat.ts'
import type { Language } from '#contract/common.ts'
import { type Chat, createChat } from '../chat/chat.ts'
import { shelter } from '../chat/look.ts'
import { paint } from '../paint.ts'
import { Widget } from '../chat/widget.tsx'
import { playDesk } from './play-desk.ts'
import { readyWord, type Scene } from './scene.ts'
import page from './page.css?inline'
import shade from './shade.css?inline'

/** The frame has no origin and keeps nothing: what is tried out here is no visit of anybody's. */
const key = 'preview'
const words: Record<Language, () => Promise<{ default: Record<string, unknown> }>> = {
  ru: () => import('#locales/ru.json?words=widget'),
  en: () => import('#locales/en.json?words=widget'),
}

const { host, root } = shelter()
root.adoptedStyleSheets.push(sheetOf(shade))
document.adoptedStyleSheets = [sheetOf(page)]
document.body.innerHTML =
  '<div class="page"><i class="top"></i><i class="head"></i><i></i><i></i><i class="short"></i><i class="card"></i><i></i><i class="short"></i></div>'
document.body.append(host)

function sheetOf(rules: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(rules)
  return sheet
}

let shown: { chat: Chat; config: ChatConfig; about: string } | null = null

/** What makes it another visit; everything else is drawn over what stands. */
function about({ config, moment }: Scene): string {
  const { language, form, proactive, isOnline } = config
  return JSON.stringify([moment, language, form, isOnline, moment === 'closed' && proactive])
}

async function show(scene: Scene): Promise<void> {
  const { language } = scene.config
  const catalog = (await words[language]()).default as { widget: { chat: Record<string, string> } }
  const config = { ...scene.config, key, maxFileBytes: 20 * 1024 * 1024, words: catalog.widget.chat }
  for (const element of [document.documentElement, host])
    element.className = scene.isDark ? 'is-dark' : 'is-light'
  host.lang = language
  paint(host, config)
  if (shown?.about === about(scene)) Object.assign(shown.config, config)
  else {
    const hasTalk = scene.moment === 'talk'
    // Known from the first, a visitor has their conversation without a word.
    const chat = createChat(playDesk(key, language, hasTalk), config, hasTalk ? 'a user' : undefined)
    chat.toggleSound()
    if (scene.moment !== 'closed') chat.open()
    shown = { chat, config, about: about(scene) }
    render(null, root)
  }
  render(<Widget chat={shown.chat} root={root} />, root)
}

// The cursor stays where settings are typed, until somebody tries the chat out.
// oxlint-disable-next-line typescript/unbound-method
const { focus } = HTMLElement.prototype
let isTried = false
for (const touch of ['pointerdown', 'keydown']) addEventListener(touch, () => (isTried = true), true)
HTMLElement.prototype.focus = function (options) {
  if (isTried) focus.call(this, options)
}

// One after the other: the words of another language may come later than the next scene.
let queue: Promise<void> = Promise.resolve()
addEventListener('message', ({ source, data }: MessageEvent<Scene>) => {
  if (source !== parent) return
  isTried = false
  queue = queue.then(() => show(data)).catch(() => undefined)
})
parent.postMessage(readyWord, '*')
