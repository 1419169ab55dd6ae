/** @jsxImportSource preact */
import { render } from 'preact'
import type { ShownForm } from '#contract/web-form-visits.ts'
import { inkOn } from '../chat/contrast.ts'
import { Form } from '../form/form.tsx'
import styles from '../form/style.css?inline'

/** What Settings tell: the form as it is on their page now. */
export interface FormScene {
  form: ShownForm
  isDark: boolean
}
const readyWord = 'otklik-form-preview'

const host = document.createElement('div')
const root = host.attachShadow({ mode: 'open' })
const sheet = new CSSStyleSheet()
sheet.replaceSync(styles)
root.adoptedStyleSheets = [sheet]
const frame = document.createElement('div')
frame.className = 'form-root'
root.append(frame)
document.body.append(host)

/** Nothing leaves a preview: whoever tries it out sees the thanks. */
function playApi(form: ShownForm) {
  return {
    form: async () => form,
    prove: async () => null,
    articles: async () => [],
    send: async () => ({ number: '1256', thanks: form.thanks }),
    upload: async (file: File) => ({ id: 1, name: file.name, sizeBytes: file.size }),
  }
}

addEventListener('message', ({ source, data }: MessageEvent<FormScene>) => {
  if (source !== parent) return
  const { form, isDark } = data
  document.documentElement.style.colorScheme = isDark ? 'dark' : 'light'
  document.body.style.cssText = `margin:0;padding:20px;background:${isDark ? '#1c1c1b' : '#fff'}`
  frame.style.colorScheme = isDark ? 'dark' : 'light'
  for (const [name, colour] of [
    ['light', form.accent],
    ['dark', form.accentDark ?? form.accent],
  ] as const) {
    frame.style.setProperty(`--chosen-${name}`, colour ?? '')
    frame.style.setProperty(`--ink-on-${name}`, colour === null ? '' : inkOn(colour))
    if (colour === null)
      for (const part of ['chosen', 'ink-on']) frame.style.removeProperty(`--${part}-${name}`)
  }
  host.lang = form.language
  render(<Form key={form.fields.map((field) => field.id).join()} api={playApi(form)} form={form} />, frame)
})
parent.postMessage(readyWord, '*')
