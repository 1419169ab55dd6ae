import { Mark, mergeAttributes, Node } from '@tiptap/core'
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table'
import { ownPicture } from '../../composer/own-picture.ts'

export const calloutKinds = ['info', 'success', 'warning', 'danger'] as const
export type CalloutKind = (typeof calloutKinds)[number]

/** A paragraph or more that stands out: `<aside data-kind="warning">`. */
const Callout = Node.create({
  name: 'callout',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes: () => ({
    kind: {
      default: 'info',
      parseHTML: (element: HTMLElement) =>
        calloutKinds.find((kind) => kind === element.getAttribute('data-kind')) ?? 'info',
      renderHTML: ({ kind }) => ({ 'data-kind': String(kind) }),
    },
  }),
  parseHTML: () => [{ tag: 'aside' }],
  renderHTML: ({ HTMLAttributes }) => ['aside', mergeAttributes(HTMLAttributes), 0],
})

/** A video by the address of its page; the server keeps those of hosts it knows. */
const Video = Node.create({
  name: 'video',
  group: 'block',
  atom: true,
  addAttributes: () => ({
    page: {
      default: '',
      parseHTML: (element: HTMLElement) => element.getAttribute('data-video') ?? '',
      renderHTML: ({ page }) => ({ 'data-video': String(page) }),
    },
  }),
  parseHTML: () => [{ tag: 'figure[data-video]' }],
  renderHTML: ({ HTMLAttributes }) => ['figure', mergeAttributes(HTMLAttributes)],
})

/** Marks an imported article may have; the editor keeps them. */
const kept = (name: string) =>
  Mark.create({ name, parseHTML: () => [{ tag: name }], renderHTML: () => [name, 0] })

/** What an article is made of besides what every text is. */
export const articleNodes = [
  Callout,
  Video,
  kept('sub'),
  kept('sup'),
  kept('mark'),
  Table.configure({ resizable: false }),
  TableRow,
  TableHeader,
  TableCell,
  ownPicture('/api/v1/article-files/').configure({ inline: true }),
]
