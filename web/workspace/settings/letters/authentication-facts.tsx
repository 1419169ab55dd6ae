import { useTranslation } from 'react-i18next'
import type { LetterInFull } from '#contract/letters.ts'
import { Tag, type TagTone } from '../../../ui/tag.tsx'
import { Facts, Part } from './facts.tsx'

const tones: Record<string, TagTone> = { pass: 'ok', fail: 'bad', none: 'plain', temperror: 'warn' }
const results = ['pass', 'fail', 'none', 'temperror'] as const
const checks = ['dmarc', 'spf', 'dkim', 'arc'] as const

/** Whether the letter is from whom it says: in words, and each check by its name. */
export function AuthenticationFacts({ verdict }: { verdict: LetterInFull['authentication'] }) {
  const { t } = useTranslation()
  const result = results.find((each) => each === verdict?.['result'])
  if (!verdict || !result) return null
  const said = { ...(verdict['results'] as Partial<Record<(typeof checks)[number], string>> | undefined) }
  return (
    <Part title={t('settings.letters.part.authentication')}>
      <p className="mb-2 flex flex-wrap items-center gap-2">
        <Tag tone={tones[result]}>{t(`settings.letters.verdict.${result}`)}</Tag>
        <span className="text-ink-2">{t(`settings.letters.verdictText.${result}`)}</span>
      </p>
      <Facts
        items={checks.map((check) => ({
          name: check.toUpperCase(),
          value: <span className="font-mono text-xs break-all">{said[check]}</span>,
        }))}
      />
    </Part>
  )
}
