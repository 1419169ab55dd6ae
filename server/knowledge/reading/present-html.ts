import type { Language } from '#contract/common.ts'
import { escapeHtml } from '#server/platform/html.ts'
import { words } from '#server/platform/words.ts'
import { videoOf } from '../content/video.ts'
import type { FileUrl } from '../present.ts'

const hosts = { youtube: 'YouTube', vk: 'VK Видео', rutube: 'RUTUBE', vimeo: 'Vimeo' } as const

/**
 * Cleaned words as a page shows them: pictures by addresses their reader can ask for, a video as a link to its page that
 * a script may turn into the player named in `data-player`. Nothing is asked of the video's host before that.
 */
export function presentHtml(html: string, language: Language, fileUrl: FileUrl): string {
  return html
    .replace(/ src="file:(\d+)"/g, (_, id: string) => ` src="${escapeHtml(fileUrl(Number(id)))}"`)
    .replace(/<figure data-video="([^"]*)">([\s\S]*?)<\/figure>/g, (_, address: string, inner: string) => {
      const video = videoOf(address.replaceAll('&amp;', '&'))
      if (!video) return `<figure>${inner}</figure>`
      const label = words(language).t('portal.article.watchVideo', { host: hosts[video.host] })
      const link = `<a href="${escapeHtml(video.page)}" rel="noopener noreferrer" target="_blank">${escapeHtml(label)}</a>`
      return `<figure data-video="${video.host}" data-player="${escapeHtml(video.player)}">${link}${inner}</figure>`
    })
}
