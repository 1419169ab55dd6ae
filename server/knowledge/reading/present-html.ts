import type { Language } from '#contract/common.ts'
import { escapeHtml } from '#server/platform/html.ts'
import { words } from '#server/platform/words.ts'
import { videoOf } from '../content/video.ts'
import type { ReaderUrls } from '../present.ts'

const hosts = { youtube: 'YouTube', vk: 'VK Видео', rutube: 'RUTUBE', vimeo: 'Vimeo' } as const

/**
 * Cleaned words as a page shows them: pictures by addresses their reader can ask for, links to other articles
 * (`/help/ru/articles/slug`, wherever the portal is) by theirs, a video as a link to its page that a script may turn
 * into the player named in `data-player`. Nothing is asked of the video's host before that.
 */
export function presentHtml(html: string, language: Language, urls: ReaderUrls): string {
  return html
    .replace(
      / href="\/help\/(ru|en)\/articles\/([a-z0-9-]+)(#[^"]*)?"/g,
      (_, of: Language, slug: string, part = '') => ` href="${escapeHtml(urls.article(of, slug))}${part}"`,
    )
    .replace(/ src="file:(\d+)"/g, (_, id: string) => ` src="${escapeHtml(urls.file(Number(id)))}"`)
    .replace(/<figure data-video="([^"]*)">([\s\S]*?)<\/figure>/g, (_, address: string, inner: string) => {
      const video = videoOf(address.replaceAll('&amp;', '&'))
      if (!video) return `<figure>${inner}</figure>`
      const label = words(language).t('portal.article.watchVideo', { host: hosts[video.host] })
      const link = `<a href="${escapeHtml(video.page)}" rel="noopener noreferrer" target="_blank">${escapeHtml(label)}</a>`
      return `<figure data-video="${video.host}" data-player="${escapeHtml(video.player)}">${link}${inner}</figure>`
    })
}
