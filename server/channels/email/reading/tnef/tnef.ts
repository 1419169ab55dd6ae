import { charsetOfCodepage, decodeBytes, decodeUtf8 } from '../charset/charset.ts'
import { cleanFileName, inventFileName } from '../file-name.ts'
import { readMapiProperties } from './mapi-properties.ts'
import { decompressRtf } from './rtf-compressed.ts'
import { rtfToHtml } from './rtf-to-html.ts'

export type TnefFile = { name: string; mime: string; content: Uint8Array; contentId: string | null }

/** What a winmail.dat holds: the files, and the letter's text as far as it can be told. */
export type TnefContent = {
  attachments: TnefFile[]
  html: string | null
  /** The RTF as it was, when the body came as RTF. */
  rtf: string | null
  text: string | null
}

const signature = 0x223e9f78
const tags = {
  body: 0x800c,
  attachData: 0x800f,
  attachTitle: 0x8010,
  mapi: 0x9003,
  attachStart: 0x9002,
  attachMapi: 0x9005,
  codepage: 0x9007,
}
const props = {
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  cpid: 0x3fde,
  longName: 0x3707,
  shortName: 0x3704,
  data: 0x3701,
  mime: 0x370e,
  contentId: 0x3712,
  display: 0x3001,
}
const maxFiles = 500
const maxDepth = 3

type Draft = { title: string; longName: string; mime: string; contentId: string; content: Uint8Array | null }

function finish(draft: Draft): TnefFile {
  const mime = /^[\w.+-]+\/[\w.+-]+$/.test(draft.mime) ? draft.mime.toLowerCase() : 'application/octet-stream'
  const name = cleanFileName(draft.longName) || cleanFileName(draft.title) || inventFileName(mime)
  return {
    name,
    mime,
    content: draft.content ?? new Uint8Array(),
    contentId: draft.contentId.replace(/[<>\s]/g, '') || null,
  }
}

/** A string of no declared kind: a codepage, or UTF-16 where a writer got its types wrong. */
function textOf(value: Uint8Array | string | number | undefined, charset: string | null): string {
  if (typeof value === 'string') return value.replaceAll('\0', '')
  if (value === undefined || typeof value === 'number') return ''
  return decodeBytes(value, charset).replaceAll('\0', '')
}

function readMessage(to: TnefContent, data: Buffer, charset: string | null): void {
  const found = readMapiProperties(data)
  const cpid = found.get(props.cpid)
  const label = typeof cpid === 'number' && cpid > 0 ? charsetOfCodepage(cpid) : charset
  const html = found.get(props.html)
  if (html instanceof Uint8Array) to.html = decodeUtf8(html) ?? decodeBytes(html, label, true)
  else if (typeof html === 'string') to.html = html
  const body = textOf(found.get(props.body), label)
  if (body.trim() !== '') to.text = body
  const packed = found.get(props.rtf)
  if (packed instanceof Uint8Array && to.rtf === null) {
    const rtf = decompressRtf(packed)
    if (rtf === null) return
    to.rtf = rtf.toString('latin1').replace(/\0+$/, '')
    to.html ??= rtfToHtml(to.rtf)
  }
}

function readAttachmentProperties(draft: Draft, data: Buffer, charset: string | null): void {
  const found = readMapiProperties(data)
  draft.longName =
    textOf(found.get(props.longName), charset) ||
    draft.longName ||
    textOf(found.get(props.shortName), charset)
  draft.title = draft.title || textOf(found.get(props.display), charset)
  draft.mime = textOf(found.get(props.mime), charset) || draft.mime
  draft.contentId = textOf(found.get(props.contentId), charset) || draft.contentId
  const content = found.get(props.data)
  // An object begins with sixteen bytes that name its interface.
  if (content instanceof Uint8Array && draft.content === null)
    draft.content = content.subarray(Math.min(16, content.length))
}

/** A message inside the message is wrapped the same way: its files and its text come out of it. */
function unwrap(file: TnefFile, depth: number): TnefFile[] {
  const content = Buffer.from(file.content.buffer, file.content.byteOffset, file.content.length)
  if (depth >= maxDepth || content.length < 6 || content.readUInt32LE(0) !== signature) return [file]
  const inside = readTnef(content, depth + 1)
  const stem = file.name.replace(/\.\w{1,4}$/, '')
  const body = {
    contentId: null,
    ...(inside.html === null ? textFile(stem, inside.text) : htmlFile(stem, inside.html)),
  }
  return body.content.length > 0 ? [body, ...inside.attachments] : inside.attachments
}

function htmlFile(stem: string, html: string): { name: string; mime: string; content: Buffer } {
  return { name: `${stem}.html`, mime: 'text/html', content: Buffer.from(html) }
}

function textFile(stem: string, text: string | null): { name: string; mime: string; content: Buffer } {
  return { name: `${stem}.txt`, mime: 'text/plain', content: Buffer.from(text ?? '') }
}

/** Unpacks a winmail.dat. Never throws: a damaged one gives what stands before the damage. */
export function readTnef(raw: Uint8Array, depth = 0): TnefContent {
  const data = Buffer.from(raw.buffer, raw.byteOffset, raw.length)
  const to: TnefContent = { attachments: [], html: null, rtf: null, text: null }
  if (data.length < 6 || data.readUInt32LE(0) !== signature) return to
  let charset: string | null = 'windows-1252'
  let draft: Draft | null = null
  for (let at = 6; at + 11 <= data.length;) {
    const tag = data.readUInt16LE(at + 1)
    const size = data.readUInt32LE(at + 5)
    const value = data.subarray(at + 9, at + 9 + size)
    if (value.length < size) break
    at += 9 + size + 2
    if (tag === tags.attachStart) {
      if (draft) to.attachments.push(...unwrap(finish(draft), depth))
      if (to.attachments.length >= maxFiles) return to
      draft = { title: '', longName: '', mime: '', contentId: '', content: null }
    } else if (tag === tags.codepage && size >= 4) charset = charsetOfCodepage(value.readUInt32LE(0))
    else if (tag === tags.body) to.text ??= textOf(value, charset)
    else if (tag === tags.mapi) readMessage(to, value, charset)
    else if (draft && tag === tags.attachTitle) draft.title = textOf(value, charset)
    else if (draft && tag === tags.attachData) draft.content = value
    else if (draft && tag === tags.attachMapi) readAttachmentProperties(draft, value, charset)
  }
  if (draft) to.attachments.push(...unwrap(finish(draft), depth))
  return to
}
