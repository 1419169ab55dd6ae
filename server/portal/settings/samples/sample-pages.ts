import type { Language } from '#contract/common.ts'
import { words } from '#server/platform/words.ts'
import type { Page } from '../../frame/page-html.ts'
import { presentState } from '../../requests/present-state.ts'
import { sampleTexts } from './sample-texts.ts'
import { samplesOfKnowledge } from './samples-of-knowledge.ts'
import { samplesOfSignIn } from './samples-of-sign-in.ts'

/** A page as it is with somebody's data: an example's, which belongs to nobody. */
export interface Sample extends Page {
  visitor?: { name: string; address: string }
}

const made = new Map<Language, Sample[]>()

/** Every page of the portal, some of them in more than one state: what a template is tried and shown with. */
export function samplePages(language: Language): readonly Sample[] {
  const known = made.get(language)
  if (known) return known
  const samples = [
    ...samplesOfKnowledge(language),
    ...samplesOfRequests(language),
    ...samplesOfSignIn(language),
    ...samplesOfOthers(language),
  ]
  made.set(language, samples)
  return samples
}

const at = new Date('2026-11-23T09:40:00Z')

function samplesOfRequests(language: Language): Sample[] {
  const { t } = words(language)
  const text = sampleTexts[language]
  const visitor = { name: text.customer, address: 'anna@customer.example' }
  const request = {
    id: 1256,
    number: 'HD-1256',
    subject: text.subject,
    state: presentState('your_turn', language),
    customerName: null,
    createdAt: at,
    lastActivityAt: at,
    earlier: null,
    isEarlier: false,
  }
  const post = {
    id: 'message-1',
    isOwn: true,
    isDesk: false,
    author: text.customer,
    at,
    iso: at.toISOString(),
    files: [],
  }
  const file = {
    name: 'IMG_2041.jpg',
    url: '#',
    megabytes: '1.4',
    kilobytes: 1434,
    isLarge: true,
    picture: null,
  }
  const posts = [
    { ...post, words: text.question, files: [file] },
    { ...post, id: 'reply-2', isOwn: false, isDesk: true, author: text.agent, words: text.answer },
  ]
  const list = { query: '', show: 'all', isFirst: true, isNarrowed: false, more: null }
  const filters = (['all', 'open', 'done'] as const).map((show) => ({ show, query: '' }))
  const solved = { ...request, id: 1190, number: 'HD-1190', state: presentState('solved', language) }
  return [
    {
      template: 'requests',
      title: t('portal.requests.title'),
      visitor,
      data: {
        visitor: { ...visitor, isManager: true },
        requests: { ...list, filters, items: [request, { ...solved, customerName: text.colleague }] },
      },
    },
    {
      template: 'requests',
      title: t('portal.requests.title'),
      visitor,
      data: { visitor: { ...visitor, isManager: false }, requests: { ...list, filters, items: [] } },
    },
    {
      template: 'request',
      title: request.number,
      visitor,
      data: { request: { ...request, posts }, form: { key: 'key' } },
    },
    {
      template: 'request',
      title: solved.number,
      visitor,
      status: 400,
      data: {
        request: { ...solved, posts },
        form: { key: 'key', text: '', problems: { text: t('portal.request.noText') } },
      },
    },
    {
      template: 'new-request',
      title: t('portal.newRequest.title'),
      visitor,
      data: {
        forms: [{ key: 'key', title: text.form }],
        form: { key: 'key', categories: [{ value: '1', name: text.category }], category: '' },
      },
    },
  ]
}

function samplesOfOthers(language: Language): Sample[] {
  const { t } = words(language)
  const text = sampleTexts[language]
  const survey = {
    path: '/rate/example',
    question: t('portal.survey.question'),
    scale: 5,
    scores: [1, 2, 3, 4, 5].map((value) => ({
      value,
      name: String(value),
      isThumb: false,
      isChosen: value === 5,
    })),
    causes: [{ key: 'speed', name: text.cause, isChosen: false }],
    comment: '',
    isGiven: false,
  }
  const field = {
    id: 'subject',
    kind: 'subject',
    input: 'text',
    hint: '',
    value: '',
    choices: [],
    isRequired: true,
  }
  const choices = [{ value: '1', name: text.category, isChosen: false }]
  const form = {
    key: 'example',
    language,
    title: text.form,
    intro: text.intro,
    button: t('portal.request.send'),
    submission: 'example',
    stamp: 'example',
    styles: '',
    origin: { pageUrl: '', referrer: '' },
    utm: [],
    fields: [
      { ...field, label: t('portal.newRequest.subject') },
      { ...field, id: 'category', input: 'choice', label: text.category, choices, isRequired: false },
      { ...field, id: 'text', input: 'long_text', label: t('portal.newRequest.text') },
    ],
    consent: { text: text.consent, url: 'https://shop.example/privacy' },
    number: 'HD-1256',
    thanks: text.thanks,
  }
  return [
    { template: 'survey', title: t('portal.survey.title'), data: { survey } },
    { template: 'survey-never', title: t('portal.survey.neverTitle'), data: { survey } },
    { template: 'survey-over', title: t('portal.survey.over') },
    {
      template: 'survey-thanks',
      title: t('portal.survey.thanksTitle'),
      data: { title: t('portal.survey.thanksTitle'), thanks: t('portal.survey.thanks') },
    },
    { template: 'web-form', title: text.form, data: { form } },
    { template: 'web-form-thanks', title: text.form, data: { form } },
    {
      template: 'error',
      title: t('portal.error.notFound'),
      data: {
        error: {
          title: t('portal.error.notFound'),
          advice: t('portal.error.notFoundAdvice'),
          requestId: null,
        },
      },
    },
  ]
}
