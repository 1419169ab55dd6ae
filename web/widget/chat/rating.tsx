/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import type { ChatSurvey } from '#contract/surveys.ts'
import type { Chat } from './chat.ts'
import type { View } from './view.ts'

/** What a solved ticket brings with it takes a moment to come. */
const settleMs = 400
/** The mouth of each face, from sorry to glad. */
const mouths = ['M10 23q6-7 12 0', 'M11 22q5-4 10 0', 'M11 21h10', 'M11 20q5 4 10 0', 'M10 19q6 8 12 0']

/** When the conversation is over: how it was, in the conversation itself. Asked once; the answer can be changed. */
export function Rating({ chat, view }: { chat: Chat; view: View }) {
  const { words } = chat.config
  const [survey, setSurvey] = useState<ChatSurvey | null>(null)
  const [score, setScore] = useState<number | null>(null)
  const [causes, setCauses] = useState<string[]>([])
  const [comment, setComment] = useState('')
  const [state, setState] = useState<'open' | 'busy' | 'thanked' | 'failed'>('open')
  useEffect(() => {
    if (!view.isEnded) setSurvey(null)
    if (!view.isEnded || survey) return
    // Every word from the desk may have brought the question along.
    const timer = setTimeout(() => {
      const token = chat.token()
      if (token === null) return
      chat.api.survey(token).then(
        ({ survey: next }) => {
          setSurvey(next)
          setState(next?.given ? 'thanked' : 'open')
          setScore(next?.given?.score ?? null)
          setCauses(next?.given?.causes ?? [])
          setComment(next?.given?.comment ?? '')
        },
        () => undefined,
      )
    }, settleMs)
    return () => clearTimeout(timer)
  }, [chat, view, survey])
  if (!survey || !view.isEnded) return null
  const send = async () => {
    const token = chat.token()
    if (score === null || token === null || state === 'busy') return
    setState('busy')
    try {
      await chat.api.rate(token, { score, comment, causes })
      setState('thanked')
    } catch {
      setState('failed')
    }
  }
  if (state === 'thanked') {
    return (
      <p class="rate" role="status">
        {survey.thanks}{' '}
        <button class="quiet" onClick={() => setState('open')}>
          {words['rateChange']}
        </button>
      </p>
    )
  }
  const { scale } = survey
  const first = scale === 10 ? 0 : 1
  const scores = Array.from({ length: scale - first + 1 }, (_, index) => first + index)
  const nameOf = (one: number) =>
    (scale === 5 ? words[`rate${one}`] : scale === 2 ? words[one === 1 ? 'rateBad' : 'rateGood'] : null) ??
    String(one)
  return (
    <form
      class="rate"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <fieldset>
        <legend>{survey.question}</legend>
        <div class={`scores of-${scale}`}>
          {scores.map((one) => (
            <label key={one} title={nameOf(one)}>
              <input
                type="radio"
                name="score"
                aria-label={nameOf(one)}
                checked={score === one}
                onChange={() => setScore(one)}
              />
              <span aria-hidden="true">{scale === 5 ? <Face score={one} /> : nameOf(one)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {score !== null && (
        <>
          {survey.causes.length > 0 && (
            <div class="causes" role="group" aria-label={words['rateCauses']}>
              {survey.causes.map(({ key, name }) => (
                <label key={key}>
                  <input
                    type="checkbox"
                    checked={causes.includes(key)}
                    onChange={() =>
                      setCauses(causes.includes(key) ? causes.filter((one) => one !== key) : [...causes, key])
                    }
                  />
                  <span>{name}</span>
                </label>
              ))}
            </div>
          )}
          <textarea
            rows={2}
            maxLength={2000}
            aria-label={words['rateComment']}
            placeholder={words['rateComment']}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          <button class="main" disabled={state === 'busy'}>
            {words['rateSend']}
          </button>
        </>
      )}
      {state === 'failed' && (
        <p class="bad" role="alert">
          {words['unavailable']}
        </p>
      )}
    </form>
  )
}

function Face({ score }: { score: number }) {
  return (
    <svg viewBox="0 0 32 32">
      <circle cx="16" cy="16" r="13" />
      <path d="M11.500 12.500v1.500M20.500 12.500v1.500" />
      <path d={mouths[score - 1]} />
    </svg>
  )
}
