/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import type { ArticleHit } from './api.ts'
import type { Chat } from './chat.ts'
import { Icon } from './icons.tsx'
import { Rich } from './rich-text.tsx'

const patienceMs = 250

/** Articles to look into before anybody is asked; one is read inside the chat. */
export function Articles({ chat }: { chat: Chat }) {
  const { words, language } = chat.config
  const [query, setQuery] = useState('')
  /** Null before anything was looked for. */
  const [hits, setHits] = useState<ArticleHit[] | null>(null)
  const [article, setArticle] = useState<{ title: string; html: string; url: string } | null>(null)
  useEffect(() => {
    if (query.trim().length < 2) return setHits(null)
    let isOver = false
    const timer = setTimeout(() => {
      chat.api.articles(query.trim(), language).then(
        ({ items }) => !isOver && setHits(items),
        () => undefined,
      )
    }, patienceMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [chat.api, language, query])
  if (article)
    return (
      <article class="reading">
        <button class="quiet" onClick={() => setArticle(null)}>
          <Icon name="back" /> {words['backToChat']}
        </button>
        <h2>{article.title}</h2>
        <Rich html={article.html} pictureBase={chat.api.origin} />
        <a href={article.url} target="_blank" rel="noopener">
          {words['openArticle']}
        </a>
      </article>
    )
  return (
    <div class="articles">
      <input
        type="search"
        value={query}
        aria-label={words['articles']}
        placeholder={words['articles']}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      {hits?.length === 0 && (
        <p class="meta" role="status">
          {words['noArticles']}
        </p>
      )}
      {hits?.map((hit) => (
        <button
          key={hit.id}
          class="article"
          onClick={() =>
            void chat.api
              .article(hit.id, language)
              .then(setArticle, () => setHits((all) => all?.filter((one) => one !== hit) ?? null))
          }
        >
          <b>{hit.title}</b>
          <small>{hit.excerpt}</small>
        </button>
      ))}
    </div>
  )
}
