import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type Article,
  type ArticleText,
  dropArticleAddress,
  getArticle,
  saveArticleText,
} from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { useCan } from '../../session.ts'
import { useChange } from '../../settings/use-change.ts'
import { Part } from './part.tsx'
import { type ArticleWriting, writtenOf } from './use-article-text.ts'

const isSlug = (text: string) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)

/** Where a text is read; addresses it had before lead to it until they are dropped. */
export function AddressField({
  article,
  text,
  writing,
  mayChange,
}: {
  article: Article
  text: ArticleText
  writing: ArticleWriting
  mayChange: boolean
}) {
  const { t } = useTranslation()
  const can = useCan()
  const [slug, setSlug] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const params = { id: article.id, language: text.language }
  const save = useChange({
    send: async (next: string) => {
      await writing.flush()
      return call(saveArticleText, {
        params,
        body: { version: writing.version(), ...writtenOf(text), ...writing.written, slug: next },
      })
    },
    words: { already_exists: t('knowledge.slugTaken') },
    onDone: (answer) => {
      writing.adopt(answer)
      setSlug(null)
    },
  })
  const drop = useChange({
    send: async (old: string) => {
      await call(dropArticleAddress, { params: { ...params, slug: old } })
      return call(getArticle, { params: { id: article.id } })
    },
    onDone: writing.adopt,
  })
  const put = () => {
    const next = (slug ?? '').trim().toLowerCase()
    if (!isSlug(next)) return setProblem(t('knowledge.badSlug'))
    save.mutate(next)
  }
  return (
    <Part
      label={t('knowledge.address')}
      action={
        mayChange &&
        slug === null && (
          <IconButton
            icon="pencil"
            label={t('knowledge.changeAddress')}
            className="!h-5 !min-w-5"
            onClick={() => {
              setProblem(null)
              setSlug(text.slug)
            }}
          />
        )
      }
    >
      {slug === null ? (
        <p className="font-mono text-sm break-words text-ink-2">{text.slug}</p>
      ) : (
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            put()
          }}
        >
          <Field label={t('knowledge.newAddress')} hint={t('knowledge.addressHint')} error={problem}>
            {(ids) => (
              <Input
                {...ids}
                // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened to be typed into
                autoFocus
                spellCheck={false}
                maxLength={100}
                className="font-mono"
                value={slug}
                onChange={(event) => {
                  setSlug(event.target.value)
                  setProblem(null)
                }}
                onKeyDown={(event) => event.key === 'Escape' && setSlug(null)}
              />
            )}
          </Field>
          <div className="flex gap-2">
            <Button type="submit" look="primary" isBusy={save.isPending}>
              {t('action.save')}
            </Button>
            <Button onClick={() => setSlug(null)}>{t('action.cancel')}</Button>
          </div>
        </form>
      )}
      {text.oldSlugs.length > 0 && (
        <ul aria-label={t('knowledge.oldAddresses')} className="mt-1 text-sm text-ink-3">
          {text.oldSlugs.map((old) => (
            <li key={old} className="flex items-center gap-1">
              <span className="min-w-0 truncate font-mono" title={t('knowledge.leadsHere')}>
                {old}
              </span>
              {can('article.publish') && (
                <IconButton
                  icon="close"
                  size={12}
                  label={t('knowledge.dropAddress', { slug: old })}
                  className="!h-5 !min-w-5"
                  onClick={() => drop.mutate(old)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </Part>
  )
}
