import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { importRules, type RuleFile, type RuleImport } from '#contract/rule-files.ts'
import { call } from '../../../../api/call.ts'
import { RequestFailed } from '../../../../api/failure.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { Icon } from '../../../../ui/icon.tsx'
import { showToast } from '../../../../ui/toast.tsx'
import { FormFailure } from '../../../forms/callout.tsx'
import { refreshSettings } from '../../use-change.ts'
import { MissingList } from './missing-list.tsx'
import { useReplacements } from './use-replacements.ts'

const mostBytes = 5_000_000

/** Rules from a file: what they point at is found by name, what is not found is chosen; then they are taken in, off. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<RuleFile | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const chosen = useReplacements()
  const send = useMutation({
    mutationFn: ({ rules, isTrial }: { rules: RuleFile; isTrial: boolean }) =>
      call(importRules, {
        body: {
          file: rules,
          isTrial,
          replacements: [...chosen.replacements],
          fieldReplacements: [...chosen.fieldReplacements],
        },
      }),
    onError: (error, { rules }) => {
      const unread = error instanceof RequestFailed ? unreadRule(error, rules) : null
      if (unread !== null) {
        setProblem(t('rules.unreadRule', { name: unread }))
        return
      }
      const text = t(`errors.${error instanceof RequestFailed ? error.failure : 'internal'}`)
      const rule = error instanceof RequestFailed ? error.detail['rule'] : undefined
      setProblem(typeof rule === 'string' ? `${t('event.quoted', { text: rule })}: ${text}` : text)
    },
    onSuccess: async (result, { isTrial }) => {
      if (isTrial) return
      const count = result.items.filter((item) => item.ruleId !== null).length
      showToast({ tone: 'ok', text: t('rules.imported', { count }) })
      await refreshSettings()
      onClose()
    },
  })
  const read = async (picked: File) => {
    setProblem(null)
    const rules = picked.size > mostBytes ? null : readRules(await picked.text())
    if (!rules) {
      setFile(null)
      setProblem(t('rules.notAFile', { name: picked.name }))
      return
    }
    setFile(rules)
    send.mutate({ rules, isTrial: true })
  }
  const trial = file ? send.data : undefined
  // What has been chosen is not missing any more.
  const items = trial?.items.map((item) => ({
    ...item,
    lacks:
      item.missing.some((missing) => chosen.chosenFor(missing) === null) ||
      item.missingFields.some((missing) => chosen.chosenField(missing) === null),
  }))
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('rules.import')}
      description={t('rules.importText')}
      width={600}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            disabled={!file || !items || items.every((item) => item.lacks)}
            isBusy={send.isPending}
            onClick={() => file && send.mutate({ rules: file, isTrial: false })}
          >
            {t('rules.takeIn')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        <div>
          <input
            ref={input}
            type="file"
            accept="application/json,.json"
            className="sr-only"
            tabIndex={-1}
            aria-hidden="true"
            onChange={(event) => {
              const picked = event.target.files?.[0]
              event.target.value = ''
              if (picked) void read(picked)
            }}
          />
          <Button icon="clip" onClick={() => input.current?.click()}>
            {t('rules.chooseFile')}
          </Button>
        </div>
        <FormFailure text={problem} />
        {trial && items && (
          <>
            <Outcome items={items} />
            <MissingList items={trial.items} chosen={chosen} />
          </>
        )}
      </div>
    </Dialog>
  )
}

function Outcome({ items }: { items: readonly (RuleImport['items'][number] & { lacks: boolean })[] }) {
  const { t } = useTranslation()
  return (
    <div role="status">
      <ul className="flex flex-col gap-1">
        {items.map((item, at) => (
          <li key={at} className="flex items-baseline gap-2">
            <Icon
              name={item.lacks ? 'alert' : 'check'}
              size={14}
              className={item.lacks ? 'text-warn' : 'text-ok'}
            />
            <span className="min-w-0 break-words">
              {item.name}
              {item.lacks && <span className="block text-sm text-warn">{t('rules.lacks')}</span>}
            </span>
          </li>
        ))}
      </ul>
      {items.some((item) => item.lacks) && (
        <p className="numeric mt-2 text-ink-2">
          {t('rules.takesIn', { taken: items.filter((item) => !item.lacks).length, count: items.length })}
        </p>
      )}
    </div>
  )
}

/** The first rule of the file that the server could not read: by its name, where that can be read, or by its place. */
function unreadRule(error: RequestFailed, file: RuleFile): string | null {
  const [, at] = error.fields.map(({ path }) => /^body\.file\.rules\.(\d+)\b/.exec(path)).find(Boolean) ?? []
  if (at === undefined) return null
  const { name } = (file.rules[Number(at)] ?? {}) as { name?: unknown }
  return typeof name === 'string' && name.trim() ? name : `№ ${Number(at) + 1}`
}

/** Whether it is a file of rules at all; the server looks into it. */
function readRules(text: string): RuleFile | null {
  try {
    const read: unknown = JSON.parse(text)
    const isOurs =
      typeof read === 'object' && read !== null && 'format' in read && read.format === 'otklik.rules'
    return isOurs ? (read as RuleFile) : null
  } catch {
    return null
  }
}
