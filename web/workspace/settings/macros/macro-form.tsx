import { Link, useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { createMacro, type Macro, type MacroFile, type MacroFolder, updateMacro } from '#contract/macros.ts'
import { call } from '../../../api/call.ts'
import { showToast } from '../../../ui/toast.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { TemplateProblemNote } from '../../composer/macros/template-problem-note.tsx'
import { useTemplateRefusal } from '../../composer/macros/use-template-words.ts'
import { useAttachments } from '../../composer/use-attachments.ts'
import { useDesk } from '../../desk.ts'
import { Callout } from '../../forms/callout.tsx'
import { useForm } from '../../forms/use-form.ts'
import { queryClient } from '../../query-client.ts'
import { useFileDrop } from '../../composer/use-file-drop.ts'
import { problemOfTicketAction } from '../actions/ticket-actions.ts'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { refreshSettings } from '../use-change.ts'
import { MacroActions } from './macro-actions.tsx'
import { LivePreview } from './live-preview.tsx'
import { MacroEditor } from './macro-editor.tsx'
import { MacroFiles } from './macro-files.tsx'
import { MacroHead } from './macro-head.tsx'
import { type MacroValues, valuesOf } from './macro-values.ts'

/** What a macro is called and whose it is, its words in each language beside how they read, its files, what it does. */
export function MacroForm({
  macro,
  initial,
  copiedFiles = [],
  folders,
}: {
  macro: Macro | null
  initial: MacroValues
  /** Of the macro that a new one is a copy of. */
  copiedFiles?: readonly MacroFile[]
  folders: readonly MacroFolder[]
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const panelId = useId()
  const { desk } = useDesk()
  const refusalOf = useTemplateRefusal()
  const [saved, setSaved] = useState(macro)
  const [language, setLanguage] = useState<Language>(
    initial.texts[desk.language] || !(initial.texts.ru || initial.texts.en)
      ? desk.language
      : initial.texts.ru
        ? 'ru'
        : 'en',
  )
  const uploads = useAttachments([])
  const [isCorrecting, setCorrecting] = useState(false)
  const [isPicturing, setPicturing] = useState(false)
  const isReadOnly = saved !== null && !saved.mayEdit
  const isDropping = useFileDrop((dropped, on) => {
    // What falls into the words is theirs.
    const isInWords = on instanceof Element && on.closest('.editor-page') !== null
    if (!isReadOnly && !isInWords) uploads.add(dropped)
  })
  const isSaying = (values: MacroValues) =>
    Boolean(values.texts.ru || values.texts.en) || values.actions.length > 0
  const keptFiles = ({ removedFileIds }: MacroValues) =>
    (saved?.files ?? copiedFiles).filter((file) => !removedFileIds.includes(file.id))
  const form = useForm<MacroValues, Macro>({
    initial,
    check: (values) => ({
      ...(values.name.trim() === '' && { name: t('macro.nameMissing') }),
      ...(values.scope === 'team' && values.teamId === null && { teamId: t('macro.teamMissing') }),
      ...(!isSaying(values) && { texts: t('macro.nothingSaid') }),
      ...(values.actions.some((action) => problemOfTicketAction(action) !== null) && {
        actions: t('macro.actionMissing'),
      }),
    }),
    send: (values) => {
      const body = { ...values, fileIds: uploads.files.map((file) => file.id) }
      return saved
        ? call(updateMacro, { params: { id: saved.id }, body: { ...body, version: saved.version } })
        : call(createMacro, { body: { ...body, copiedFileIds: keptFiles(values).map((file) => file.id) } })
    },
    onDone: (result) => {
      uploads.replace([])
      showToast({ tone: 'ok', text: t('macro.saved', { name: result.name }) })
      queryClient.setQueryData(['settings', 'macro', result.id], result)
      void refreshSettings()
      if (saved) {
        setSaved(result)
        form.reset(valuesOf(result))
      } else
        void navigate({
          to: '/settings/macros/$macroId',
          params: { macroId: String(result.id) },
          replace: true,
        })
    },
    words: { bad_template: t('macro.brokenSomewhere') },
    at: { picture_too_large: 'texts', picture_unsupported: 'texts', too_many_pictures: 'texts' },
  })
  const { values, set } = form
  // What was refused is no news any more once it is being corrected.
  const refusal = form.failed && !isCorrecting ? refusalOf(form.failed) : null
  const kept = keptFiles(values)
  const mark = (value: Language) => (values.texts[value] ? '' : ` · ${t('macro.notWritten')}`)
  return (
    <form
      noValidate
      onSubmit={(event) => {
        setCorrecting(false)
        form.onSubmit(event)
      }}
    >
      {isReadOnly && (
        <Callout icon="lock" className="mb-4">
          {t('macro.readOnly')}{' '}
          <Link
            to="/settings/macros/$macroId"
            params={{ macroId: 'new' }}
            search={{ copyOf: saved.id }}
            className="text-accent hover:underline"
          >
            {t('macro.copy')}
          </Link>
        </Callout>
      )}
      <fieldset disabled={isReadOnly} className="contents">
        <MacroHead form={form} folders={folders} isReadOnly={isReadOnly} />
      </fieldset>
      {/* Whoever may only read it still reads each language, and for whichever ticket they like. */}
      <section className="border-t border-line py-5">
        <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="font-medium">{t('macro.text')}</h2>
          <Tabs<Language>
            label={t('macro.language')}
            value={language}
            panelId={panelId}
            items={(['ru', 'en'] as const).map((value) => ({
              value,
              label: `${t(`macro.languageName.${value}`)}${mark(value)}`,
            }))}
            onChange={setLanguage}
          />
        </div>
        <div id={panelId} role="tabpanel" className="grid items-start gap-4 xl:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-2">
            <MacroEditor
              key={`${language} ${saved?.version ?? 0}`}
              initialHtml={values.texts[language] ?? ''}
              label={t(`macro.textIn.${language}`)}
              isWrong={refusal !== null && refusal.language === language}
              isReadOnly={isReadOnly}
              onFiles={uploads.add}
              onUploading={setPicturing}
              onChange={(html) => {
                setCorrecting(true)
                set('texts', { ...values.texts, [language]: html })
              }}
            />
            {refusal && <TemplateProblemNote refusal={refusal} />}
            {form.error('texts') && (
              <p role="alert" className="text-sm text-bad">
                {form.error('texts')}
              </p>
            )}
            <p className="text-sm text-ink-3">{t('macro.textHint')}</p>
          </div>
          <LivePreview
            html={values.texts[language] ?? ''}
            language={language}
            isToldElsewhere={refusal !== null && refusal.language === language}
          />
        </div>
      </section>
      <fieldset disabled={isReadOnly} className="contents">
        <FormRow label={t('macro.filesTitle')} hint={t('macro.filesHint')}>
          <MacroFiles
            files={kept}
            uploads={uploads}
            isReadOnly={isReadOnly}
            isDropping={isDropping}
            onRemove={(id) => set('removedFileIds', [...values.removedFileIds, id])}
          />
        </FormRow>
        <FormRow label={t('macro.actions')} hint={t('macro.actionsHint')}>
          <MacroActions
            key={saved?.version ?? 0}
            actions={values.actions}
            isChecked={form.error('actions') !== undefined}
            isReadOnly={isReadOnly}
            onChange={(actions) => set('actions', actions)}
          />
          {form.error('actions') && (
            <p role="alert" className="text-sm text-bad">
              {form.error('actions')}
            </p>
          )}
        </FormRow>
      </fieldset>
      {!isReadOnly && (
        <FormEnd
          failure={form.failure}
          isBusy={form.isBusy || uploads.isUploading || isPicturing}
          // A copy has everything it needs.
          isDirty={form.isDirty || uploads.list.length > 0 || (saved === null && isSaying(initial))}
          isSaved={form.isSaved}
          label={saved ? undefined : t('macro.create')}
        />
      )}
    </form>
  )
}
