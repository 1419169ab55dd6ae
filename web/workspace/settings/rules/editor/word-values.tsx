import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WordsHow } from '#contract/rule-conditions.ts'
import { RequestFailed } from '../../../../api/failure.ts'
import { phrasesQuery } from '../queries.ts'
import type { TextTest } from '../fields.ts'
import { Chips } from '../../sentence/chips.tsx'
import { QuietChoice } from '../../sentence/token.tsx'

const hows: readonly WordsHow[] = ['any_form', 'exact', 'equals', 'pattern']
const mostShown = 8

/** Words and phrases, how they are looked for, and a live hint of what that will find. */
export function WordValues({
  test,
  onChange,
  isBad,
}: {
  test: TextTest
  onChange: (test: TextTest) => void
  isBad: boolean
}) {
  const { t } = useTranslation()
  const [typing, setTyping] = useState('')
  const isPattern = test.how === 'pattern'
  return (
    <>
      <QuietChoice
        label={t('rules.howCompared')}
        value={test.isNot ? 'not' : 'is'}
        choices={[
          {
            value: 'is',
            label: t(test.how === 'equals' ? 'rules.operator.equals' : 'rules.operator.contains'),
          },
          {
            value: 'not',
            label: t(test.how === 'equals' ? 'rules.operator.equalsNot' : 'rules.operator.containsNot'),
          },
        ]}
        onChoose={(value) => onChange({ ...test, isNot: value === 'not' })}
      />
      <Chips
        label={t('rules.words')}
        placeholder={t(isPattern ? 'rules.patternExample' : 'rules.wordsExample')}
        values={test.values}
        onChange={(values) => onChange({ ...test, values })}
        onTyping={setTyping}
        isBad={isBad}
        isMono={isPattern}
        separators={isPattern ? null : undefined}
      />
      <QuietChoice
        label={t('rules.howWords')}
        value={test.how}
        choices={hows.map((how) => ({ value: how, label: t(`rules.how.${how}`) }))}
        onChoose={(how) => onChange({ ...test, how })}
      />
      <WordHint how={test.how} values={test.values} typing={typing} />
    </>
  )
}

/** «найдёт возврата, Возвратили · не найдёт вернусь», kept up to date while one types. */
function WordHint({ how, values, typing }: { how: WordsHow; values: readonly string[]; typing: string }) {
  const { t } = useTranslation()
  const written = typing.length >= 2 && !values.includes(typing) ? [...values, typing] : [...values]
  const shown = useDeferredValue(written)
  const { data, error, isPending } = useQuery({
    ...phrasesQuery(how, shown),
    placeholderData: (before) => before,
  })
  if (shown.length === 0) return null
  if (error instanceof RequestFailed) {
    const { problem } = error.detail
    return (
      <p className="basis-full text-sm text-bad">
        {t('rules.badPattern', { problem: typeof problem === 'string' ? problem : '' })}
      </p>
    )
  }
  if (how === 'pattern') return <p className="basis-full text-sm text-ink-3">{t('rules.patternHint')}</p>
  if (isPending || !data) return <p className="min-h-5 basis-full" />
  const finds = [...new Set(data.forms.flatMap((each) => each.forms.slice(0, 4)))].slice(0, mostShown)
  const misses = [...new Set(data.forms.flatMap((each) => each.misses.slice(0, 2)))].slice(0, 4)
  return (
    <p aria-live="polite" className="basis-full text-sm leading-6 text-ink-3">
      {finds.length > 0 && (
        <>
          <span className="whitespace-nowrap">{t('rules.finds')}</span> <Examples words={finds} />
        </>
      )}
      {finds.length > 0 && misses.length > 0 && ' '}
      {misses.length > 0 && (
        <>
          <span className="whitespace-nowrap">
            {finds.length > 0 && '· '}
            {t('rules.misses')}
          </span>{' '}
          <Examples words={misses} />
        </>
      )}
    </p>
  )
}

function Examples({ words }: { words: readonly string[] }) {
  return words.map((word) => (
    <span key={word} className="mr-1 inline-block rounded-xs bg-hover px-1.5 leading-5 text-ink-2">
      {word}
    </span>
  ))
}
