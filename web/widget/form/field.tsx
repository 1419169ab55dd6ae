/** @jsxImportSource preact */
import type { ShownField } from '#contract/web-form-visits.ts'

interface Props {
  id: string
  field: ShownField
  words: Readonly<Record<string, string>>
  value: string | readonly string[]
  problem: string | undefined
  onChange: (value: string | readonly string[]) => void
}

const types = { email: 'email', phone: 'tel', date: 'date', url: 'url' } as const
const completions = { name: 'name', email: 'email', phone: 'tel' } as const

/** Preact types its inputs one by one; what all of these take is what a text takes. */
const typeOf = (input: ShownField['input']) => (types[input as keyof typeof types] ?? 'text') as 'text'

/** One question: its name, where it is answered, what helps, and what is wrong. */
export function Field({ id, field, words, value, problem, onChange }: Props) {
  const { input, label, hint, isRequired, choices } = field
  const text = typeof value === 'string' ? value : ''
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ')
  const shared = {
    id,
    'aria-invalid': problem !== undefined,
    'aria-required': isRequired,
    ...(described && { 'aria-describedby': described }),
  }
  const name = (
    <>
      {label}
      {isRequired && (
        <span class="must" aria-hidden="true">
          {' *'}
        </span>
      )}
    </>
  )
  const below = (
    <>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="problem" id={`${id}-problem`}>
          {words[`problem.${problem}`] ?? problem}
        </p>
      )}
    </>
  )
  if (input === 'checkbox') {
    return (
      <div class="field">
        <label class="tick">
          <input
            {...shared}
            type="checkbox"
            checked={text === 'on'}
            onChange={(event) => onChange(event.currentTarget.checked ? 'on' : '')}
          />
          <span>{name}</span>
        </label>
        {below}
      </div>
    )
  }
  if (input === 'multi_choice') {
    const chosen = typeof value === 'string' ? [] : value
    return (
      <fieldset class="field" {...shared}>
        <legend>{name}</legend>
        {choices.map((choice) => (
          <label class="tick" key={choice.value}>
            <input
              type="checkbox"
              checked={chosen.includes(choice.value)}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked
                    ? [...chosen, choice.value]
                    : chosen.filter((each) => each !== choice.value),
                )
              }
            />
            <span>{choice.name}</span>
          </label>
        ))}
        {below}
      </fieldset>
    )
  }
  return (
    <div class="field">
      <label for={id}>{name}</label>
      {input === 'choice' ? (
        <select {...shared} value={text} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{words['choose']}</option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.name}
            </option>
          ))}
        </select>
      ) : input === 'long_text' ? (
        <textarea
          {...shared}
          rows={5}
          value={text}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <input
          {...shared}
          type={typeOf(input)}
          inputMode={input === 'number' ? 'decimal' : undefined}
          autocomplete={completions[field.kind as keyof typeof completions] ?? 'off'}
          value={text}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
      {below}
    </div>
  )
}
