/** @jsxImportSource preact */
import { render } from 'preact'
import type { ShownForm } from '#contract/web-form-visits.ts'
import { paint } from '../paint.ts'
import { Form } from '../form/form.tsx'
import styles from '../form/style.css?inline'
import shade from './shade.css?inline'

/** What Settings tell: the form as it is on their page now. */
export interface FormScene {
  form: ShownForm
  isDark: boolean
}
const readyWord = 'otklik-form-preview'

const host = document.createElement('div')
const root = host.attachShadow({ mode: 'open' })
const sheet = new CSSStyleSheet()
sheet.replaceSync(styles + shade)
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
  document.body.style.cssText = `margin:0;padding:20px;background:${isDark ? '#1c1c1b' : '#fff'}`
  frame.className = `form-root ${isDark ? 'is-dark' : 'is-light'}`
  paint(frame, form)
  host.lang = form.language
  render(<Form key={form.fields.map((field) => field.id).join()} api={playApi(form)} form={form} />, frame)
})
parent.postMessage(readyWord, '*')
