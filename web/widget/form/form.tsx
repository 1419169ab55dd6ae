/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ShownForm } from '#contract/web-form-visits.ts'
import { askedFields, originOf, problemsOf, type Values } from './answers.ts'
import { type FormApi, NotTaken } from './api.ts'
import { Field } from './field.tsx'
import { Files, type PickedFile } from './files.tsx'
import { Suggestions } from './suggestions.tsx'

/** One form, from the first letter to the thanks. Sent again after a lost connection, it is the same request. */
export function Form({ api, form }: { api: FormApi; form: ShownForm }) {
  const { words } = form
  const [values, setValues] = useState<Values>({})
  const [files, setFiles] = useState<readonly PickedFile[]>([])
  const [hasConsented, setConsented] = useState(false)
  const [website, setWebsite] = useState('')
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  const [trouble, setTrouble] = useState('')
  const [isSending, setSending] = useState(false)
  const [done, setDone] = useState<{ number: string; thanks: string } | null>(null)
  const [submission, setSubmission] = useState(newKey)
  const element = useRef<HTMLFormElement>(null)
  const thanks = useRef<HTMLHeadingElement>(null)
  const proof = useRef<{ at: number; solved: Promise<string | null> } | null>(null)
  const stamp = useRef(form.stamp)
  const asked = askedFields(form.fields, values)
  const own = `otk-${form.key.slice(0, 6)}`

  useEffect(() => thanks.current?.focus(), [done])
  useEffect(() => {
    const first = element.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid]')
    first?.focus()
  }, [problems])
  /** Begun with the first letter, it is done long before the last. */
  const begin = () => {
    if (!form.needsProof) return
    if (proof.current && Date.now() - proof.current.at < proofIsGoodMs) return
    proof.current = { at: Date.now(), solved: api.prove().catch(() => null) }
  }
  const change = (id: string, value: string | readonly string[]) => {
    begin()
    setValues((was) => ({ ...was, [id]: value }))
    setProblems(({ [id]: _gone, ...others }) => others)
  }
  const send = async () => {
    const wrong = problemsOf(form.fields, values, files.length)
    if (form.consent && !hasConsented) wrong['consent'] = 'required'
    const isWrong = Object.keys(wrong).length > 0
    const hasFailedFile = files.some((file) => file.part === null)
    setTrouble((isWrong ? words['fix'] : hasFailedFile ? words['fileFailed'] : '') ?? '')
    setProblems(wrong)
    if (isWrong || hasFailedFile || isSending) return
    setSending(true)
    begin()
    try {
      const uploaded = await Promise.all(files.map((file) => file.sent))
      const solved = await proof.current?.solved
      const answer = await api.send(
        {
          submission,
          language: form.language,
          stamp: stamp.current,
          ...(solved && { proof: solved }),
          values: Object.fromEntries(
            asked.flatMap(({ id }) => (values[id] === undefined ? [] : [[id, values[id]]])),
          ),
          hasConsented,
          website,
          fileIds: uploaded.map((file) => file.id),
          origin: originOf(location, document.referrer),
        },
        form.language,
      )
      setDone(answer)
    } catch (error) {
      // One proof is good for one try.
      proof.current = null
      if (error instanceof NotTaken) {
        setProblems(error.problems)
        setTrouble(error.reason || (words['fix'] ?? ''))
        // What stood here for a day is too old: next time it says a newer one.
        const newer = await api.form(form.language).catch(() => null)
        if (newer && Object.keys(error.problems).length === 0) stamp.current = newer.stamp
      } else setTrouble(words['failed'] ?? '')
    } finally {
      setSending(false)
    }
  }
  const again = () => {
    setValues({})
    setFiles([])
    setDone(null)
    setSubmission(newKey())
    proof.current = null
  }

  if (done) {
    return (
      <div class="done">
        <h2 ref={thanks} tabIndex={-1}>
          {done.thanks}
        </h2>
        <p>{words['number']?.replace('{{number}}', done.number)}</p>
        <button type="button" class="plain" onClick={again}>
          {words['more']}
        </button>
      </div>
    )
  }
  return (
    <form
      ref={element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <h2>{form.title}</h2>
      {form.intro !== '' && <p class="intro">{form.intro}</p>}
      <div class="away" aria-hidden="true">
        <label>
          {words['website']}
          <input
            name="website"
            tabIndex={-1}
            autocomplete="off"
            value={website}
            onInput={(event) => setWebsite(event.currentTarget.value)}
          />
        </label>
      </div>
      {asked.map((field) =>
        field.input === 'files' ? (
          <Files
            key={field.id}
            api={api}
            form={form}
            field={field}
            files={files}
            submission={submission}
            problem={problems[field.id]}
            onChange={setFiles}
          />
        ) : (
          <Field
            key={field.id}
            id={`${own}-${field.id}`}
            field={field}
            words={words}
            value={values[field.id] ?? ''}
            problem={problems[field.id]}
            onChange={(value) => change(field.id, value)}
          />
        ),
      )}
      {form.consent && (
        <div class="field">
          <label class="tick">
            <input
              type="checkbox"
              checked={hasConsented}
              aria-required
              aria-invalid={problems['consent'] !== undefined}
              {...(problems['consent'] !== undefined && { 'aria-describedby': `${own}-consent-problem` })}
              onChange={(event) => {
                setConsented(event.currentTarget.checked)
                setProblems(({ consent: _gone, ...others }) => others)
              }}
            />
            <span>
              {form.consent.text}
              {form.consent.url !== null && (
                <>
                  {' · '}
                  <a href={form.consent.url} target="_blank" rel="noopener noreferrer">
                    {words['consentLink']}
                  </a>
                </>
              )}
            </span>
          </label>
          {problems['consent'] !== undefined && (
            <p class="problem" id={`${own}-consent-problem`}>
              {words[`problem.${problems['consent']}`]}
            </p>
          )}
        </div>
      )}
      {form.hasSuggestions && <Suggestions api={api} form={form} values={values} />}
      <p class="trouble" role="alert">
        {trouble}
      </p>
      <button type="submit" class="main" disabled={isSending} aria-busy={isSending}>
        {isSending ? words['sending'] : form.button}
      </button>
    </form>
  )
}

/** The desk takes a proof for half an hour. */
const proofIsGoodMs = 25 * 60_000

/** Also where a page without https has no randomUUID. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}
