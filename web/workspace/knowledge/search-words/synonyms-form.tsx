import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { setSynonyms } from '#contract/knowledge-upkeep.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { useForm } from '../../forms/use-form.ts'
import { queryClient } from '../../query-client.ts'
import { FormEnd } from '../../settings/frame/form-row.tsx'
import { useLineFocus } from '../../settings/frame/use-line-focus.ts'
import { LeaveGuard } from '../../settings/rules/leave-guard.tsx'
import { synonymsQuery } from './queries.ts'
import { groupsOf, problemOf, type SynonymLine } from './synonym-lines.ts'

const most = 500

/** Words that mean the same, a line for each group. */
export function SynonymsForm({
  groups,
  begun,
  isReadOnly,
  onSaved,
}: {
  groups: readonly (readonly string[])[]
  /** A word to begin a new group with. */
  begun: string | null
  isReadOnly: boolean
  onSaved: () => void
}) {
  const { t } = useTranslation()
  const form = useForm<{ lines: readonly SynonymLine[] }, { groups: string[][] }>({
    initial: { lines: groups.map((words) => ({ key: crypto.randomUUID(), text: words.join(', ') })) },
    check: ({ lines }) => {
      const wrong = lines.map(({ text }) => problemOf(text)).find((problem) => problem !== null)
      return wrong ? { lines: t(`knowledge.words.problem.${wrong}`) } : {}
    },
    words: { version_conflict: t('knowledge.words.changed') },
    send: ({ lines }) =>
      call(setSynonyms, { body: { seen: groups.map((words) => [...words]), groups: groupsOf(lines) } }),
    onDone: (saved) => {
      // The form begins anew with what was saved: it cannot say so itself.
      showToast({ tone: 'ok', text: t('action.saved') })
      queryClient.setQueryData(synonymsQuery.queryKey, saved)
      onSaved()
    },
  })
  const { lines } = form.values
  // The word that was missed begins a line of its own.
  useEffect(() => {
    if (begun !== null) form.set('lines', [...lines, { key: 'begun', text: `${begun}, ` }])
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when the form is opened with it
  }, [])
  const box = useLineFocus<HTMLUListElement>(lines.length)
  const change = (key: string, text: string) =>
    form.set(
      'lines',
      lines.map((line) => (line.key === key ? { key, text } : line)),
    )
  const problem = form.error('lines')
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-[720px]">
      <p className="mb-3 text-ink-2">{t('knowledge.words.synonymsHint')}</p>
      {lines.length === 0 && <p className="mb-3 text-ink-3">{t('knowledge.words.noSynonyms')}</p>}
      <ul ref={box} className="mb-3 flex flex-col gap-2">
        {lines.map((line, at) => (
          <li key={line.key} data-line className="flex gap-1.5">
            <Input
              aria-label={t('knowledge.words.group', { number: at + 1 })}
              aria-invalid={(problem !== null && problemOf(line.text) !== null) || undefined}
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- what was asked for is to be completed
              autoFocus={line.key === 'begun'}
              readOnly={isReadOnly}
              value={line.text}
              placeholder={t('knowledge.words.example')}
              onChange={(event) => change(line.key, event.target.value)}
            />
            {!isReadOnly && (
              <IconButton
                icon="trash"
                label={t('knowledge.words.removeGroup', { number: at + 1 })}
                onClick={() =>
                  form.set(
                    'lines',
                    lines.filter((other) => other.key !== line.key),
                  )
                }
              />
            )}
          </li>
        ))}
      </ul>
      {problem && (
        <p role="alert" className="mb-3 text-bad">
          {problem}
        </p>
      )}
      {!isReadOnly && (
        <>
          {lines.length < most && (
            <Button
              icon="plus"
              className="mb-5"
              onClick={() => form.set('lines', [...lines, { key: crypto.randomUUID(), text: '' }])}
            >
              {t('knowledge.words.addGroup')}
            </Button>
          )}
          <FormEnd
            failure={form.failure}
            isBusy={form.isBusy}
            isDirty={form.isDirty}
            isSaved={form.isSaved}
          />
        </>
      )}
      <LeaveGuard isDirty={() => form.isDirty} text={t('knowledge.words.leaveText')} />
    </form>
  )
}
