import type { FileUrl, Reader, ReaderUrls } from '#server/knowledge/index.ts'
import { type SignedIn, visitorOf } from '../sign-in/visitor-of.ts'
import type { Visit } from '../frame/visit.ts'

/** Who reads a page: whoever is signed in reads what is for customers too. */
export async function readerOf({
  platform,
  request,
  language,
}: Visit): Promise<{ reader: Reader; visitor: SignedIn | null }> {
  const visitor = await visitorOf(platform, request, language)
  return { reader: visitor ? { kind: 'customer' } : { kind: 'public' }, visitor }
}

/** Where the portal shows an article's pictures and attachments. */
export function fileUrls({ links }: Pick<Visit, 'links'>): FileUrl {
  return (id) => links.file(`/files/articles/${id}`)
}

/** Where the portal shows what an article shows and links to. */
export function readerUrls(visit: Pick<Visit, 'links'>): ReaderUrls {
  return {
    file: fileUrls(visit),
    article: (language, slug) => visit.links.page(`/articles/${slug}`, language),
  }
}
