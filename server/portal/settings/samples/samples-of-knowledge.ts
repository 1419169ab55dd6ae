import type { Language } from '#contract/common.ts'
import { words } from '#server/platform/words.ts'
import { TrustedHtml } from '../../frame/trusted-html.ts'
import { presentState } from '../../requests/present-state.ts'
import type { Sample } from './sample-pages.ts'
import { sampleTexts } from './sample-texts.ts'

const at = new Date('2026-11-23T09:40:00Z')

/** What people read: front page, a category, an article, a search. */
export function samplesOfKnowledge(language: Language): Sample[] {
  const { t } = words(language)
  const text = sampleTexts[language]
  const topics = text.topics.map((title, index) => ({
    title,
    description: '',
    count: 3 + index * 4,
    to: '/categories/example',
  }))
  const articles = text.articles.map((title) => ({ title, summary: text.summary, to: '/articles/example' }))
  const path = [{ title: text.category, to: '/categories/example' }]
  const [title = '', next = ''] = text.articles
  const article = {
    title,
    summary: text.summary,
    html: new TrustedHtml(text.html),
    headings: text.headings.map((heading, index) => ({ level: 2, anchor: `part-${index}`, text: heading })),
    publishedAt: at,
    authors: text.agent,
    feedback: '/articles/example/feedback',
  }
  const request = { id: 1256, number: 'HD-1256', subject: text.subject, lastActivityAt: at }
  const visitor = { name: text.customer, address: 'anna@customer.example' }
  const beside = {
    related: articles.slice(1),
    previous: null,
    next: { title: next, to: '/articles/example' },
  }
  const attachments = [{ name: text.file, size: '240 KB', url: '#' }]
  return [
    { template: 'home', title: '', data: { categories: topics, articles, visitor: null, requests: [] } },
    {
      template: 'home',
      title: '',
      visitor,
      data: {
        categories: [],
        articles: [],
        visitor,
        requests: [{ ...request, state: presentState('in_work', language) }],
      },
    },
    {
      template: 'category',
      title: text.category,
      data: {
        path: [],
        category: { title: text.category, description: text.summary },
        categories: topics.slice(0, 2),
        articles,
        pages: { number: 1, count: 2, before: null, after: '/categories/example?page=2' },
      },
    },
    {
      template: 'category',
      title: text.category,
      data: {
        path,
        category: { title: text.category, description: '' },
        categories: [],
        articles: [],
        pages: { count: 0 },
      },
    },
    { template: 'article', title, data: { article, path, attachments, said: null, ...beside } },
    {
      template: 'article',
      title,
      data: { article, path, attachments: [], said: 'no', related: [], previous: null, next: null },
    },
    {
      template: 'search',
      title: t('portal.search.titleOf', { query: text.query }),
      data: {
        search: {
          query: text.query,
          correctedTo: null,
          hits: articles.map((one) => ({ ...one, excerpt: text.summary, category: text.category })),
        },
      },
    },
    {
      template: 'search',
      title: t('portal.search.title'),
      data: { search: { query: text.query, correctedTo: null, hits: [] } },
    },
  ]
}
