/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import type { ShownForm } from '#contract/web-form-visits.ts'
import type { Values } from './answers.ts'
import type { FormApi, Hit } from './api.ts'

const leastChars = 6
const pauseMs = 500

/** Articles that may answer what is being asked, offered before it is sent; in the way of nothing. */
export function Suggestions({ api, form, values }: { api: FormApi; form: ShownForm; values: Values }) {
  const [hits, setHits] = useState<readonly Hit[]>([])
  const query = form.fields
    .filter((field) => field.kind === 'subject' || field.kind === 'message')
    .map((field) => String(values[field.id] ?? '').trim())
    .filter(Boolean)
    .join(' ')
    .slice(0, 200)
  useEffect(() => {
    let isStale = false
    const timer = setTimeout(() => {
      const found = query.length < leastChars ? Promise.resolve([]) : api.articles(query, form.language)
      found.then(
        (next) => !isStale && setHits(next),
        () => undefined,
      )
    }, pauseMs)
    return () => {
      isStale = true
      clearTimeout(timer)
    }
  }, [query, api, form.language])
  return (
    <aside class="suggested" aria-live="polite" hidden={hits.length === 0}>
      <p class="label">{form.words['suggested']}</p>
      <ul>
        {hits.map((hit) => (
          <li key={hit.id}>
            <a href={hit.url} target="_blank" rel="noopener noreferrer">
              {hit.title}
            </a>
          </li>
        ))}
      </ul>
    </aside>
  )
}
