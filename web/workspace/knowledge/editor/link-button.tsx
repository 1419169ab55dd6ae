import { useQuery } from '@tanstack/react-query'
import type { Editor } from '@tiptap/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { searchArticles } from '#contract/help.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { menuItemClass } from '../../../ui/menu.tsx'
import { Popover } from '../../../ui/popover.tsx'
import { useDebounced } from '../../palette/use-debounced.ts'

/** `example.ru` is an address too, and `/page` and `#part` are ones of this site. */
function completed(typed: string): string {
  if (/^(https?:|mailto:|tel:|\/|#)/i.test(typed)) return typed
  return typed.includes('@') ? `mailto:${typed}` : `https://${typed}`
}

const isAddress = (typed: string) => /^(https?:|mailto:|tel:|\/|#)|^\S+\.\S+$|@/i.test(typed)

/** A link to an address, or to an article found by its words. */
export function ArticleLinkButton({
  editor,
  language,
  isOn,
  look,
}: {
  editor: Editor
  language: Language
  isOn: boolean
  look: string
}) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState('')
  const query = useDebounced(text.trim(), 150)
  const found = useQuery({
    queryKey: ['knowledge', 'link', language, query],
    queryFn: ({ signal }) => call(searchArticles, { query: { query, language, limit: 6 } }, { signal }),
    enabled: isOpen && query !== '' && !isAddress(query),
  })
  const put = (href: string, title: string) => {
    setOpen(false)
    const chain = editor.chain().focus().extendMarkRange('link')
    if (href === '') chain.unsetLink().run()
    else if (editor.state.selection.empty && !isOn)
      chain.insertContent({ type: 'text', text: title, marks: [{ type: 'link', attrs: { href } }] }).run()
    else chain.setLink({ href }).run()
  }
  const apply = () => {
    const typed = text.trim()
    if (typed === '' || isAddress(typed)) put(typed === '' ? '' : completed(typed), typed)
    else {
      const first = found.data?.items.find((item) => item.url !== null)
      if (first?.url) put(pathOf(first.url), first.title)
    }
  }
  return (
    <Popover
      label={t('composer.link')}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (open) setText(String(editor.getAttributes('link')['href'] ?? ''))
        setOpen(open)
      }}
      trigger={
        <button
          type="button"
          aria-label={t('composer.link')}
          title={t('composer.link')}
          aria-pressed={isOn}
          className={look}
        >
          <Icon name="link" />
        </button>
      }
      className="w-96 max-w-[calc(100vw-24px)]"
    >
      <div className="flex gap-2">
        <Input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened to be typed into
          autoFocus
          value={text}
          placeholder={t('knowledge.linkTo')}
          aria-label={t('knowledge.linkTo')}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && apply()}
        />
        <Button look="primary" onClick={apply}>
          {t(text.trim() === '' && isOn ? 'composer.removeLink' : 'action.apply')}
        </Button>
      </div>
      {found.data && !isAddress(query) && query !== '' && (
        <ul aria-label={t('knowledge.articles')} className="pt-2">
          {found.data.items.map(
            ({ id, title, category, url }) =>
              url && (
                <li key={id}>
                  <button
                    type="button"
                    className={`${menuItemClass} w-full text-left hover:bg-hover`}
                    onClick={() => put(pathOf(url), title)}
                  >
                    <Icon name="book" className="text-ink-3" />
                    <span className="min-w-0 flex-1 truncate">{title}</span>
                    <span className="max-w-32 truncate text-sm text-ink-3">{category}</span>
                  </button>
                </li>
              ),
          )}
          {found.data.items.length === 0 && (
            <li className="px-2 py-1 text-ink-3">{t('ticket.nothingFound')}</li>
          )}
        </ul>
      )}
    </Popover>
  )
}

/** As links between articles are kept, wherever the portal is by then: `/help/ru/articles/slug`. */
function pathOf(url: string): string {
  const place = /\/(?:ru|en)\/articles\/[^/?#]+/.exec(url)?.[0]
  return place ? `/help${place}` : url
}
