import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FailureName, RequestFailed } from '../../api/failure.ts'
import { fieldProblem } from './field-problem.ts'

export type Problems<T> = Partial<Record<Extract<keyof T, string>, string>>

export interface FormOptions<T, R> {
  initial: T
  /** What is wrong before anything is sent, by field; nothing sent while something is. */
  check?: (values: T) => Problems<T>
  send: (values: T) => Promise<R>
  onDone?: (result: R, values: T) => void
  /** Better words for a failure than the general ones, such as "this address is taken". */
  words?: Partial<Record<FailureName, string>>
  /** Which field a failure belongs to, so that it is said there. */
  at?: Partial<Record<FailureName, Extract<keyof T, string>>>
}

export interface Form<T> {
  values: T
  set: <K extends keyof T>(key: K, value: T[K]) => void
  /** Starts over from other values, as after the server answered. */
  reset: (values: T) => void
  error: (key: Extract<keyof T, string>) => string | null
  /** What failed and belongs to no field. */
  failure: string | null
  failed: RequestFailed | null
  isBusy: boolean
  isDirty: boolean
  /** Saved, and not touched since. */
  isSaved: boolean
  onSubmit: (event: FormEvent<HTMLFormElement>) => void
}

/** `body.administrator.email` is the field `email`; `body.imap.host` is `imapHost` where the form calls it so. */
function fieldOf(path: string, values: object): { field: string | undefined; word: string } {
  const parts = path.split('.').filter((part) => !/^\d+$/.test(part))
  const word = parts.at(-1) ?? path
  const joined = `${parts.at(-2) ?? ''}${word.charAt(0).toUpperCase()}${word.slice(1)}`
  return { field: [joined, word, parts.at(1) ?? ''].find((each) => each in values), word }
}

/** Where the first wrong field stands, there the cursor goes: a long form must not hide its refusal. */
function focusFirstProblem(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}

/** One form: its values, what is wrong with each, and the state of its sending. */
export function useForm<T extends object, R = unknown>(options: FormOptions<T, R>): Form<T> {
  const { t, i18n } = useTranslation()
  const [initial, setInitial] = useState(options.initial)
  const [values, setValues] = useState(options.initial)
  const [problems, setProblems] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [failed, setFailed] = useState<RequestFailed | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const busy = useRef(false)
  const latest = useRef(values)
  latest.current = values

  const refuse = (error: unknown) => {
    const name = error instanceof RequestFailed ? error.failure : 'internal'
    const found: Record<string, string> = {}
    if (error instanceof RequestFailed) {
      for (const each of error.fields) {
        const { field, word } = fieldOf(each.path, latest.current)
        if (field) found[field] = fieldProblem(t, word)
      }
    }
    const said = options.words?.[name] ?? t(`errors.${name}`)
    const field = options.at?.[name]
    if (field) found[field] = said
    setProblems(found)
    setFailed(error instanceof RequestFailed ? error : null)
    setFailure(Object.keys(found).length > 0 ? null : said)
  }

  // Whoever turns the page into another language must not keep refusals in the first.
  const retell = useRef(() => {})
  retell.current = () => {
    if (failed) return refuse(failed)
    const again = (options.check?.(values) ?? {}) as Record<string, string>
    setProblems((old) =>
      Object.fromEntries(Object.keys(old).map((key) => [key, again[key] ?? old[key] ?? ''])),
    )
  }
  useEffect(() => retell.current(), [i18n.language])

  const submit = async (form: HTMLFormElement) => {
    const wrong = (options.check?.(values) ?? {}) as Record<string, string>
    setProblems(wrong)
    setFailure(null)
    setFailed(null)
    if (Object.keys(wrong).length > 0) return focusFirstProblem(form)
    busy.current = true
    setBusy(true)
    setSaved(false)
    try {
      const result = await options.send(values)
      setInitial(values)
      setSaved(true)
      options.onDone?.(result, values)
    } catch (error) {
      refuse(error)
      focusFirstProblem(form)
    } finally {
      busy.current = false
      setBusy(false)
    }
  }

  return {
    values,
    set: (key, value) => {
      setValues((old) => ({ ...old, [key]: value }))
      setSaved(false)
      setProblems((old) => Object.fromEntries(Object.entries(old).filter(([each]) => each !== key)))
    },
    reset: (next) => {
      setInitial(next)
      setValues(next)
      setProblems({})
      setFailure(null)
    },
    error: (key) => problems[key] ?? null,
    failure,
    failed,
    isBusy,
    isDirty: JSON.stringify(values) !== JSON.stringify(initial),
    isSaved,
    onSubmit: (event) => {
      event.preventDefault()
      // A window opened from a form is a form of its own, wherever in the page it hangs.
      event.stopPropagation()
      if (!busy.current) void submit(event.currentTarget)
    },
  }
}
