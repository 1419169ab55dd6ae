import type { FormChallenge, FormFile, ShownForm } from '#contract/web-form-visits.ts'
import { solveProof } from '../../ui/solve-proof.ts'

/** A form that was not taken: what is wrong by field, or why as a whole. */
export class NotTaken extends Error {
  readonly problems: Readonly<Record<string, string>>
  readonly reason: string

  constructor(reason: string, problems: Readonly<Record<string, string>>) {
    super('the form was not taken')
    this.reason = reason
    this.problems = problems
  }
}

export interface Hit {
  id: number
  title: string
  url: string
}

export type FormApi = ReturnType<typeof createApi>

interface Refusal {
  error?: { message?: string; fields?: { path: string; message: string }[] }
}

function refusalOf(answer: Refusal): NotTaken {
  const fields = (answer.error?.fields ?? [])
    .filter(({ path }) => path.startsWith('body.values.'))
    .map(({ path, message }) => [path.slice('body.values.'.length), message] as const)
  return new NotTaken(fields.length > 0 ? '' : (answer.error?.message ?? ''), Object.fromEntries(fields))
}

/** The server's side of a form, by its address and the form's public key. */
export function createApi(origin: string, key: string) {
  const base = `${origin}/api/v1`
  const get = async <T>(path: string): Promise<T> => {
    const answer = await fetch(base + path, { credentials: 'omit' })
    if (!answer.ok) throw refusalOf((await answer.json()) as Refusal)
    return (await answer.json()) as T
  }
  return {
    form: (language: string) =>
      get<ShownForm>(`/forms/${key}?${new URLSearchParams({ language: language.slice(0, 35) })}`),
    prove: async () => solveProof(await get<FormChallenge>(`/forms/${key}/challenge`)),
    articles: async (query: string, language: string): Promise<Hit[]> => {
      const search = new URLSearchParams({ query, language, limit: '3' })
      const { items } = await get<{ items: { id: number; title: string; url: string | null }[] }>(
        `/help/articles?${search}`,
      )
      return items.flatMap(({ id, title, url }) => (url === null ? [] : [{ id, title, url }]))
    },
    send: async (body: object, language: string): Promise<{ number: string; thanks: string }> => {
      const answer = await fetch(`${base}/forms/${key}/submissions`, {
        method: 'POST',
        credentials: 'omit',
        headers: { 'content-type': 'application/json', 'accept-language': language },
        body: JSON.stringify(body),
      })
      if (!answer.ok) throw refusalOf((await answer.json()) as Refusal)
      return (await answer.json()) as { number: string; thanks: string }
    },
    /** With progress, which fetch does not tell of an upload. */
    upload: (file: File, submission: string, onProgress: (part: number) => void): Promise<FormFile> =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest()
        const search = new URLSearchParams({ name: file.name.slice(0, 255) || 'file', submission })
        request.open('POST', `${base}/forms/${key}/files?${search}`)
        request.setRequestHeader('content-type', file.type || 'application/octet-stream')
        request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0)
        request.onerror = () => reject(new Error('network'))
        request.onload = () =>
          request.status < 300
            ? resolve(JSON.parse(request.responseText) as FormFile)
            : reject(new NotTaken('', {}))
        request.send(file)
      }),
  }
}
