import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import {
  createKnowledgeCategory,
  type KnowledgeCategory,
  updateKnowledgeCategory,
  type Visibility,
} from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { Field, Input, Textarea } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { type Form, useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../../settings/frame/form-dialog.tsx'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { refreshLists } from '../queries.ts'
import { categoryRows, titleOf, withBelow } from './category-rows.ts'

/** `top` is no category's id: they begin at one. */
const top = 0
export const visibilities = ['public', 'customers', 'internal'] as const satisfies readonly Visibility[]

interface Values {
  titleRu: string
  titleEn: string
  descriptionRu: string
  descriptionEn: string
  slugRu: string
  slugEn: string
  parent: number
  visibility: Visibility
}
const keys = {
  ru: { title: 'titleRu', description: 'descriptionRu', slug: 'slugRu' },
  en: { title: 'titleEn', description: 'descriptionEn', slug: 'slugEn' },
} as const

function startOf(category: KnowledgeCategory | null, parentId: number | null): Values {
  const { ru, en } = category?.texts ?? {}
  return {
    titleRu: ru?.title ?? '',
    titleEn: en?.title ?? '',
    descriptionRu: ru?.description ?? '',
    descriptionEn: en?.description ?? '',
    slugRu: ru?.slug ?? '',
    slugEn: en?.slug ?? '',
    parent: parentId ?? top,
    visibility: category?.visibility ?? 'public',
  }
}

/** All there are: a language whose title was cleared is left out. */
function textsOf(values: Values) {
  const texts: Partial<Record<Language, { title: string; description: string; slug?: string }>> = {}
  for (const language of ['ru', 'en'] as const) {
    const { title, description, slug } = keys[language]
    if (values[title].trim() === '') continue
    texts[language] = {
      title: values[title].trim(),
      description: values[description].trim(),
      slug: values[slug].trim().toLowerCase() || undefined,
    }
  }
  return texts
}

const isSlug = (text: string) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text.trim().toLowerCase())

/** Adds a category under a parent, or changes and moves one. */
export function CategoryDialog({
  category,
  parentId,
  categories,
  onClose,
}: {
  category: KnowledgeCategory | null
  parentId: number | null
  categories: readonly KnowledgeCategory[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const barred = category ? withBelow(categories, category.id) : new Set<number>()
  const form = useForm({
    initial: startOf(category, parentId),
    check: (values) => ({
      ...(Object.keys(textsOf(values)).length === 0 && { [keys[language].title]: t('knowledge.needsTitle') }),
      ...(values.slugRu.trim() !== '' && !isSlug(values.slugRu) && { slugRu: t('knowledge.badSlug') }),
      ...(values.slugEn.trim() !== '' && !isSlug(values.slugEn) && { slugEn: t('knowledge.badSlug') }),
    }),
    words: { already_exists: t('knowledge.slugTaken'), version_conflict: t('knowledge.categoryChanged') },
    send: (values) => {
      const body = {
        parentId: values.parent === top ? null : values.parent,
        visibility: values.visibility,
        texts: textsOf(values),
      }
      return category
        ? call(updateKnowledgeCategory, {
            params: { id: category.id },
            body: { ...body, version: category.version },
          })
        : call(createKnowledgeCategory, { body })
    },
    onDone: () => {
      void refreshLists()
      onClose()
    },
  })
  const order = language === 'en' ? (['en', 'ru'] as const) : (['ru', 'en'] as const)
  return (
    <FormDialog
      form={form}
      title={t(category ? 'knowledge.editCategory' : 'knowledge.addCategory')}
      action={t(category ? 'action.save' : 'action.add')}
      width={640}
      onClose={onClose}
    >
      <div className="grid gap-x-4 gap-y-5 md:grid-cols-2">
        {order.map((one, at) => (
          <TextFields key={one} form={form} language={one} isFirst={at === 0} />
        ))}
      </div>
      <div className="grid gap-4 md:grid-cols-2">
        <Field label={t('knowledge.parent')}>
          {({ id }) => (
            <Select
              id={id}
              value={form.values.parent}
              onChange={(parent) => form.set('parent', parent)}
              options={[
                { value: top, label: t('knowledge.top') },
                ...categoryRows(categories)
                  .filter((row) => !barred.has(row.category.id))
                  .map((row) => ({
                    value: row.category.id,
                    label: `${'\u2003'.repeat(row.depth)}${titleOf(row.category, language)}`,
                  })),
              ]}
            />
          )}
        </Field>
        <Field label={t('knowledge.whoReads')} hint={t('knowledge.whoReadsHint')}>
          {({ id }) => (
            <Select
              id={id}
              value={form.values.visibility}
              onChange={(visibility) => form.set('visibility', visibility)}
              options={visibilities.map((value) => ({ value, label: t(`knowledge.visibility.${value}`) }))}
            />
          )}
        </Field>
      </div>
    </FormDialog>
  )
}

function TextFields({
  form,
  language,
  isFirst,
}: {
  form: Form<Values>
  language: Language
  isFirst: boolean
}) {
  const { t } = useTranslation()
  const { title, description, slug } = keys[language]
  return (
    <div className="flex flex-col gap-3">
      <Field label={t(`knowledge.titleIn.${language}`)} error={form.error(title)}>
        {(ids) => (
          <Input
            {...ids}
            lang={language}
            maxLength={200}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened to be typed into
            autoFocus={isFirst}
            autoComplete="off"
            value={form.values[title]}
            onChange={(event) => form.set(title, event.target.value)}
          />
        )}
      </Field>
      <Field label={t('knowledge.description')}>
        {(ids) => (
          <Textarea
            {...ids}
            lang={language}
            rows={2}
            maxLength={500}
            value={form.values[description]}
            onChange={(event) => form.set(description, event.target.value)}
          />
        )}
      </Field>
      <Field label={t('knowledge.slug')} hint={t('knowledge.slugHint')} error={form.error(slug)}>
        {(ids) => (
          <Input
            {...ids}
            spellCheck={false}
            autoComplete="off"
            maxLength={100}
            className="font-mono"
            value={form.values[slug]}
            onChange={(event) => form.set(slug, event.target.value)}
          />
        )}
      </Field>
    </div>
  )
}
