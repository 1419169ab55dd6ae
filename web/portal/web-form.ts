import type { FormChallenge } from '#contract/web-form-visits.ts'
import { solveProof } from '../ui/solve-proof.ts'
import { startFiles } from './form-files.ts'

/** The desk takes a proof for half an hour. */
const proofIsGoodMs = 25 * 60_000

/**
 * A form that works without this: the proof is computed beside, files go up while the rest is written, and articles that
 * may answer are offered.
 */
export function startWebForm(form: HTMLFormElement): void {
  const key = form.dataset['key'] ?? ''
  const page = form.elements.namedItem('page')
  if (page instanceof HTMLInputElement && page.value === '') page.value = location.href
  const newProof = () => ('proof' in form.dataset ? prove(key).catch(() => null) : Promise.resolve(null))
  let proof = newProof()
  const startedAt = Date.now()
  const uploads = startFiles(form)
  let isSending = false
  form.addEventListener('submit', (event) => {
    if (isSending) return
    event.preventDefault()
    const button = form.querySelector('button')
    if (button) {
      button.disabled = true
      button.textContent = form.dataset['sending'] ?? ''
    }
    if (Date.now() - startedAt > proofIsGoodMs) proof = newProof()
    void Promise.all([proof, uploads()]).then(([solved]) => {
      if (solved !== null) {
        const field = document.createElement('input')
        Object.assign(field, { type: 'hidden', name: 'proof', value: solved })
        form.append(field)
      }
      isSending = true
      form.submit()
    })
  })
  // Back from the next page, it can be sent again.
  window.addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
  if (form.dataset['suggestions'] !== undefined) suggestArticles(form, form.dataset['suggestions'])
}

async function prove(key: string): Promise<string | null> {
  const answer = await fetch(`/api/v1/forms/${key}/challenge`, { credentials: 'omit' })
  return answer.ok ? solveProof((await answer.json()) as FormChallenge) : null
}

const leastChars = 6
const pauseMs = 500

function suggestArticles(form: HTMLFormElement, title: string): void {
  const fields = ['subject', 'message']
    .map((name) => form.elements.namedItem(name))
    .filter((field) => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
  const box = document.createElement('aside')
  box.className = 'suggested'
  box.hidden = true
  box.setAttribute('aria-live', 'polite')
  form.querySelector('button')?.before(box)
  let timer: number | undefined
  let asked = ''
  const ask = async (): Promise<void> => {
    const query = fields
      .map((field) => field.value.trim())
      .filter(Boolean)
      .join(' ')
      .slice(0, 200)
    if (query === asked) return
    asked = query
    const found = query.length < leastChars ? [] : await find(query, form.dataset['language'] ?? 'ru')
    if (query !== asked) return
    box.hidden = found.length === 0
    const heading = document.createElement('h2')
    heading.textContent = title
    const list = document.createElement('ul')
    for (const { title: name, url } of found) {
      const link = document.createElement('a')
      Object.assign(link, { href: url, target: '_blank', rel: 'noopener', textContent: name })
      const item = document.createElement('li')
      item.append(link)
      list.append(item)
    }
    box.replaceChildren(heading, list)
  }
  for (const field of fields)
    field.addEventListener('input', () => {
      clearTimeout(timer)
      timer = window.setTimeout(() => void ask().catch(() => undefined), pauseMs)
    })
}

async function find(query: string, language: string): Promise<{ title: string; url: string }[]> {
  const search = new URLSearchParams({ query, language, limit: '3' })
  const answer = await fetch(`/api/v1/help/articles?${search.toString()}`, { credentials: 'omit' })
  if (!answer.ok) return []
  const { items } = (await answer.json()) as { items: { title: string; url: string | null }[] }
  return items.flatMap(({ title, url }) => (url === null ? [] : [{ title, url }]))
}
