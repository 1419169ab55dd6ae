/** @jsxImportSource preact */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ChatConfig } from '#contract/chat.ts'
import type { Chat } from './chat.ts'
import type { View } from './view.ts'

/** Whether something has to be known before the first line. */
export function mustIntroduce({ form }: ChatConfig, { visitor, hasConsented }: View): boolean {
  if (visitor.isIdentified) return false
  return (
    (form.name === 'required' && visitor.name === '') ||
    (form.email === 'required' && visitor.email === null) ||
    (form.hasConsent && !hasConsented)
  )
}

/** The form before the chat. */
export function Introduction({ chat }: { chat: Chat }) {
  const { config } = chat
  const { words, form, texts } = config
  const [who, setWho] = useState({ name: chat.view().visitor.name, email: chat.view().visitor.email ?? '' })
  const [hasConsented, setConsented] = useState(false)
  const fields = useRef<HTMLFormElement>(null)
  const [bad, setBad] = useState<Record<string, string>>({})
  const send = () => {
    const name = who.name.trim()
    const email = who.email.trim()
    const missing = words['required'] ?? ''
    const problems = {
      ...(form.name === 'required' && name === '' && { name: missing }),
      ...(form.email === 'required' && email === '' && { email: missing }),
      ...(email !== '' && !/^\S+@\S+\.\S+$/.test(email) && { email: words['badEmail'] ?? '' }),
      ...(form.hasConsent && !hasConsented && { consent: words['mustConsent'] ?? '' }),
    }
    setBad(problems)
    if (Object.keys(problems).length > 0) return
    chat
      .introduce({ ...(name && { name }), ...(email && { email }), ...(form.hasConsent && { hasConsented }) })
      .catch(() => setBad({ all: words['unavailable'] ?? '' }))
  }
  useLayoutEffect(() => {
    // The first thing to put right, there the cursor goes.
    fields.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [bad])
  const props = (key: 'name' | 'email', complete: 'name' | 'email') => ({
    name: key,
    autocomplete: complete,
    maxLength: key === 'name' ? 120 : 254,
    required: form[key] === 'required',
    value: who[key],
    'aria-invalid': bad[key] !== undefined,
    'aria-describedby': bad[key] && `bad-${key}`,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      setWho({ ...who, [key]: currentTarget.value }),
  })
  const field = (key: 'name' | 'email', type: 'text' | 'email', complete: 'name' | 'email') =>
    form[key] !== 'off' && (
      <label>
        {words[key]}
        {type === 'email' ? (
          <input type="email" {...props(key, complete)} />
        ) : (
          <input type="text" {...props(key, complete)} />
        )}
        {bad[key] && (
          <span class="bad" id={`bad-${key}`} role="alert">
            {bad[key]}
          </span>
        )}
      </label>
    )
  return (
    <form
      ref={fields}
      class="introduction"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {texts.greeting !== '' && <p>{texts.greeting}</p>}
      {field('name', 'text', 'name')}
      {field('email', 'email', 'email')}
      {form.hasConsent && (
        <label class="check">
          <input
            type="checkbox"
            checked={hasConsented}
            aria-invalid={bad['consent'] !== undefined}
            onChange={(event) => setConsented(event.currentTarget.checked)}
          />
          <span>{texts.consent}</span>
          {bad['consent'] && (
            <span class="bad" role="alert">
              {bad['consent']}
            </span>
          )}
        </label>
      )}
      {bad['all'] && (
        <p class="bad" role="alert">
          {bad['all']}
        </p>
      )}
      <button class="main">{words['begin']}</button>
    </form>
  )
}
